"""Answers to the committee's questions: every one is committed to and revealed."""

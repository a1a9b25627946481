"""Scores of one text with what adds up to them, and scoring profiles, as commands."""

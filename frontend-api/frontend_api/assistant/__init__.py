"""The assistant: drafts by personas, live scores, what a post may do, and drafts that are kept."""

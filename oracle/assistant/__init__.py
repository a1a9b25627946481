"""What is done for people: drafts, and what is learnt from outcomes."""

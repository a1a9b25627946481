"""Whole rounds with three real operators under seeded faults: each effect once, none missing."""

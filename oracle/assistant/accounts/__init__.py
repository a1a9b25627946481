"""Accounts: who signs in with which wallet, and what is held of whom."""

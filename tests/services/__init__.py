"""Servers that tests start by themselves, on loopback, and end."""

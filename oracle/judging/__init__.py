"""Comparing entries two by two, and from comparisons to votes."""

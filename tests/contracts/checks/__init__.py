"""Checks of the contracts against what is committed: gas, layout, coverage."""

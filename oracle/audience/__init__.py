"""A simulated population of readers over which a post spreads."""

"""What a post would do, predicted before it is published and corrected after.

`loading` reads a user's own post history (`columns` has its columns), `world` makes up a synthetic
one with known truth. `training` learns from either, split by time; `gates` says whether the result
may be used. `hawkes` follows a post after it is published. Needs `make predict`.
"""

"""Makes `tests.…` this folder: some installed packages bring a `tests` package of their own."""

"""With `tests/__init__.py` beside it, pytest puts the repository's root first on the path."""

"""With `tests/__init__.py` beside it, pytest puts the repository's root first on the path."""

import warnings

with warnings.catch_warnings():
    # web3 7 imports it, and warnings are errors in tests; it only warns when first imported.
    warnings.filterwarnings("ignore", "websockets.legacy is deprecated", DeprecationWarning)
    import websockets.legacy  # noqa: F401

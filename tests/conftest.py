"""With `tests/__init__.py` beside it, pytest puts the repository's root first on the path."""

import warnings

with warnings.catch_warnings():
    # web3 7 imports it, and warnings are errors in tests; it only warns when first imported.
    warnings.filterwarnings("ignore", "websockets.legacy is deprecated", DeprecationWarning)
    import websockets.legacy  # noqa: F401

MAX_ID = 80


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Long texts and bytes are named by their length: names are for reading.

    Random order goes by names, and each worker makes them anew: they have to be the same.
    """
    if isinstance(val, str | bytes) and len(val) > MAX_ID:
        return f"{argname} of {len(val)}"
    return None

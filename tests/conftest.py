"""With `tests/__init__.py` beside it, pytest puts the repository's root first on the path."""

import os
import warnings

from hypothesis import HealthCheck, settings

with warnings.catch_warnings():
    # web3 7 imports it, and warnings are errors in tests; it only warns when first imported.
    warnings.filterwarnings("ignore", "websockets.legacy is deprecated", DeprecationWarning)
    import websockets.legacy  # noqa: F401

MAX_ID = 80

# A machine with much to do is no fault of what is tested. CI draws the same examples each time.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("TROUPE_REQUIRE_ALL") == "1" else "here")

for each in ("COLUMNS", "LINES", "FORCE_COLOR", "NO_COLOR"):  # of the terminal that tests run in
    os.environ.pop(each, None)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Long texts and bytes are named by their length: names are for reading.

    Random order goes by names, and each worker makes them anew: they have to be the same.
    """
    if isinstance(val, str | bytes) and len(val) > MAX_ID:
        return f"{argname} of {len(val)}"
    return None

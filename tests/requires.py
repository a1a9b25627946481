"""Modules that not every installation has."""

import os
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import pytest


def requires_module(name: str) -> ModuleType:
    """The module of that name, for use inside a fixture or a test.

    Where it is not installed the test is skipped, or fails if TROUPE_REQUIRE_ALL is 1.
    """
    if find_spec(name) is not None:
        return import_module(name)
    missing = f"{name} is not installed: pip install 'troupe[models]'"
    if os.environ.get("TROUPE_REQUIRE_ALL") == "1":
        pytest.fail(missing)
    pytest.skip(missing)

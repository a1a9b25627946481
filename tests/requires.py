"""What not every machine has."""

import os
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import pytest


def require(found: object, missing: str) -> None:
    """Where nothing is found the test is skipped, or fails if TROUPE_REQUIRE_ALL is 1.

    `missing` says what, and what to run.
    """
    if found:
        return
    if os.environ.get("TROUPE_REQUIRE_ALL") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


def requires_module(name: str) -> ModuleType:
    """The module of that name from the model stack, for use inside a fixture or a test."""
    require(find_spec(name), f"{name} is not installed: run `make models`")
    return import_module(name)

"""Fixtures for the block store."""

from collections.abc import Iterator

import pytest

from tests.oracle.ipfs.gateway_server import Gateway, running_gateway


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with running_gateway() as server:
        yield server


@pytest.fixture
def other_gateway() -> Iterator[Gateway]:
    with running_gateway() as server:
        yield server

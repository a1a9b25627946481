"""Fixtures for the stores: gateways, and one IPFS daemon for all."""

from collections.abc import Iterator

import pytest

from tests.ipfs_daemon import Daemon, running_daemon
from tests.oracle.ipfs.gateway_server import Gateway, running_gateway


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with running_gateway() as server:
        yield server


@pytest.fixture
def other_gateway() -> Iterator[Gateway]:
    with running_gateway() as server:
        yield server


@pytest.fixture(scope="session")
def daemon() -> Iterator[Daemon]:
    with running_daemon() as daemon:
        yield daemon

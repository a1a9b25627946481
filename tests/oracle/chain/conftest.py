"""Fixtures of the chain adapter: a real chain, and a proxy that spoils it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from oracle.store.operator import open_operator_store
from tests.anvil import running_anvil
from tests.oracle.chain.node_proxy import NodeProxy, running_proxy
from tests.oracle.chain.probe import Chain


@pytest.fixture
def chain() -> Iterator[Chain]:
    with running_anvil() as url:
        yield Chain(url)


@pytest.fixture
def manual(chain: Chain) -> Chain:
    """A chain that mines only when it is told to."""
    chain.rpc("evm_setAutomine", False)
    return chain


@pytest.fixture
def proxy(chain: Chain) -> Iterator[NodeProxy]:
    with running_proxy(chain.url) as server:
        yield server


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_operator_store(tmp_path / "operator.sqlite")
    yield engine
    engine.dispose()

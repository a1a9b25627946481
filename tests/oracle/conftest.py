"""Fixtures of the oracle's tests: the databases it works with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from oracle.store.operator import open_operator_store
from tests.services.postgres import Postgres, postgres
from tests.wait import PATIENCE_S

__all__ = ["postgres"]


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a new operator's database is to be: a path, then a URL."""
    if request.param == "sqlite":
        return tmp_path / "operator" / "operator.sqlite"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def patient_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """`check` with more patience than people have who type it."""
    monkeypatch.setattr("oracle.check._PATIENCE_S", PATIENCE_S)


@pytest.fixture
def engine(where: Path | str) -> Iterator[Engine]:
    """A new operator's database, of each kind."""
    engine = open_operator_store(where)
    yield engine
    engine.dispose()

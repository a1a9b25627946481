"""The operator's database on PostgreSQL: a server that goes away, and addresses that are wrong."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from oracle.errors import Fatal, Transient
from oracle.store.address import read_address, shown
from oracle.store.database import snapshot, transaction
from oracle.store.operator import bind, open_operator_store
from oracle.store.tables import Cursor
from tests.services.postgres import PASSWORD, Postgres, running_postgres

SECRET = "hush hush"


@pytest.fixture
def url(postgres: Postgres) -> str:
    return postgres.new_database()


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_operator_store(url)
    yield engine
    engine.dispose()


@pytest.fixture
def own_server() -> Iterator[Postgres]:
    """A server that a test may stop."""
    with running_postgres() as server:
        yield server


def kick(postgres: Postgres, session: Session) -> None:
    """End a session's connection from the server's side."""
    pid = session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    postgres.execute(f"SELECT pg_terminate_backend({pid})")
    postgres.wait_for(f"SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = {pid})")


def cursor(number: int) -> Cursor:
    return Cursor(chain_id=number, number=number, hash="0x", timestamp=1)


def test_connection_lost_in_the_middle__is_transient_and_nothing_is_half_done(
    postgres: Postgres, engine: Engine
):
    def write(session: Session) -> None:
        session.add(cursor(1))
        session.flush()
        kick(postgres, session)
        session.add(cursor(2))

    with pytest.raises(Transient, match="did not answer"), transaction(engine) as session:
        write(session)
    with transaction(engine) as session:
        assert session.get(Cursor, 1) is session.get(Cursor, 2) is None
        session.add(cursor(3))
    with transaction(engine) as session:
        assert session.get(Cursor, 3) is not None


def test_connection_lost_before_the_commit__is_transient(postgres: Postgres, engine: Engine):
    def write(session: Session) -> None:
        session.add(cursor(1))
        session.flush()
        kick(postgres, session)

    with pytest.raises(Transient), transaction(engine) as session:
        write(session)
    with transaction(engine) as session:
        assert session.get(Cursor, 1) is None


def test_server_restarted__calls_fail_for_now_and_then_go_on(own_server: Postgres):
    engine = open_operator_store(own_server.new_database())
    bind(engine, 1, "0xA")
    own_server.stop()
    with pytest.raises(Transient), transaction(engine) as session:
        session.get(Cursor, 1)
    own_server.start()
    with pytest.raises(Fatal, match="of 0xA on chain 1"):
        bind(engine, 2, "0xB")
    engine.dispose()


def test_snapshot__is_refused_to_write(engine: Engine):
    with pytest.raises(Exception, match="read-only"), snapshot(engine) as connection:
        connection.exec_driver_sql("DELETE FROM cursor")


def test_open__nobody_listens__is_transient_and_shows_no_password(postgres: Postgres):
    with pytest.raises(Transient, match="does not answer") as refused:
        open_operator_store(f"postgresql://me:{SECRET.replace(' ', '%20')}@127.0.0.1:1/troupe")
    assert_hidden(refused.value)
    with pytest.raises(Transient, match="password authentication failed") as refused:
        open_operator_store(postgres.url(SECRET))
    assert_hidden(refused.value)


def test_open__another_programs_tables__is_fatal_and_they_stay(postgres: Postgres, url: str):
    schema = url.rpartition("%3D")[2]
    postgres.execute(f"CREATE TABLE {schema}.users (id int)")
    with pytest.raises(Fatal, match="not the operator database of Troupe") as refused:
        open_operator_store(url)
    assert PASSWORD not in str(refused.value)
    query = f"SELECT table_name FROM information_schema.tables WHERE table_schema = '{schema}'"
    assert postgres.execute(query) == [("users",)]


def test_open__schema_that_is_not_there__is_fatal(postgres: Postgres):
    with pytest.raises(Fatal, match="no schema"):
        open_operator_store(f"{postgres.url()}?options=-csearch_path%3Dnowhere")


def test_password__from_libpqs_own_file__is_used(
    postgres: Postgres, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "pgpass"
    escaped = PASSWORD.replace(":", "\\:")
    path.write_text(f"127.0.0.1:{postgres.port}:troupe:troupe:{escaped}\n")
    path.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(path))
    address = read_address(url)
    bare = (
        f"postgresql://troupe@127.0.0.1:{postgres.port}/troupe?options={address.query['options']}"
    )
    open_operator_store(bare).dispose()


@pytest.mark.parametrize(
    "wrong",
    [
        f"mysql://me:{SECRET}@host/troupe",
        f"postgresql://me:{SECRET}@host:{SECRET}/troupe",
        f"postgresql://me:{SECRET}@{SECRET}@host/troupe",
        f"postgresql://{SECRET}:{SECRET}:{SECRET}",
    ],
)
def test_address__that_is_none__is_fatal_and_not_shown(wrong: str):
    with pytest.raises(Fatal, match="TROUPE_DATABASE") as refused:
        read_address(wrong)
    assert_hidden(refused.value)


def test_address__shown__has_neither_password_nor_query():
    address = read_address("postgresql://me:hush@host:5433/troupe?password=hush&sslmode=require")
    assert shown(address) == "postgresql://me@host:5433/troupe"
    assert shown(read_address("a b/operator.sqlite")) == "a b/operator.sqlite"


def test_driver_missing__is_fatal_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Fatal, match=r"pip install --editable '\.\[scale\]'"):
        open_operator_store("postgresql://host/troupe")


def assert_hidden(error: BaseException) -> None:
    """Nothing that a log may show of an error holds the secret."""
    chain = [error, error.__cause__, error.__context__ if not error.__suppress_context__ else None]
    assert SECRET not in " ".join(str(each) + repr(each) for each in chain)

"""One operator process per database."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine

from oracle.errors import Fatal, Transient
from oracle.store.database import transaction
from oracle.store.lock import Lock, lock_operator
from oracle.store.operator import open_operator_store
from oracle.store.tables import Cursor
from tests.services.postgres import Postgres, running_postgres
from tests.wait import wait_for

_HOLDER = """
import sys
from oracle.store.database import transaction
from oracle.store.lock import lock_operator
from oracle.store.operator import open_operator_store
lock = lock_operator(open_operator_store(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_elsewhere(where: Path | str) -> Iterator[subprocess.Popen[str]]:
    """Another process is the operator."""
    command = [sys.executable, "-W", "ignore", "-c", _HOLDER, str(where)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_lock__held_by_another_process__is_fatal_until_that_is_killed(
    engine: Engine, where: Path | str
):
    with held_elsewhere(where) as other:
        with pytest.raises(Fatal, match="stop the other first"):
            lock_operator(engine)
        other.kill()
        other.wait()
        lock = taken_at_last(engine)
    lock.check()
    lock.close()


def test_lock__its_file_is_not_ours__is_fatal_and_says_what_to_do(tmp_path: Path):
    engine = open_operator_store(tmp_path / "operator.sqlite")
    (tmp_path / "operator.sqlite.lock").mkdir()
    with pytest.raises(Fatal, match="run as the user whose database it is"):
        lock_operator(engine)
    engine.dispose()


def taken_at_last(engine: Engine) -> Lock:
    """A server sees that a client is gone a moment later than whoever ended that."""
    taken: list[Lock] = []

    def take() -> bool:
        with suppress(Fatal, Transient):
            taken.append(lock_operator(engine))
        return bool(taken)

    wait_for(take, "the lock")
    return taken[0]


def test_lock__let_go__may_be_taken_again(engine: Engine):
    for _ in range(2):
        lock = taken_at_last(engine)
        with pytest.raises(Fatal):
            lock_operator(engine)
        lock.close()


def test_lock__of_another_database__is_another(tmp_path: Path, postgres: Postgres):
    places = [tmp_path / "a.sqlite", tmp_path / "b.sqlite"]
    places += [postgres.new_database(), postgres.new_database()]
    engines = [open_operator_store(place) for place in places]
    for lock in [lock_operator(engine) for engine in engines]:
        lock.close()
    for engine in engines:
        engine.dispose()


def test_lock__server_restarted__is_taken_again():
    with running_postgres() as server:
        own = open_operator_store(server.new_database())
        lock = lock_operator(own)
        server.stop()
        for _ in range(2):
            with pytest.raises(Transient):
                lock.check()
        server.start()
        lock.check()
        with pytest.raises(Fatal):
            lock_operator(own)
        lock.close()
        own.dispose()


@pytest.fixture
def shared(postgres: Postgres) -> Iterator[tuple[str, Engine]]:
    """A database on the server that tests share."""
    where = postgres.new_database()
    engine = open_operator_store(where)
    yield where, engine
    engine.dispose()


def lose(postgres: Postgres, where: str) -> None:
    """End the session that has the operator's lock."""
    schema = where.rpartition("%3D")[2]
    oid = f"(SELECT oid FROM pg_namespace WHERE nspname = '{schema}')"
    holders = f"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = {oid}"
    postgres.execute(f"SELECT pg_terminate_backend(pid) FROM ({holders}) AS holder")
    postgres.wait_for(f"SELECT 1 WHERE NOT EXISTS ({holders})")


def write(engine: Engine) -> None:
    with transaction(engine) as session:
        session.merge(Cursor(chain_id=1, number=1, hash="0x", timestamp=1))


def test_lock__lost__nothing_is_written_until_it_is_taken_again(
    postgres: Postgres, shared: tuple[str, Engine]
):
    where, engine = shared
    lock = lock_operator(engine)
    write(engine)
    lose(postgres, where)
    for _ in range(3):
        with pytest.raises(Transient, match="was lost"):
            write(engine)
    lock.check()
    write(engine)
    lock.close()


def test_lock__lost_and_taken_by_another__is_fatal_at_the_next_check(
    postgres: Postgres, shared: tuple[str, Engine]
):
    where, engine = shared
    lock = lock_operator(engine)
    lose(postgres, where)
    with held_elsewhere(where):
        with pytest.raises(Fatal, match=r"session \d+"):
            lock.check()
        with pytest.raises(Transient, match="was lost"):
            write(engine)
    lock.close()


def test_lock__of_a_file__is_nobody_elses_to_take(tmp_path: Path):
    """Whoever can open a file can lock it, and so keep an operator from starting."""
    database = tmp_path / "operator.sqlite"
    lock = lock_operator(open_operator_store(database))
    assert (tmp_path / "operator.sqlite.lock").stat().st_mode & 0o777 == 0o600
    lock.close()

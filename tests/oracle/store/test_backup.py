"""Backup and restore of an operator's state, between both kinds of database."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from oracle.errors import Fatal, Transient
from oracle.ipfs.embedded import EmbeddedStore
from oracle.store.backup import back_up, copy_database
from oracle.store.database import snapshot, transaction
from oracle.store.inbox import events, record
from oracle.store.lock import lock_operator
from oracle.store.operator import MIGRATIONS, bind, open_operator_store
from oracle.store.restore import restore
from oracle.store.tables import (
    Answered,
    Block,
    Cursor,
    Event,
    Generated,
    OperatorTable,
    Transaction,
    TransactionState,
)
from oracle.store.upgrade import newest
from tests.services.postgres import Postgres

CHAIN = 31337
ABOUT = CHAIN, "0xRounds"
ODD = {"text": "\0 \ud800 ‮", "big": -(2**255), "none": None, "list": [[1], {}]}


def tell(done: int, total: int) -> None:
    assert 0 <= done <= total


def event(number: int) -> Event:
    return Event(
        chain_id=CHAIN,
        block_number=number,
        block_hash=f"0x{number}",
        block_timestamp=number,
        tx_hash="0xt",
        log_index=0,
        address="0xA",
        name="Happened",
        args=ODD,
    )


def fill(engine: Engine, count: int = 1_200) -> None:
    """Something in each table, more than fits one batch in one of them."""
    bind(engine, *ABOUT)
    block = Block(chain_id=CHAIN, number=1, hash="0x1", parent_hash="0x0", timestamp=2**40)
    with transaction(engine) as session:
        record(session, CHAIN, None, [event(number) for number in range(count)], [block])
        session.add(Generated(round_id=7, block_hash="0x1", data=bytes(range(256))))
        session.add(Answered(question="0xq", block_hash="0x1", data=b""))
        session.add(journal("one", TransactionState.FINALIZED, fee=2**62))
        session.add(journal("two", TransactionState.FAILED, error="\0reverted"))


def journal(cause: str, state: TransactionState, **more: object) -> Transaction:
    facts = {"attempt": 1, "sender": "0xS", "nonce": 1, "hash": f"0x{cause}", "raw": b"\2\0"}
    return Transaction(cause=cause, chain_id=CHAIN, signed_at=1, state=state, **facts, **more)


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    tables = OperatorTable.metadata.sorted_tables
    with snapshot(engine) as connection:
        queries = {t.name: t.select().order_by(*t.primary_key.columns) for t in tables}
        return {name: [tuple(row) for row in connection.execute(q)] for name, q in queries.items()}


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where to restore to."""
    if request.param == "sqlite":
        return tmp_path / "restored" / "operator.sqlite"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "operator.backup"


@pytest.fixture
def made(tmp_path: Path, path: Path) -> Path:
    """A backup of a small state."""
    source = tmp_path / "source.sqlite"
    engine = open_operator_store(source)
    fill(engine, 3)
    engine.dispose()
    back_up(source, path, tell)
    return path


@pytest.fixture
def restored(elsewhere: Path | str, made: Path) -> Iterator[Engine]:
    restore(made, elsewhere, ABOUT, tell)
    engine = open_operator_store(elsewhere)
    yield engine
    engine.dispose()


def test_backup__restored_into_either_kind__is_the_same_and_goes_on(
    engine: Engine, where: Path | str, elsewhere: Path | str, path: Path
):
    fill(engine)
    assert back_up(where, path, tell) == 1_200 + 7
    assert path.stat().st_mode & 0o777 == 0o600
    header = restore(path, elsewhere, ABOUT, tell)
    assert (header.chain_id, header.rounds) == ABOUT
    again = open_operator_store(elsewhere)
    assert contents(again) == contents(engine)
    with transaction(again) as session:
        block = Block(chain_id=CHAIN, number=2, hash="0x2", parent_hash="0x1", timestamp=2)
        record(session, CHAIN, 1, [event(5_000)], [block])
        session.add(journal("three", TransactionState.STORED))
    with transaction(again) as session:
        assert len(events(session, CHAIN, ["Happened"])) == 1_201
    again.dispose()


def test_backup__while_the_operator_writes__is_of_one_moment(
    engine: Engine, where: Path | str, path: Path, tmp_path: Path
):
    fill(engine)
    lock = lock_operator(engine)
    before = contents(engine)

    def write(_done: int, _total: int) -> None:
        with transaction(engine) as session:
            session.merge(Cursor(chain_id=CHAIN, number=99, hash="0x99", timestamp=99))
            session.merge(Generated(round_id=99, block_hash="0x99", data=b"later"))

    back_up(where, path, write)
    lock.close()
    restore(path, tmp_path / "restored.sqlite", ABOUT, tell)
    again = open_operator_store(tmp_path / "restored.sqlite")
    assert contents(again) == before
    again.dispose()


def test_backup__of_nothing__is_refused_and_makes_no_file(where: Path | str, path: Path):
    with pytest.raises(Fatal):
        back_up(where, path, tell)
    open_operator_store(where).dispose()
    with pytest.raises(Fatal, match="nothing to back up"):
        back_up(where, path, tell)
    assert not path.exists()


def test_backup__file_is_there__stays(made: Path, tmp_path: Path):
    before = made.read_bytes()
    with pytest.raises(Fatal, match="choose another name"):
        back_up(tmp_path / "source.sqlite", made, tell)
    assert made.read_bytes() == before


def test_backup__to_a_folder_that_is_not_there__says_to_choose_another(made: Path, tmp_path: Path):
    source, blocks = tmp_path / "source.sqlite", tmp_path / "blocks.sqlite"
    EmbeddedStore(blocks).close()
    with pytest.raises(Transient, match="choose another place"):
        back_up(source, tmp_path / "none" / "a.backup", tell)
    with pytest.raises(Fatal, match="can't be copied"):
        copy_database(blocks, tmp_path / "none" / "a.blocks", "TROUPE_BLOCKS")


def test_backup__stopped_halfway__leaves_no_file(made: Path, tmp_path: Path):
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(tmp_path / "source.sqlite", tmp_path / "other.backup", stop)
    assert [each.name for each in tmp_path.glob("*backup*")] == [made.name]


def test_restore__database_in_use__is_refused_and_stays(restored: Engine, made: Path):
    before = contents(restored)
    with pytest.raises(Fatal, match="holds an operator's state"):
        restore(made, restored.url.render_as_string(False).replace("sqlite:///", ""), ABOUT, tell)
    assert contents(restored) == before


def test_restore__database_that_was_only_opened__is_taken(elsewhere: Path | str, made: Path):
    open_operator_store(elsewhere).dispose()
    restore(made, elsewhere, ABOUT, tell)


def test_restore__an_operator_is_at_work__is_refused(elsewhere: Path | str, made: Path):
    engine = open_operator_store(elsewhere)
    lock = lock_operator(engine)
    with pytest.raises(Fatal, match="stop the other first"):
        restore(made, elsewhere, ABOUT, tell)
    lock.close()
    engine.dispose()


@pytest.mark.parametrize("about", [(1, "0xRounds"), (CHAIN, "0xOther")])
def test_restore__of_another_deployment__is_refused(
    made: Path, tmp_path: Path, about: tuple[int, str]
):
    with pytest.raises(Fatal, match="TROUPE_CHAIN_ID"):
        restore(made, tmp_path / "new.sqlite", about, tell)
    assert not (tmp_path / "new.sqlite").exists()


def lines(packed: bytes) -> list[bytes]:
    return gzip.decompress(packed).splitlines(keepends=True)


def signed(found: list[bytes]) -> bytes:
    """The same backup with its digest made right."""
    body = found[:-1]
    digest = hashlib.sha256(b"".join(body)).hexdigest()
    end = json.dumps({"rows": len(body) - 1, "sha256": digest}, separators=(",", ":")).encode()
    return gzip.compress(b"".join(body) + end + b"\n")


def changed(packed: bytes, old: str, new: str) -> bytes:
    return signed([line.replace(old.encode(), new.encode()) for line in lines(packed)])


def flipped(packed: bytes) -> bytes:
    middle = len(packed) // 2
    return packed[:middle] + bytes([packed[middle] ^ 1]) + packed[middle + 1 :]


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "no archive": lambda _: b"these are other bytes\n" * 10,
    "another archive": lambda _: gzip.compress(b'{"troupe": "something else"}\n'),
    "cut off": lambda b: b[: len(b) // 2],
    "the end cut off": lambda b: b[:-9],
    "no last line": lambda b: gzip.compress(b"".join(lines(b)[:-1])),
    "a row missing": lambda b: gzip.compress(b"".join(lines(b)[:3] + lines(b)[4:])),
    "a row twice": lambda b: gzip.compress(b"".join(lines(b)[:3] + lines(b)[2:])),
    "more behind": lambda b: b + gzip.compress(b"more\n"),
    "a bit flipped": flipped,
    "a value changed": lambda b: gzip.compress(gzip.decompress(b).replace(b"0xt", b"0xT")),
    "another format": lambda b: changed(b, '"format":1', '"format":2'),
    "a newer Troupe": lambda b: changed(b, f'"{newest(MIGRATIONS)}"', '"9999"'),
    "no such table": lambda b: changed(b, '["event"', '["users"'),
    "other columns": lambda b: changed(b, '"log_index"', '"rowid"'),
    "no rows": lambda b: changed(b, '["answered",[', '["answered",[1,'),
    "no numbers": lambda b: changed(b, '["cursor",[31337', '["cursor",["x"'),
    "nested": lambda b: signed([lines(b)[0], b'["event",' + b"[" * 100_000 + b"\n", b"\n"]),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_restore__of_what_is_no_whole_backup__is_refused_and_nothing_is_half_done(
    made: Path, where: Path | str, spoil: Callable[[bytes], bytes]
):
    whole = made.read_bytes()
    made.write_bytes(spoil(whole))
    with pytest.raises(Fatal):
        restore(made, where, ABOUT, tell)
    made.write_bytes(whole)
    restore(made, where, ABOUT, tell)

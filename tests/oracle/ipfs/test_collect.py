"""Garbage collection: what is referenced stays. And how a file of an older version is upgraded."""

import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from oracle.domain import digest_of
from oracle.errors import Missing, Permanent, Transient
from oracle.ipfs.cid import DAG_PB, RAW, Cid
from oracle.ipfs.dagpb import Link
from oracle.ipfs.embedded import EmbeddedStore, Full
from oracle.ipfs.importer import Block
from oracle.ipfs.reader import links_of
from oracle.ipfs.unixfs import DIRECTORY
from tests.oracle.ipfs.dags import blocks_of, node

NEVER = 2**40
DAY = 24 * 3600
LEAF = Block(Cid.of(RAW, b"leaf"), b"leaf")
VERSION_1 = """
CREATE TABLE blocks (digest BLOB PRIMARY KEY, data BLOB NOT NULL, expires_at INTEGER);
CREATE INDEX expiring ON blocks (expires_at, length(data)) WHERE expires_at IS NOT NULL;
PRAGMA application_id = 0x54525042;
PRAGMA user_version = 1;
PRAGMA journal_mode = WAL;
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "blocks.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(path) as store:
        yield store


def has(store: EmbeddedStore, block: Block) -> bool:
    try:
        return store.block(block.cid) == block.data
    except Missing:
        return False


def directory(*children: Block) -> Block:
    links = [Link(block.cid, len(block.data), str(n).encode()) for n, block in enumerate(children)]
    return node(DIRECTORY, links)


def test_stage__never_pinned__goes_after_a_day(store: EmbeddedStore):
    blocks = blocks_of(b"0123456789abcdef")
    assert store.stage(blocks) == blocks[-1].cid
    assert store.collect(int(time.time()) + DAY - 100) == 0
    assert all(has(store, block) for block in blocks)
    assert store.collect(int(time.time()) + DAY + 100) == len(blocks)
    assert not any(has(store, block) for block in blocks)


def test_pin__root__keeps_all_that_is_under_it(store: EmbeddedStore):
    kept, gone = blocks_of(b"0123456789abcdef"), blocks_of(b"0123ZZZZ456789abcdef")
    store.stage(kept + gone)
    store.pin(kept[-1].cid)
    assert store.collect(NEVER) == len({b.cid for b in gone} - {b.cid for b in kept})
    assert all(has(store, block) for block in kept)


def test_pin__part_is_missing__says_which_and_keeps_nothing(store: EmbeddedStore):
    blocks = blocks_of(b"0123456789abcdef")
    store.stage(blocks[1:])
    with pytest.raises(Missing, match=str(blocks[0].cid)):
        store.pin(blocks[-1].cid)
    assert store.collect(NEVER) == len(blocks) - 1


def test_pin__node_that_came_as_a_document__keeps_what_is_under_it(store: EmbeddedStore):
    blocks = blocks_of(b"0123456789abcdef")
    store.stage(blocks[:-1])
    store.put(blocks[-1].data)
    store.pin(blocks[-1].cid)
    assert store.collect(NEVER) == 0
    assert all(has(store, block) for block in blocks)


def test_collect__document_under_a_block_that_stays__stays(store: EmbeddedStore):
    """The parent came first, so its child was not there to be pinned with it."""
    parent = directory(LEAF)
    store.stage([parent])
    store.put(parent.data)
    store.put(LEAF.data, expires_at=100)
    assert store.collect(1000) == 0
    assert has(store, LEAF)


def test_collect__far_below_a_block_that_stays__stays(store: EmbeddedStore):
    middle = directory(LEAF)
    top = directory(middle)
    store.stage([top])
    store.put(top.data)
    store.stage([middle, LEAF])
    assert store.collect(NEVER) == 0


def test_collect__parent_expired_too__both_go(store: EmbeddedStore):
    parent = directory(LEAF)
    store.stage([parent, LEAF])
    assert store.collect(NEVER) == 2


def test_stage__document_that_expires__has_its_day_and_its_longer_time(store: EmbeddedStore):
    store.put(LEAF.data, expires_at=100)
    store.stage([LEAF])
    assert store.collect(1000) == 0
    store.put(LEAF.data, expires_at=NEVER)
    assert store.collect(NEVER - 1) == 0


def test_stage__files_take_no_room_of_documents(path: Path):
    with EmbeddedStore(path, most_expiring=4096) as store:
        store.stage(blocks_of(b"x" * 5000, chunk_bytes=1000))
        store.put(b"a", expires_at=NEVER)
        with pytest.raises(Full):
            store.put(b"b", expires_at=NEVER)


def test_stage__malformed_node__is_refused_and_what_came_before_expires(store: EmbeddedStore):
    bad = Block(Cid.of(DAG_PB, b"no node"), b"no node")
    with pytest.raises(Permanent):
        store.stage([LEAF, bad])
    assert not has(store, bad)
    store.collect(NEVER)
    assert not has(store, LEAF)


def test_get__block_larger_than_a_document__is_none(store: EmbeddedStore):
    """Whoever has a file and whoever has not must answer the same of a digest in it."""
    large = Block(Cid.of(RAW, bytes(2**20)), bytes(2**20))
    store.stage([large])
    assert store.block(large.cid) == large.data
    with pytest.raises(Missing):
        store.get(large.cid.digest)


def test_pin__twice__is_the_same_as_once(store: EmbeddedStore):
    blocks = blocks_of(b"0123456789abcdef")
    for _ in range(2):
        store.stage(blocks)
        store.pin(blocks[-1].cid)
    assert store.collect(NEVER) == 0


STAGED = 10**9  # an expiry between those that are tried


class Collector(RuleBasedStateMachine):
    """Blocks over blocks, staged, put, pinned and collected in any order.

    `expiry` is the model: what has to be there, and until when (None is for good).
    """

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._store = EmbeddedStore(Path(self._folder.name) / "blocks.sqlite")
        leaves = [str(n).encode() for n in range(3)]
        self._blocks = [Block(Cid.of(RAW, data), data) for data in leaves]
        self._expiry: dict[Cid, int | None] = {}

    def teardown(self) -> None:
        self._store.close()
        self._folder.cleanup()

    @rule(draw=st.data())
    def make_a_node(self, draw: st.DataObject) -> None:
        block = directory(*draw.draw(st.lists(st.sampled_from(self._blocks), max_size=3)))
        if block not in self._blocks:
            self._blocks.append(block)

    @rule(draw=st.data())
    def stage(self, draw: st.DataObject) -> None:
        blocks = draw.draw(st.lists(st.sampled_from(self._blocks), min_size=1, max_size=4))
        self._store.stage(blocks)
        for block in blocks:
            self._lengthen(block.cid, STAGED)

    @rule(draw=st.data(), expires_at=st.sampled_from([50, 500, None]))
    def put(self, draw: st.DataObject, expires_at: int | None) -> None:
        block = draw.draw(st.sampled_from(self._blocks[:3]))
        self._store.put(block.data, expires_at)
        self._lengthen(block.cid, expires_at)

    @rule(draw=st.data())
    def keep_alone(self, draw: st.DataObject) -> None:
        """Permanent, and not what is under it now."""
        block = draw.draw(st.sampled_from(self._blocks))
        self._store.stage([block])
        self._store.put(block.data)
        self._lengthen(block.cid, None)

    @rule(draw=st.data())
    def pin(self, draw: st.DataObject) -> None:
        root = draw.draw(st.sampled_from(self._blocks)).cid
        under = self._under({root})
        if not under <= self._expiry.keys():
            with pytest.raises(Missing):
                self._store.pin(root)
            return
        self._store.pin(root)
        self._expiry |= dict.fromkeys(under)

    @rule(now=st.sampled_from([60, 600, NEVER]))
    def collect(self, now: int) -> None:
        expired = {cid for cid, at in self._expiry.items() if at is not None and at <= now}
        gone = expired - self._under(self._expiry.keys() - expired)
        assert self._store.collect(now) == len(gone)
        for cid in gone:
            del self._expiry[cid]

    @invariant()
    def what_has_to_be_there_is(self) -> None:
        assert {b.cid for b in self._blocks if has(self._store, b)} == self._expiry.keys()

    def _lengthen(self, cid: Cid, expires_at: int | None) -> None:
        known = self._expiry.get(cid, 0)
        forever = known is None or expires_at is None
        self._expiry[cid] = None if forever else max(known or 0, expires_at or 0)

    def _under(self, roots: Iterable[Cid]) -> set[Cid]:
        """The roots, and what those of them that are there refer to."""
        data = {block.cid: block for block in self._blocks}
        found, todo = set[Cid](), list(roots)
        while todo:
            if (cid := todo.pop()) not in found:
                found.add(cid)
                todo.extend(links_of(data[cid]) if cid in self._expiry else [])
        return found


TestCollector = Collector.TestCase
TestCollector.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


def old_file(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(VERSION_1)
    rows = [(b"for good", None), (b"for a while", 100), (b"for longer", 200)]
    connection.executemany(
        "INSERT INTO blocks VALUES (?, ?, ?)",
        [(bytes.fromhex(digest_of(data)[2:]), data, expires_at) for data, expires_at in rows],
    )
    connection.commit()
    connection.close()


def test_open__file_of_version_1__is_upgraded_in_place(path: Path):
    old_file(path)
    for _ in range(2):
        with EmbeddedStore(path, most_expiring=3 * 4096) as store:
            assert store.get(digest_of(b"for good")) == b"for good"
            assert store.get(digest_of(b"for longer")) == b"for longer"
    with EmbeddedStore(path, most_expiring=3 * 4096) as store:
        store.put(b"third", expires_at=300)
        with pytest.raises(Full):
            store.put(b"fourth", expires_at=300)
        assert store.collect(100) == 1
        with pytest.raises(Transient):
            store.get(digest_of(b"for a while"))
        assert store.collect(NEVER) == 2
        assert store.get(digest_of(b"for good")) == b"for good"


def test_open__upgrade_is_interrupted__changes_nothing(path: Path):
    old_file(path)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE links (in_the_way)")
    connection.commit()
    with pytest.raises(Exception, match="can't be opened"):
        EmbeddedStore(path)
    connection.execute("DROP TABLE links")
    connection.commit()
    connection.close()
    with EmbeddedStore(path) as store:
        assert store.get(digest_of(b"for a while")) == b"for a while"

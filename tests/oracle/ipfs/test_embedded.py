"""The block store, with a second process and a real gateway."""

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from oracle.domain import MAX_DOCUMENT_BYTES, digest_of
from oracle.errors import Fatal, Missing, Permanent, Transient
from oracle.ipfs.embedded import EmbeddedStore, Full
from tests.oracle.ipfs.gateway_server import Gateway
from tests.wait import PATIENCE_S, wait_for

BLOCK = b'{"hello":"world"}'
DIGEST = digest_of(BLOCK)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ipfs" / "blocks.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(path) as store:
        yield store


def damage(path: Path, value: bytes | str = b"damaged") -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE blocks SET data = ?", (value,))
    connection.close()


def in_another_process(path: Path, code: str) -> subprocess.Popen[str]:
    script = f"""
from pathlib import Path
from oracle.ipfs.embedded import EmbeddedStore
store = EmbeddedStore(Path({str(path)!r}))
{code}
"""
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)


def test_put__then_get__gives_the_same_bytes(store: EmbeddedStore):
    assert store.put(BLOCK) == DIGEST
    assert store.put(BLOCK) == DIGEST
    assert store.get(DIGEST) == BLOCK


def test_put__largest_and_too_large__are_kept_and_refused(store: EmbeddedStore):
    largest = b"x" * MAX_DOCUMENT_BYTES
    assert store.get(store.put(largest)) == largest
    with pytest.raises(Permanent, match="is over"):
        store.put(largest + b"x")


def test_get__missing__asks_to_try_again(store: EmbeddedStore):
    with pytest.raises(Missing, match=r"bafkrei.* is missing .*TROUPE_GATEWAYS"):
        store.get(DIGEST)


@pytest.mark.parametrize("value", [b"damaged", "text", 7])
def test_get__damaged_block__is_missing_until_put_again(
    store: EmbeddedStore, path: Path, value: object
):
    store.put(BLOCK)
    damage(path, value)
    with pytest.raises(Transient):
        store.get(DIGEST)
    store.put(BLOCK)
    assert store.get(DIGEST) == BLOCK


def test_collect__never_referenced__expires_at_its_time(store: EmbeddedStore):
    store.put(BLOCK, expires_at=100)
    assert store.collect(now=99) == 0
    assert store.get(DIGEST) == BLOCK
    assert store.collect(now=100) == 1
    with pytest.raises(Transient):
        store.get(DIGEST)


@pytest.mark.parametrize("first", [100, None])
@pytest.mark.parametrize("second", [50, 200, None])
def test_collect__put_twice__the_longer_pin_counts(
    store: EmbeddedStore, first: int | None, second: int | None
):
    store.put(BLOCK, first)
    store.put(BLOCK, second)
    forever = first is None or second is None
    store.collect(now=max(first or 0, second or 0) - 1)
    assert store.get(DIGEST) == BLOCK
    assert store.collect(now=10_000) == (0 if forever else 1)


def test_put__no_room_for_what_expires__is_refused_until_some_expired(path: Path):
    with EmbeddedStore(path, most_expiring=3 * 4096) as store:
        first = store.put(b"a" * 4096, expires_at=100)
        store.put(b"small blocks take a page", expires_at=200)
        with pytest.raises(Full, match="try again"):
            store.put(b"b" * 4097, expires_at=200)
        assert store.put(b"b" * 4096, expires_at=200)
        with pytest.raises(Full):
            store.put(b"c", expires_at=200)
        assert store.put(b"a" * 4096, expires_at=150) == first
        store.collect(now=150)
        assert store.put(b"c", expires_at=200)


def test_put__no_room_for_what_expires__blocks_for_good_are_kept(path: Path):
    with EmbeddedStore(path, most_expiring=4096) as store:
        named = store.put(BLOCK, expires_at=100)
        assert store.get(store.put(b"b" * 4096)) == b"b" * 4096
        store.keep(named)
        assert store.put(b"c", expires_at=100)


def test_keep__referenced_document__never_expires(store: EmbeddedStore):
    store.put(BLOCK, expires_at=100)
    store.keep(DIGEST)
    assert store.collect(now=10_000) == 0
    assert store.get(DIGEST) == BLOCK


def test_keep__missing__asks_to_try_again(store: EmbeddedStore):
    with pytest.raises(Transient):
        store.keep(DIGEST)


def test_store__another_process_puts__is_seen_here(store: EmbeddedStore, path: Path):
    other = in_another_process(path, f"print(store.put({BLOCK!r}))")
    assert other.communicate(timeout=PATIENCE_S)[0].strip() == DIGEST
    assert store.get(DIGEST) == BLOCK


def test_store__processes_and_threads_write_at_once__nothing_is_lost(path: Path):
    code = "print(*[store.put(f'{tag} {n}'.encode()) for n in range(25)])"
    others = [in_another_process(path, f"tag = {tag!r}\n{code}") for tag in ("a", "b")]
    with EmbeddedStore(path) as store, ThreadPoolExecutor(4) as pool:
        here = list(pool.map(lambda n: store.put(f"c {n}".encode()), range(25)))
        there = [other.communicate(timeout=PATIENCE_S)[0].split() for other in others]
        assert [len(part) for part in there] == [25, 25]
        for digest in here + there[0] + there[1]:
            assert digest_of(store.get(digest)) == digest


def test_store__killed_after_put__kept_the_block(store: EmbeddedStore, path: Path):
    other = in_another_process(path, f"store.put({BLOCK!r})\nimport os; os.kill(os.getpid(), 9)")
    other.communicate(timeout=PATIENCE_S)
    assert other.returncode == -9
    assert store.get(DIGEST) == BLOCK


def test_open__where_no_file_can_be__is_fatal_and_names_the_setting(tmp_path: Path):
    (tmp_path / "text").write_bytes(b"no folder")
    for nowhere in (tmp_path, tmp_path / "text" / "blocks.sqlite"):
        with pytest.raises(Fatal, match=r"can't be opened .*: check TROUPE_BLOCKS"):
            EmbeddedStore(nowhere)


def test_open__other_files__are_fatal(tmp_path: Path, store: EmbeddedStore, path: Path):
    (tmp_path / "text").write_bytes(b"no database" * 1000)
    with pytest.raises(Fatal, match="can't be opened"):
        EmbeddedStore(tmp_path / "text")
    connection = sqlite3.connect(tmp_path / "other.sqlite")
    connection.execute("CREATE TABLE a (b)")
    connection.close()
    with pytest.raises(Fatal, match="choose another file"):
        EmbeddedStore(tmp_path / "other.sqlite")
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    with pytest.raises(Fatal, match="newer Troupe"):
        EmbeddedStore(path)


def test_gateway__missing_here__is_fetched_once_and_kept(path: Path, gateway: Gateway):
    gateway.blocks[DIGEST] = BLOCK
    with EmbeddedStore(path, [gateway.url + "/"]) as store:
        assert store.get(DIGEST) == BLOCK
        assert store.get(DIGEST) == BLOCK
        assert store.collect(now=10_000_000_000) == 0
    ((address, accept),) = gateway.requests
    assert address.startswith("/ipfs/bafkrei")
    assert address.endswith("?format=raw")
    assert accept == "application/vnd.ipld.raw"


def test_gateway__damaged_here__is_fetched_again(path: Path, gateway: Gateway):
    gateway.blocks[DIGEST] = BLOCK
    with EmbeddedStore(path, [gateway.url]) as store:
        store.put(BLOCK)
        damage(path)
        assert store.get(DIGEST) == BLOCK
    with EmbeddedStore(path) as store:
        assert store.get(DIGEST) == BLOCK


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        ("serve", "answered 404"),
        ("lie", "sent another block"),
        ("hang", "timed out|too slow"),
        ("drip", "too slow|timed out"),
        ("flood", "sent more than"),
        ("move", "answered 302"),
        ("echo", "RemoteProtocolError"),
    ],
)
def test_gateway__misbehaves__says_so_and_the_next_is_asked(
    path: Path, gateway: Gateway, other_gateway: Gateway, behaviour: str, says: str
):
    gateway.behaviour = behaviour
    seconds = 3 if behaviour in ("hang", "drip") else 60
    with EmbeddedStore(path, [gateway.url, other_gateway.url], seconds=seconds) as store:
        with pytest.raises(Missing, match=says):
            store.get(DIGEST)
        other_gateway.blocks[DIGEST] = BLOCK

        def is_found() -> bool:
            with suppress(Missing):  # the other one has no more time than the first
                return store.get(DIGEST) == BLOCK
            return False

        wait_for(is_found, "the other gateway's answer")


def test_gateway__nobody_listens__asks_to_try_again(path: Path):
    with (
        EmbeddedStore(path, ["http://127.0.0.1:1"]) as store,
        pytest.raises(Missing, match=r"127\.0\.0\.1 .*refused"),
    ):
        store.get(DIGEST)


@pytest.mark.parametrize("behaviour", ["lie", "hang", "flood", "echo"])
def test_gateway__credentials_in_its_url__are_in_no_message(
    path: Path, gateway: Gateway, caplog: pytest.LogCaptureFixture, behaviour: str
):
    gateway.behaviour = behaviour
    caplog.set_level(logging.INFO)
    url = gateway.url.replace("://", "://user:SECRET@") + "/SECRET"
    with EmbeddedStore(path, [url], seconds=1) as store, pytest.raises(Missing) as raised:
        store.get(DIGEST)
    assert "127.0.0.1" in str(raised.value)
    assert "SECRET" not in str(raised.value) + caplog.text


@pytest.mark.parametrize("url", ["http://user:SECRET/@host", "user:SECRET@host", "http://[SECRET"])
def test_gateway__malformed_url__is_passed_over_without_showing_it(path: Path, url: str):
    with EmbeddedStore(path, [url]) as store, pytest.raises(Missing) as raised:
        store.get(DIGEST)
    assert "SECRET" not in str(raised.value)


def test_get__failing_file__is_not_missing(store: EmbeddedStore, path: Path):
    store.put(BLOCK)
    other = sqlite3.connect(path)
    with other:
        other.execute("ALTER TABLE blocks RENAME TO elsewhere")
    other.close()
    with pytest.raises(Transient) as raised:
        store.get(DIGEST)
    assert not isinstance(raised.value, Missing)

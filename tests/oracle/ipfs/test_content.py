"""What every way to keep content must do: embedded alone, with copies in a real daemon, and with a
pinning service that is told of all.
"""

import io
import os
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from pydantic import SecretStr

from oracle.domain import MAX_DOCUMENT_BYTES, digest_of
from oracle.errors import Missing, Permanent
from oracle.ipfs.car import write_car
from oracle.ipfs.cid import RAW, Cid, digest_bytes, to_base32
from oracle.ipfs.content import Content
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ipfs.importer import CHUNK_BYTES, Block
from oracle.ipfs.kubo import Kubo
from oracle.ipfs.pinning import PinningService
from oracle.ipfs.tree import save
from oracle.ipfs.wishes import Wishes
from oracle.ports import ContentStore
from tests.ipfs_daemon import Daemon
from tests.oracle.ipfs.dags import blocks_of, bytes_of
from tests.oracle.ipfs.pinning_server import PinningServer
from tests.web_server import running

NOWHERE = "bafybeigmix7t42i6jacydtquhet7srwvgpizfg7gjbq7627d35mjomtu64"
LARGE = bytes_of("in a folder", CHUNK_BYTES + 1)
Opener = Callable[[], ContentStore]


@pytest.fixture(scope="module")
def pinning() -> Iterator[tuple[str, SecretStr]]:
    with running(PinningServer("token").app) as url:
        yield f"{url}/api", SecretStr("token")


@pytest.fixture
def seconds() -> float:
    """How long a daemon is waited for."""
    return 60


@pytest.fixture(params=["embedded", "kubo", "pinning"])
def opened(request: pytest.FixtureRequest, tmp_path: Path, seconds: float) -> Iterator[Opener]:
    """Opens stores that see what the others keep: the same file, or files beside one daemon."""
    stores = list[Content]()

    def embedded() -> ContentStore:
        stores.append(Content(EmbeddedStore(tmp_path / "blocks.sqlite")))
        return stores[-1]

    def kubo() -> ContentStore:
        url = request.getfixturevalue("daemon").url
        daemon = Kubo(url, seconds=seconds)
        path = tmp_path / str(len(stores)) / "blocks.sqlite"
        stores.append(Content(EmbeddedStore(path, near=daemon), daemon))
        return stores[-1]

    def pinning() -> ContentStore:
        url, token = request.getfixturevalue("pinning")
        path = tmp_path / "blocks.sqlite"
        stores.append(Content(EmbeddedStore(path), Wishes(path, PinningService(url, token))))
        return stores[-1]

    yield {"embedded": embedded, "kubo": kubo, "pinning": pinning}[request.param]
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Opener) -> ContentStore:
    return opened()


@pytest.fixture
def other(opened: Opener, store: ContentStore) -> ContentStore:
    return opened()


def read(store: ContentStore, cid: str) -> bytes:
    return b"".join(store.read(cid))


@pytest.mark.parametrize("data", [b"", b"{}", os.urandom(MAX_DOCUMENT_BYTES)], ids=len)
def test_put__document_of_any_size__is_read_elsewhere(
    store: ContentStore, other: ContentStore, data: bytes
):
    digest = store.put(data)
    assert digest == store.put(data) == digest_of(data)
    assert store.get(digest) == other.get(digest) == data
    assert read(other, to_base32(digest)) == data


def test_put__larger_than_a_document__is_refused(store: ContentStore):
    with pytest.raises(Permanent, match="is over"):
        store.put(bytes(MAX_DOCUMENT_BYTES + 1))


def test_put__many_at_once__are_all_there(store: ContentStore, other: ContentStore):
    documents = [f"{n}".encode() for n in range(16)]
    threads = [threading.Thread(target=store.put, args=[data]) for data in documents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [other.get(digest_of(data)) for data in documents] == documents


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3_500_000])
def test_file__of_any_size__is_read_elsewhere(store: ContentStore, other: ContentStore, size: int):
    data = bytes_of("content", size)
    cid = store.add_file(io.BytesIO(data))
    assert cid == store.add_file(io.BytesIO(data))
    assert cid == str(blocks_of(data, CHUNK_BYTES, 1024)[-1].cid)
    assert read(store, cid) == data
    assert read(other, cid) == data
    assert other.entries(cid) is None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    (folder / "inner" / "empty").mkdir(parents=True)
    (folder / "inner" / "large").write_bytes(LARGE)
    (folder / "é").write_bytes(b"small")
    return folder


def test_folder__nested__is_listed_and_read_elsewhere(
    store: ContentStore, other: ContentStore, folder: Path
):
    root = store.add_path(folder)
    assert root == store.add_path(folder)
    entries = other.entries(root)
    assert entries is not None
    assert list(entries) == ["inner", "é"]
    assert read(other, entries["é"]) == b"small"
    inner = other.entries(entries["inner"])
    assert inner is not None
    assert read(other, inner["large"]) == LARGE
    assert other.entries(inner["empty"]) == {}
    with pytest.raises(Permanent, match="is a directory"):
        read(other, root)


def test_folder__saved_elsewhere__is_the_same(
    store: ContentStore, other: ContentStore, folder: Path, tmp_path: Path
):
    sizes = list[int]()
    save(other, store.add_path(folder), tmp_path / "saved", sizes.append)
    assert sum(sizes) == len(LARGE) + len(b"small")
    assert store.add_path(tmp_path / "saved") == store.add_path(folder)
    with pytest.raises(FileExistsError):
        save(other, store.add_path(folder), tmp_path / "saved", sizes.append)


def test_folder__with_a_symlink__is_refused(store: ContentStore, folder: Path):
    (folder / "link").symlink_to(folder / "inner")
    with pytest.raises(Permanent, match="link is no file"):
        store.add_path(folder)


def test_car__carried_to_a_store_that_has_nothing__is_all_there(
    store: ContentStore, folder: Path, tmp_path: Path
):
    root = store.add_path(folder / "inner")
    document = to_base32(store.put(b"document"))
    car = b"".join(store.export_car(root, document))
    with Content(EmbeddedStore(tmp_path / "third.sqlite")) as third:
        assert third.import_car(io.BytesIO(car)) == (root, document)
        assert read(third, (third.entries(root) or {})["large"]) == LARGE
        assert third.get(digest_of(b"document")) == b"document"
        assert b"".join(third.export_car(root, document)) == car


def test_car__imported__is_read_elsewhere(store: ContentStore, other: ContentStore, tmp_path: Path):
    documents = [f"in a CAR {n}".encode() for n in range(120)]
    with Content(EmbeddedStore(tmp_path / "third.sqlite")) as third:
        cids = [to_base32(third.put(data)) for data in documents]
        car = b"".join(third.export_car(*cids))
    assert store.import_car(io.BytesIO(car)) == tuple(cids)
    assert [other.get(digest_of(data)) for data in documents] == documents


def test_car__corrupt_block__is_refused_and_its_root_not_kept(store: ContentStore):
    data = os.urandom(100)
    car = b"".join(store.export_car(to_base32(store.put(data))))
    wrong = car.replace(data, bytes(100))
    with pytest.raises(Permanent, match="other bytes"):
        store.import_car(io.BytesIO(wrong))


def test_car__incomplete__says_what_is_missing(store: ContentStore):
    blocks = blocks_of(os.urandom(40))
    car = b"".join(write_car([blocks[-1].cid], blocks[1:]))
    with pytest.raises(Missing, match=str(blocks[0].cid)):
        store.import_car(io.BytesIO(car))


def test_car__without_roots__is_refused(store: ContentStore):
    with pytest.raises(Permanent, match="no roots"):
        store.import_car(io.BytesIO(b"".join(store.export_car())))


@pytest.mark.parametrize("seconds", [1])
def test_read__nowhere__is_missing(store: ContentStore):
    with pytest.raises(Missing, match=NOWHERE):
        read(store, NOWHERE)
    with pytest.raises(Missing, match=NOWHERE):
        list(store.export_car(NOWHERE))
    with pytest.raises(Missing, match=NOWHERE):
        store.entries(NOWHERE)


@pytest.mark.parametrize("cid", ["", "Qmfoo", "b" * 59, NOWHERE[:-1], "../../etc/passwd"])
def test_read__no_cid__is_a_value_error(store: ContentStore, cid: str):
    with pytest.raises(ValueError, match="CID"):
        read(store, cid)


def test_collect__what_was_added__stays(opened: Opener, store: ContentStore, tmp_path: Path):
    data = bytes_of("collected", CHUNK_BYTES + 1)
    cid = store.add_file(io.BytesIO(data))
    for path in tmp_path.rglob("blocks.sqlite"):
        with EmbeddedStore(path) as blocks:
            blocks.stage([Block(Cid(RAW, digest_bytes(digest_of(b"x"))), b"x")])
            assert blocks.collect(2**40) == 1
    assert read(store, cid) == data


def test_replicate__daemon_chosen_later__has_all_that_was_kept(
    daemon: Daemon, folder: Path, tmp_path: Path
):
    path = tmp_path / "blocks.sqlite"
    with Content(EmbeddedStore(path)) as alone:
        digests = [alone.put(os.urandom(30)) for _ in range(210)]
        root = alone.add_path(folder)
    kubo, told = Kubo(daemon.url, seconds=20), list[tuple[int, int]]()
    with Content(EmbeddedStore(path), kubo) as store:
        store.replicate(lambda done, of: told.append((done, of)))
    assert told == [(200, 211), (211, 211)]
    near = Kubo(daemon.url, seconds=20)
    with Content(EmbeddedStore(tmp_path / "other.sqlite", near=near), near) as other:
        assert all(digest_of(other.get(digest)) == digest for digest in digests[:5] + digests[-5:])
        save(other, root, tmp_path / "saved", lambda _: None)


class Endless(io.RawIOBase):
    """A file of that many MiB, each different, which takes no memory."""

    def __init__(self, mebibytes: int) -> None:
        self._left = mebibytes

    def read(self, size: int = -1) -> bytes:
        assert size == CHUNK_BYTES
        self._left -= 1
        return b"" if self._left < 0 else self._left.to_bytes(4) * (size // 4)


def test_file__much_larger_than_memory_used__is_added_exported_and_read(tmp_path: Path):
    with Content(EmbeddedStore(tmp_path / "blocks.sqlite")) as store:
        tracemalloc.start()
        cid = store.add_file(cast(BinaryIO, Endless(96)))
        assert sum(map(len, store.read(cid))) == 96 * CHUNK_BYTES
        assert sum(map(len, store.export_car(cid))) > 96 * CHUNK_BYTES
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 32 * CHUNK_BYTES

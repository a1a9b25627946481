"""Files and directories as blocks, and back; nodes that lie."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.errors import Permanent
from oracle.ipfs.cid import DAG_PB, RAW, Cid
from oracle.ipfs.dagpb import Link, decode_node, encode_node, varint
from oracle.ipfs.importer import (
    CHUNK_BYTES,
    MOST_DIRECTORY_BYTES,
    Block,
    directory_block,
    file_blocks,
)
from oracle.ipfs.reader import MOST_DEPTH, links_of, list_directory, read_file, walk
from oracle.ipfs.unixfs import DIRECTORY, decode_unixfs, encode_file
from tests.oracle.ipfs.dags import Blocks, blocks_of, bytes_of, node

VECTORS = json.loads((Path(__file__).parent / "cid_vectors.json").read_text())["vectors"]
LEAF = Block(Cid.of(RAW, b"leaf"), b"leaf")
EMPTY_DIRECTORY = "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354"  # Kubo's


def link(block: Block, name: bytes = b"") -> Link:
    return Link(block.cid, len(block.data), name)


def read(root: Cid, blocks: list[Block], **bounds: int) -> bytes:
    return b"".join(read_file(Blocks(blocks).fetch, root, **bounds))


class Dripping(io.RawIOBase):
    """Gives a few bytes at a time, as a pipe may."""

    def __init__(self, data: bytes) -> None:
        self._left = data

    def read(self, size: int = -1) -> bytes:
        taken, self._left = self._left[: min(size, 3)], self._left[min(size, 3) :]
        return taken


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector.get("size", "text")))
def test_file__vector_of_the_profile__has_the_cid_that_kubo_gives(vector: dict[str, str | int]):
    text = vector.get("text")
    data = str(text).encode() if text else bytes_of(str(vector["seed"]), int(vector["size"]))
    blocks = blocks_of(data, CHUNK_BYTES, 1024)
    assert str(blocks[-1].cid) == vector["cid"]
    assert read(blocks[-1].cid, blocks) == data


@given(st.binary(max_size=200), st.integers(1, 9), st.integers(2, 4))
def test_file__any_bytes__come_back(data: bytes, chunk_bytes: int, most_links: int):
    blocks = blocks_of(data, chunk_bytes, most_links)
    assert read(blocks[-1].cid, blocks) == data
    assert {block.cid for block in walk(Blocks(blocks).fetch, [blocks[-1].cid])} == {
        block.cid for block in blocks
    }


@pytest.mark.parametrize("chunks", [*range(1, 12), 26, 27, 28, 81, 82])
def test_file__any_number_of_chunks__makes_a_balanced_tree(chunks: int):
    blocks = Blocks(stored := blocks_of(bytes(range(chunks)), 1, 3))
    level, depth = [stored[-1].cid], 0
    while level[0].codec == DAG_PB:
        below = [links_of(Block(cid, blocks[cid])) for cid in level]
        assert all(len(links) == 3 for links in below[:-1])
        assert 0 < len(below[-1]) <= 3
        level, depth = [cid for links in below for cid in links], depth + 1
    assert len(level) == chunks
    assert 3**depth >= chunks > (3 ** (depth - 1) if depth else 0)


@given(st.binary(max_size=60))
def test_file__short_reads__make_the_same_blocks(data: bytes):
    assert list(file_blocks(Dripping(data), 4, 3)) == blocks_of(data)


def test_file__empty__is_the_empty_raw_block():
    (only,) = blocks_of(b"")
    assert str(only.cid) == "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"


def test_file__damaged_or_missing_block__is_not_read_over():
    blocks = blocks_of(b"0123456789abcdef")
    with pytest.raises(Exception, match=str(blocks[1].cid)):
        read(blocks[-1].cid, [block for block in blocks if block != blocks[1]])


@given(st.dictionaries(st.text("abc/.é\0", min_size=1, max_size=3), st.just(link(LEAF))))
def test_directory__any_names__are_listed_or_refused(entries: dict[str, Link]):
    unsafe = {name for name in entries if "/" in name or "\0" in name or name in (".", "..")}
    if unsafe:
        with pytest.raises(Permanent, match="rename"):
            directory_block(entries)
        return
    block = directory_block(entries)
    listed = list_directory(Blocks([block]).fetch, block.cid)
    assert listed is not None
    assert list(listed) == sorted(entries, key=str.encode)


def test_directory__empty__has_the_cid_that_kubo_gives():
    assert str(directory_block({}).cid) == EMPTY_DIRECTORY


def test_directory__too_large_for_one_node__says_to_nest():
    entry = len(encode_node([link(LEAF, b"000000")], b"")) - 2
    most = (MOST_DIRECTORY_BYTES - 4) // entry
    directory_block({f"{n:06}": link(LEAF) for n in range(most)})
    with pytest.raises(Permanent, match="nest it"):
        directory_block({f"{n:06}": link(LEAF) for n in range(most + 1)})


@pytest.mark.parametrize("name", [b"..", b"", b"a/b", b"/", b"\xff", b"a\0", b"a" * 256])
def test_list__unsafe_name__is_refused(name: bytes):
    block = node(DIRECTORY, [link(LEAF, name)])
    with pytest.raises(Permanent, match="name is unsafe"):
        list_directory(Blocks([block]).fetch, block.cid)


def test_list__name_there_twice__is_refused():
    block = node(DIRECTORY, [link(LEAF, b"a"), link(LEAF, b"a")])
    with pytest.raises(Permanent, match="there twice"):
        list_directory(Blocks([block]).fetch, block.cid)


def test_read__file_with_its_bytes_in_the_node__is_read():
    block = node(b"\x08\x02\x12\x05hello\x18\x05")
    assert read(block.cid, [block]) == b"hello"


@pytest.mark.parametrize(
    ("block", "says"),
    [
        (node(DIRECTORY), "is a directory"),
        (node(b"\x08\x04\x12\x01a"), "symlink"),
        (node(b"\x08\x05\x12\x01\xff\x28\x22\x30\x80\x02"), "malformed|HAMT"),
        (node(b"\x08\x05"), "HAMT"),
        (node(b"\x08\x09"), "unknown UnixFS"),
        (node(b""), "unknown UnixFS"),
        (node(encode_file([5]), [link(LEAF)]), "5 are due"),
        (node(encode_file([4])), "0 links and 1 sizes"),
        (node(encode_file([]), [link(LEAF)]), "1 links and 0 sizes"),
        (node(b"\x08\x02\x18\x05\x20\x04", [link(LEAF)]), "another size"),
        (node(encode_file([2**62, 4]), [link(LEAF)] * 2), "over"),
        (node(encode_file([0, 4]), [link(LEAF)] * 2), "empty parts"),
        (node(b"\x08\x02\x18\xff\xff\xff"), "varint"),
        (node(b"\x08\x02\x12\x7fabc"), "cut off"),
        (node(b"\x08\x02\x18" + b"\xff" * 12 + b"\x01"), "varint"),
        (Block(Cid.of(DAG_PB, b"\x12\xff"), b"\x12\xff"), "varint"),
        (Block(Cid.of(DAG_PB, b"no node"), b"no node"), "malformed|cut off|unknown"),
    ],
)
def test_read__node_that_lies_or_is_malformed__is_refused(block: Block, says: str):
    with pytest.raises(Permanent, match=says):
        read(block.cid, [block, LEAF])


def test_read__over_the_bound__is_refused_before_a_byte():
    blocks = blocks_of(b"0123456789")
    assert read(blocks[-1].cid, blocks, most=10) == b"0123456789"
    with pytest.raises(Permanent, match="over 9"):
        next(read_file(Blocks(blocks).fetch, blocks[-1].cid, most=9))


def test_read__chain_of_nodes__is_refused_at_its_depth():
    chain = [LEAF]
    for _ in range(MOST_DEPTH):
        chain.append(node(encode_file([4]), [link(chain[-1])]))
    assert read(chain[-1].cid, chain) == b"leaf"
    chain.append(node(encode_file([4]), [link(chain[-1])]))
    with pytest.raises(Permanent, match="too deep"):
        read(chain[-1].cid, chain)


@given(st.binary(max_size=200))
def test_decode__any_bytes__are_a_node_or_permanent(data: bytes):
    for decode in (decode_node, decode_unixfs):
        try:
            decode(data)
        except Permanent as error:
            assert str(error)  # noqa: PT017


def test_varint__longer_than_need_be__is_refused():
    with pytest.raises(Permanent, match="not minimal"):
        decode_node(b"\x0a\x80\x00")
    assert varint(300) == b"\xac\x02"

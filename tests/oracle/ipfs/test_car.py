"""CAR files: written, read, cut off, corrupted."""

import io

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.errors import Permanent
from oracle.ipfs.car import MOST_BLOCK_BYTES, MOST_ROOTS, read_car, write_car
from oracle.ipfs.cid import RAW, Cid
from oracle.ipfs.dagpb import varint
from oracle.ipfs.importer import Block
from tests.oracle.ipfs.dags import blocks_of

LEAF = Block(Cid.of(RAW, b"leaf"), b"leaf")
datas = st.lists(st.binary(max_size=40), max_size=30)


def car(roots: list[Cid], blocks: list[Block]) -> bytes:
    return b"".join(write_car(roots, blocks))


def unpack(data: bytes) -> tuple[tuple[Cid, ...], list[Block]]:
    roots, blocks = read_car(io.BytesIO(data))
    return roots, list(blocks)


@given(datas, st.integers(0, 300))
def test_car__any_blocks_and_roots__come_back(contents: list[bytes], repeats: int):
    blocks = [block for data in contents for block in blocks_of(data)]
    roots = [block.cid for block in blocks] + [LEAF.cid] * repeats
    assert unpack(car(roots, blocks)) == (tuple(roots), blocks)


@pytest.mark.parametrize("count", [0, 1, 23, 24, 255, 256, MOST_ROOTS])
def test_header__any_number_of_roots__is_the_one_that_dag_cbor_has(count: int):
    data = car([LEAF.cid] * count, [])
    links = [cbor2.CBORTag(42, b"\0" + bytes(LEAF.cid))] * count
    header = cbor2.dumps({"roots": links, "version": 1})
    assert data == varint(len(header)) + header


def test_header__too_many_roots__says_to_use_several():
    with pytest.raises(Permanent, match="several"):
        car([LEAF.cid] * (MOST_ROOTS + 1), [])


@pytest.mark.parametrize(
    "header",
    [
        {"roots": [], "version": 2},
        {"roots": []},
        {"version": 1},
        {"roots": [cbor2.CBORTag(42, b"\0" + bytes(LEAF.cid)[:-1])], "version": 1},
        {"roots": [cbor2.CBORTag(43, b"\0" + bytes(LEAF.cid))], "version": 1},
        {"roots": [cbor2.CBORTag(42, b"\1" + bytes(LEAF.cid))], "version": 1},
        {"roots": [cbor2.CBORTag(42, b"\0\1\x71" + bytes(LEAF.cid)[2:])], "version": 1},
        {"roots": "none", "version": 1, "more": 1},
        [],
    ],
)
def test_header__of_another_kind__is_refused(header: object):
    data = cbor2.dumps(header)
    with pytest.raises(Permanent, match="CAR"):
        unpack(varint(len(data)) + data)


@given(st.binary(max_size=200))
def test_read__any_bytes__are_a_car_or_permanent(data: bytes):
    with pytest.raises(Permanent):
        unpack(data)


@given(st.data())
def test_read__cut_off_anywhere__gives_whole_blocks_then_says_so(draw: st.DataObject):
    blocks = blocks_of(b"0123456789")
    whole = car([blocks[-1].cid], blocks)
    cut = whole[: draw.draw(st.integers(0, len(whole) - 1))]
    kept = list[Block]()
    try:
        _, found = read_car(io.BytesIO(cut))
        kept.extend(found)
        ends = [len(car([blocks[-1].cid], blocks[:n])) for n in range(len(blocks))]
        assert len(cut) in ends
    except Permanent as error:
        assert "CAR" in str(error) or "varint" in str(error)  # noqa: PT017
    assert kept == blocks[: len(kept)]


@given(st.data())
def test_read__any_bit_of_a_block_turned__is_refused(draw: st.DataObject):
    blocks = blocks_of(b"0123456789")
    whole = bytearray(car([], blocks))
    start = len(car([], [])) + 1  # past the length of the first block's section
    bit = draw.draw(st.integers(start * 8, (start + len(bytes(blocks[0].cid)) + 4) * 8 - 1))
    whole[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Permanent, match="CAR"):
        unpack(bytes(whole))


def test_read__node_of_version_0__is_the_same_in_version_1():
    root = blocks_of(b"0123456789")[-1]
    section = b"\x12\x20" + root.cid.hash + root.data
    assert unpack(car([], []) + varint(len(section)) + section) == ((), [root])


def test_read__huge_sections__are_refused_unread():
    with pytest.raises(Permanent, match="over"):
        unpack(varint(2**40))
    with pytest.raises(Permanent, match="over"):
        unpack(car([], []) + varint(2**40))
    large = bytes(MOST_BLOCK_BYTES + 1)
    with pytest.raises(Permanent, match="over"):
        unpack(car([], [Block(Cid.of(RAW, large), large)]))

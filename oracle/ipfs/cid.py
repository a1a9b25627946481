"""CIDv1 with sha2-256, written in base32 or base16, and back: of raw blocks, and of UnixFS nodes.

A digest is ``0x`` and 64 lower-case hex digits. The string forms are those of the CID
specification (https://github.com/multiformats/cid): a multibase letter, then version, codec,
hash function and hash length as one byte each, then the hash.
"""

import re
from base64 import b32decode, b32encode
from binascii import Error as DecodeError
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

RAW, DAG_PB = 0x55, 0x70

_RAW_SHA256 = bytes([0x01, RAW, 0x12, 0x20])
_DIGEST = re.compile(r"0x[0-9a-f]{64}")
_ALPHABETS = {"b": re.compile(r"b[a-z2-7]+"), "f": re.compile(r"f(?:[0-9a-f]{2})+")}


@dataclass(frozen=True, slots=True)
class Cid:
    """Names a block by its sha2-256 and says how to read it: as it is (RAW), or as DAG_PB."""

    codec: int
    hash: bytes

    @classmethod
    def of(cls, codec: int, data: bytes) -> Self:
        """The CID of a block."""
        return cls(codec, sha256(data).digest())

    @classmethod
    def parse(cls, text: str) -> Self:
        """From base32 or base16. Raises `ValueError` for any other CID than those written here."""
        try:
            return cls.from_bytes(_decode(text))
        except ValueError as error:
            raise ValueError(f"{text[:80]!r} can't be read here: {error}") from error

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """From the binary form; one of version 0 is the same node's in version 1.

        Raises `ValueError` for other codecs and hash functions.
        """
        if len(data) == 34 and data[:2] == b"\x12\x20":
            return cls(DAG_PB, data[2:])
        if len(data) != 36 or data[0] != 1 or data[1] not in (RAW, DAG_PB):
            raise ValueError("only CIDs of raw blocks and of UnixFS nodes (dag-pb) are known")
        if data[2:4] != b"\x12\x20":
            raise ValueError("only sha2-256 CIDs are known")
        return cls(data[1], data[4:])

    @property
    def digest(self) -> str:
        """The block's digest."""
        return "0x" + self.hash.hex()

    def __bytes__(self) -> bytes:
        return bytes([0x01, self.codec, 0x12, 0x20]) + self.hash

    def __str__(self) -> str:
        return "b" + b32encode(bytes(self)).decode().rstrip("=").lower()


def to_base32(digest: str) -> str:
    """The CID that most tools show: ``bafkrei…``, 59 characters. Raises `ValueError`."""
    encoded = b32encode(_RAW_SHA256 + digest_bytes(digest)).decode()
    return "b" + encoded.rstrip("=").lower()


def to_base16(digest: str) -> str:
    """The CID that contracts can write: ``f01551220`` and the digest. Raises `ValueError`."""
    return "f" + (_RAW_SHA256 + digest_bytes(digest)).hex()


def digest_of_cid(cid: str) -> str:
    """The digest in a CID of either form.

    Raises `ValueError` for another version, base, codec or hash function, or a damaged CID.
    """
    data = _decode(cid)
    if data[:1] != b"\x01":
        raise ValueError(f"{cid!r} is not a CID of version 1: convert it first")
    if data[1:2] != b"\x55":
        raise ValueError(f"{cid!r} is no raw block: add the document with raw leaves, as one block")
    if data[2:4] != b"\x12\x20":
        raise ValueError(f"{cid!r} is not a sha2-256 CID: add the document with sha2-256")
    if len(data) != len(_RAW_SHA256) + 32:
        raise ValueError(f"{cid!r} is a CID of the wrong length: copy all of it")
    return "0x" + data[4:].hex()


def digest_bytes(digest: str) -> bytes:
    """The 32 bytes of a digest. Raises `ValueError` if it is not one."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"{digest[:80]!r} is not a digest: give 0x and 64 lower-case hex digits")
    return bytes.fromhex(digest[2:])


def _decode(cid: str) -> bytes:
    if len(cid) > 128 or not (alphabet := _ALPHABETS.get(cid[:1])) or not alphabet.fullmatch(cid):
        raise ValueError(f"{cid[:80]!r} is not a CID in base32 (b…) or base16 (f…)")
    return bytes.fromhex(cid[1:]) if cid[0] == "f" else _decode_base32(cid)


def _decode_base32(cid: str) -> bytes:
    text = cid[1:].upper()
    try:
        data = b32decode(text + "=" * (-len(text) % 8))
    except DecodeError as error:
        raise ValueError(f"{cid!r} is a CID of the wrong length: copy all of it") from error
    if b32encode(data).decode().rstrip("=") != text:
        raise ValueError(f"{cid!r} is a CID with stray bits at its end: copy it again")
    return data

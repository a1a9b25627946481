"""CIDv1 of raw blocks (multicodec 0x55, sha2-256), written in base32 or base16, and back.

A digest is ``0x`` and 64 lower-case hex digits. The string forms are those of the CID
specification (https://github.com/multiformats/cid): a multibase letter, then version, codec,
hash function and hash length as one byte each, then the hash.
"""

import re
from base64 import b32decode, b32encode
from binascii import Error as DecodeError

_RAW_SHA256 = bytes([0x01, 0x55, 0x12, 0x20])
_DIGEST = re.compile(r"0x[0-9a-f]{64}")
_ALPHABETS = {"b": re.compile(r"b[a-z2-7]+"), "f": re.compile(r"f(?:[0-9a-f]{2})+")}


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

"""CIDs of raw blocks."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.domain import digest_of
from oracle.ipfs.cid import digest_bytes, digest_of_cid, to_base16, to_base32

HELLO = digest_of(b"hello world")
HELLO_CID = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"  # Kubo's own tests

digests = st.binary(min_size=32, max_size=32).map(lambda data: "0x" + data.hex())


def test_base32__hello_world__is_the_cid_that_kubo_gives():
    assert to_base32(HELLO) == HELLO_CID


def test_base16__hello_world__is_the_cid_that_contracts_write():
    assert to_base16(HELLO) == "f01551220" + sha256(b"hello world").hexdigest()


@given(digests)
def test_cid__any_digest__comes_back_from_both_forms(digest: str):
    assert digest_of_cid(to_base32(digest)) == digest
    assert digest_of_cid(to_base16(digest)) == digest


@pytest.mark.parametrize(
    ("cid", "says"),
    [
        ("", "not a CID"),
        ("QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG", "not a CID"),
        (HELLO_CID.upper(), "not a CID"),
        ("b" * 1_000_000, "not a CID"),
        (HELLO_CID[:-1], "wrong length"),
        (HELLO_CID + "a", "wrong length|stray bits"),
        (HELLO_CID[:-1] + "f", "stray bits"),
        ("f01551220" + "ab" * 31, "wrong length"),
        ("f02551220" + "ab" * 32, "version 1"),
        ("f01701220" + "ab" * 32, "no raw block"),
        ("bafybeigmix7t42i6jacydtquhet7srwvgpizfg7gjbq7627d35mjomtu64", "no raw block"),
        ("f01551b20" + "ab" * 32, "not a sha2-256"),
        ("f01551220", "wrong length"),
    ],
)
def test_parse__not_a_raw_sha2_256_cid__says_why(cid: str, says: str):
    with pytest.raises(ValueError, match=says):
        digest_of_cid(cid)


@given(st.text())
def test_parse__any_text__is_a_digest_or_a_value_error(text: str):
    with pytest.raises(ValueError, match=r"CID"):
        digest_of_cid(text)


@pytest.mark.parametrize("digest", ["", "0x", HELLO[2:], HELLO.upper(), HELLO + "0", HELLO + "\n"])
def test_digest__malformed__is_refused(digest: str):
    with pytest.raises(ValueError, match="is not a digest"):
        digest_bytes(digest)

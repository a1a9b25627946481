"""Whatever the bytes: a document that is those bytes again, or refused in one clean line."""

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.documents import read_document
from oracle.domain import Brief, Card, Document, Manifest, ScoreSheet, ScoringProfile, digest_of
from oracle.errors import Permanent
from oracle.ipfs.embedded import EmbeddedStore
from tests.oracle.documents.hostile import BOMBS, KINDS, VALID, canonical, spoiled

ANY = settings(max_examples=60, deadline=None)
MOST_MEMORY = 96 * 2**20
_NAMES = sorted({name for document in VALID for name in json.loads(document.to_bytes())})
_TEXTS = st.text(st.characters(exclude_categories=()), max_size=30)
_NUMBERS = st.integers() | st.floats() | st.integers(10**70, 10**90)
_JSON = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXTS,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(_NAMES) | _TEXTS, inner, max_size=8)
    ),
    max_leaves=20,
)


@pytest.fixture(scope="module")
def blocks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    folder: Path = tmp_path_factory.mktemp("blocks")
    with EmbeddedStore(folder / "blocks.sqlite") as store:
        yield store


class Block:
    """A block store that holds one block."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def put(self, data: bytes) -> str:
        raise AssertionError(f"nothing is written: {data!r}")

    def get(self, digest: str) -> bytes:
        assert digest == digest_of(self._data)
        return self._data


def check(kind: type[Document], data: bytes) -> Document | None:
    """What `data` is read as: itself, or nothing and a reason that any log may hold."""
    try:
        found = read_document(Block(data), kind, digest_of(data))
    except Permanent as error:
        reason = str(error)
        assert reason.isprintable()
        assert len(reason) <= 400
        return None
    assert found.to_bytes() == data
    assert found.digest == digest_of(data)
    return found


@pytest.mark.parametrize("document", VALID, ids=lambda document: type(document).__name__)
def test_document__valid__is_read_back_and_is_no_other_kind(document: Document):
    data = document.to_bytes()
    assert check(type(document), data) == document
    assert [kind for kind in KINDS if check(kind, data)] == [type(document)]


@pytest.mark.parametrize("kind", [Card, Manifest, ScoreSheet, Brief], ids=lambda k: k.__name__)
@pytest.mark.parametrize("name", BOMBS)
def test_document__bomb__is_refused_in_bounded_memory(kind: type[Document], name: str):
    tracemalloc.start()
    try:
        assert check(kind, BOMBS[name]) is None
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()


@ANY
@given(data=st.binary(max_size=300), kind=st.sampled_from(KINDS))
def test_document__arbitrary_bytes__are_refused(data: bytes, kind: type[Document]):
    assert check(kind, data) is None


@ANY
@given(data=_JSON, kind=st.sampled_from(KINDS))
def test_document__arbitrary_json__is_refused_or_itself(data: Any, kind: type[Document]):
    check(kind, canonical(data))


@ANY
@given(value=_JSON, document=st.sampled_from(VALID))
def test_document__any_part_replaced__is_refused_or_itself(value: Any, document: Document):
    for data in spoiled(json.loads(document.to_bytes()), value):
        check(type(document), canonical(data))


@ANY
@given(at=st.integers(0, 2_000), cut=st.integers(0, 30), put=st.binary(max_size=8))
def test_document__bytes_replaced__is_refused_or_itself(at: int, cut: int, put: bytes):
    for document in VALID:
        data = document.to_bytes()
        place = at % len(data)
        check(type(document), data[:place] + put + data[place + cut :])


@ANY
@given(text=_TEXTS.filter(bool), document=st.sampled_from(VALID))
def test_document__any_text_in_each_text__is_refused_or_itself(text: str, document: Document):
    whole = json.loads(document.to_bytes())
    for data in spoiled(whole, text):
        check(type(document), canonical(data))


@pytest.mark.parametrize(
    "loose",
    [
        lambda data: data.replace(b'":', b'": ', 1),
        lambda data: data + b"\n",
        lambda data: b"{" + data[1 : data.index(b",") + 1] + data[1:],
        lambda data: json.dumps(json.loads(data)).encode(),
        lambda data: data.replace(b"a", b"\\u0061", 1),
    ],
    ids=["space", "line", "name twice", "unsorted", "escaped"],
)
@pytest.mark.parametrize("document", VALID, ids=lambda document: type(document).__name__)
def test_document__same_values_in_other_bytes__is_refused(document: Document, loose: Any):
    assert check(type(document), loose(document.to_bytes())) is None


def test_document__name_of_a_field_that_misleads__is_not_repeated(blocks: EmbeddedStore):
    name = "x\u202e\x1b[31m\n\u200b<|im_start|>" + "y" * 5_000
    data = canonical(json.loads(VALID[0].to_bytes()) | {name: 0})
    with pytest.raises(Permanent) as caught:
        read_document(blocks, KINDS[0], blocks.put(data))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("part", ["criteria", "ballots"])
def test_sheet__without_a_criterion_or_a_ballot__is_none(part: str):
    """One that parses has a payload: whoever reads strangers' sheets may compare them."""
    (sheet,) = (document for document in VALID if isinstance(document, ScoreSheet))
    data = json.loads(sheet.to_bytes())
    (data["entries"][0]["criteria"] if part == "criteria" else data["ballots"]).pop(
        "virality" if part == "criteria" else 0
    )
    with pytest.raises(ValueError, match=r"criterion|ballot"):
        ScoreSheet.parse(canonical(data))


@pytest.mark.parametrize(
    "change",
    [
        {"action_weights": {"like": 1e308, "reply": 1e308}},
        {"libraries": {"": "1"}},
        {"libraries": {"../x": "1"}},
        {"libraries": {f"x{number}": "1" for number in range(65)}},
    ],
    ids=["overflow", "no name", "path", "many"],
)
def test_profile__that_would_stop_a_scorer__is_none(change: dict[str, Any]):
    (profile,) = (document for document in VALID if isinstance(document, ScoringProfile))
    assert check(ScoringProfile, canonical(json.loads(profile.to_bytes()) | change)) is None


def test_card__with_an_example_longer_than_any_post__is_none():
    (card,) = (document for document in VALID if isinstance(document, Card))
    data = json.loads(card.to_bytes()) | {"examples": ["x" * 10_001]}
    assert check(Card, canonical(data)) is None

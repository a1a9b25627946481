"""From a review to its sheet, on real documents in a real block store."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from oracle.domain import (
    MAX_DOCUMENT_BYTES,
    ContributionDocument,
    ContributionKind,
    ReviewSheet,
    digest_of,
)
from oracle.errors import Missing, Permanent
from oracle.ipfs.embedded import EmbeddedStore
from oracle.personas.cards import default_cards
from oracle.ports import Contribution, Question, Review
from oracle.reviews.answer import ReviewAnswerer, make_sheet
from oracle.scoring.profile import default_profile

CONTRIBUTOR, OTHER = "0x" + "aB" * 20, "0x" + "22" * 20
WORDS = (
    "Every Thursday evening the workshop opens its stands to anyone with a puncture. "
    "A mechanic shows each step once and then hands over the tyre levers."
)
MORE = (
    "The ferry from Almada leaves every quarter of an hour, and the crew knows its passengers. "
    "Some read, some sleep, and a few stand outside in any weather to watch the bridge."
)
REVIEW = Review(
    review_id=3,
    persona_id=1,
    token_ids=(5, 6),
    parameters_version=1,
    block_number=1,
    block_hash="0xb",
    log_index=0,
    commit_end=1_100,
    reveal_end=1_200,
)


@dataclass(frozen=True)
class Facts:
    """What a review asks of a chain."""

    profile: str = default_profile().digest
    chain_id: int = 31337
    contributions: str = "0x" + "11" * 20

    def scoring_profile(self, parameters_version: int) -> str:
        assert parameters_version == 1
        return self.profile


@dataclass
class Logs:
    """What final logs say of a review."""

    batch: list[Contribution]
    before: list[Contribution] = field(default_factory=list)

    def review(self, review_id: int) -> Review:
        assert review_id == REVIEW.review_id
        return REVIEW

    def under_review(self, _review: Review) -> list[Contribution]:
        return self.batch

    def given_before(self, _review: Review) -> list[Contribution]:
        return self.before


@pytest.fixture
def blocks(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path / "blocks.sqlite") as store:
        store.put(default_profile().to_bytes())
        yield store


def document(text: str, **fields: object) -> ContributionDocument:
    values = {
        "contributor": CONTRIBUTOR.lower(),
        "persona_id": 1,
        "kind": "text",
        "title": "A text",
        "text": text,
        "licence": "CC0-1.0",
    }
    return ContributionDocument.model_validate(values | fields)


def contribution(token_id: int, digest: str, kind: int = 1) -> Contribution:
    return Contribution(token_id, 1, CONTRIBUTOR, kind, digest, 1_000)


def given(blocks: EmbeddedStore, token_id: int, text: str, **fields: object) -> Contribution:
    return contribution(token_id, blocks.put(document(text, **fields).to_bytes()))


def sheet(logs: Logs, blocks: EmbeddedStore, last: bool = False, facts: Facts | None = None):
    return make_sheet(REVIEW, facts or Facts(), logs, blocks, last_chance=last)


def test_sheet__good_contribution_beside_a_copy__says_so_and_payload_is_as_the_contract_reads_it(
    blocks: EmbeddedStore,
):
    logs = Logs([given(blocks, 5, WORDS), given(blocks, 6, WORDS, title="Mine")])
    found = sheet(logs, blocks)
    assert [row.token_id for row in found.contributions] == [5, 6]
    first, second = (row.value for row in found.contributions)
    assert first > second == 0
    assert found.payload() == first.to_bytes(2) + bytes(2) + bytes.fromhex(found.digest[2:])


@pytest.mark.parametrize(
    ("fields", "kind", "says"),
    [
        ({"contributor": OTHER}, 1, "names another contributor"),
        ({"persona_id": 2}, 1, "names another persona"),
        ({}, ContributionKind.CONVERSATION.number, "names another kind"),
        ({}, 77, "names another kind"),
    ],
)
def test_document_that_is_not_its_event_s__is_rejected(
    blocks: EmbeddedStore, fields: dict[str, object], kind: int, says: str
):
    foreign = replace(given(blocks, 5, WORDS, **fields), kind=kind)
    rows = sheet(Logs([foreign, given(blocks, 6, WORDS)]), blocks).contributions
    assert rows[0].value == 0
    assert says in rows[0].why
    assert rows[1].value > 0, "what is no document of its contributor's makes nobody a copy"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"{" * 100_000,
        b'{"schema":"troupe/contribution/1"}',
        document(WORDS).to_bytes() + b" ",
        document(WORDS).to_bytes().replace(b'"kind":"text"', b'"kind":"image"'),
        document(WORDS).to_bytes().replace(b'"licence"', b'"license"'),
        document(WORDS).to_bytes().replace(b"Every", b"\\ud800"),
        b'"' + b"x" * (MAX_DOCUMENT_BYTES - 2) + b'"',
    ],
    ids=["empty", "binary", "deep", "bare", "spaced", "mixed", "field", "surrogate", "huge"],
)
def test_malformed_document__is_rejected_and_stops_nothing(blocks: EmbeddedStore, data: bytes):
    rows = sheet(Logs([contribution(5, blocks.put(data)), given(blocks, 6, WORDS)]), blocks)
    assert rows.contributions[0].value == 0
    assert len(rows.contributions[0].why) <= 500
    assert rows.contributions[1].value > 0


def test_missing_document__is_waited_for_and_rejected_at_the_last_chance(blocks: EmbeddedStore):
    logs = Logs([contribution(5, digest_of(b"nowhere")), given(blocks, 6, WORDS)])
    with pytest.raises(Missing):
        sheet(logs, blocks)
    rows = sheet(logs, blocks, last=True).contributions
    assert (rows[0].value, rows[0].why) == (0, "its document is nowhere to be had")
    assert rows[1].value > 0


def test_earlier_contributions_and_card__make_the_same_words_copies(blocks: EmbeddedStore):
    card = default_cards()[0]
    logs = Logs(
        [given(blocks, 5, WORDS), given(blocks, 6, card.bio)],
        [contribution(1, blocks.put(card.to_bytes()), kind=0), given(blocks, 2, WORDS)],
    )
    assert [row.value for row in sheet(logs, blocks).contributions] == [0, 0]


def test_earlier_document_of_somebody_else__makes_no_copy(blocks: EmbeddedStore):
    stolen = given(blocks, 2, WORDS, contributor=OTHER)
    rows = sheet(Logs([given(blocks, 5, WORDS)], [stolen]), blocks).contributions
    assert rows[0].value > 0


def test_missing_earlier_document__is_waited_for_and_left_out_at_the_last_chance(
    blocks: EmbeddedStore,
):
    logs = Logs([given(blocks, 5, WORDS)], [contribution(2, digest_of(b"nowhere"))])
    with pytest.raises(Missing):
        sheet(logs, blocks)
    assert sheet(logs, blocks, last=True).contributions[0].value > 0


def test_profile_that_this_machine_cannot_score_by__is_refused(blocks: EmbeddedStore):
    profile = default_profile().model_copy(update={"libraries": {"numpy": "0.1"}})
    facts = Facts(blocks.put(profile.to_bytes()))
    with pytest.raises(Permanent, match="numpy"):
        sheet(Logs([given(blocks, 5, WORDS)]), blocks, facts=facts)


def test_two_operators__with_stores_of_their_own__make_the_same_bytes(tmp_path: Path):
    sheets = []
    for name in ("first", "second"):
        with EmbeddedStore(tmp_path / name) as blocks:
            blocks.put(default_profile().to_bytes())
            logs = Logs([given(blocks, 5, WORDS), given(blocks, 6, MORE)])
            sheets.append(sheet(logs, blocks).to_bytes())
    assert sheets[0] == sheets[1]


def test_answer__pins_the_sheet_that_its_payload_names(blocks: EmbeddedStore):
    answerer = ReviewAnswerer(Facts(), Logs([given(blocks, 5, WORDS)]), blocks)
    name = f"{Facts.contributions}{REVIEW.review_id:022x}00"
    payload = answerer.answer(Question(name, "0xb", 0, 100, 200), last_chance=False)
    pinned = ReviewSheet.parse(blocks.get("0x" + payload[-32:].hex()))
    assert pinned.payload() == payload
    assert pinned.review_id == REVIEW.review_id

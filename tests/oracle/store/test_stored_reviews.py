"""Contributions and their reviews as the inbox has them."""

import pytest
from sqlalchemy import Engine

from oracle.domain import digest_of
from oracle.errors import Transient
from oracle.ports import Acceptance
from oracle.store.database import transaction
from oracle.store.reviews import StoredReviews
from oracle.store.tables import Block, Event
from tests.oracle.inbox import record

CHAIN = 31337
CARD, TEXT = 0, 1


def made(token_id: int, persona_id: int = 1, kind: int = TEXT) -> tuple[str, int, dict]:
    args = {
        "tokenId": token_id,
        "personaId": persona_id,
        "contributor": "0xC",
        "kind": kind,
        "digest": digest_of(bytes([token_id])),
    }
    return "ContributionMade", token_id, args


def opened(review_id: int, *token_ids: int, persona_id: int = 1) -> tuple[str, int, dict]:
    args = {
        "reviewId": review_id,
        "personaId": persona_id,
        "tokenIds": list(token_ids),
        "parametersVersion": 2,
        "commitEnd": 5_000,
        "revealEnd": 6_000,
    }
    return "ReviewOpened", review_id, args


def accepted(token_id: int, impact: int, active_at: int) -> tuple[str, int, dict]:
    args = {"tokenId": token_id, "impact": impact, "activeAt": active_at}
    return "ContributionAccepted", token_id, args


def about(name: str, subject: int) -> tuple[str, int, dict]:
    return name, subject, {}


def store(engine: Engine, *facts: tuple[str, int, dict]) -> StoredReviews:
    """Each fact in a block of its own, from 1 on; two of one block are not needed here."""
    blocks = [
        Block(chain_id=CHAIN, number=n, hash=f"0x{n}", parent_hash="0x", timestamp=1_000 + n)
        for n in range(1, len(facts) + 1)
    ]
    rows = [
        Event(
            chain_id=CHAIN,
            block_number=block.number,
            block_hash=block.hash,
            block_timestamp=block.timestamp,
            tx_hash="0xt",
            log_index=0,
            address="0xA",
            name=name,
            subject=subject,
            args=args,
        )
        for block, (name, subject, args) in zip(blocks, facts, strict=True)
    ]
    with transaction(engine) as session:
        record(session, CHAIN, None, rows, blocks)
    return StoredReviews(engine, CHAIN)


def test_queues__what_neither_a_review_nor_a_decision_took__by_persona_oldest_first(
    engine: Engine,
):
    reviews = store(
        engine,
        made(1, kind=CARD),
        accepted(1, 100, 1),
        made(2),
        made(3),
        opened(1, 2, 3),
        about("ContributionRejected", 3),
        made(4),
        made(5, persona_id=2),
        made(6),
        about("ContributionReturned", 7),
        made(7),
    )
    waiting = {q.persona_id: [c.token_id for c in q.waiting] for q in reviews.queues()}
    assert waiting == {1: [4, 6], 2: [5]}


def test_review__open_until_settled_or_failed__and_as_its_event_says(engine: Engine):
    facts = [made(2), made(3), made(4), opened(1, 2), opened(2, 3), opened(3, 4)]
    ends = [about("ReviewSettled", 1), about("ReviewFailed", 3)]
    reviews = store(engine, *facts, *ends)
    (still_open,) = reviews.open_reviews()
    assert still_open == reviews.review(2)
    assert (still_open.token_ids, still_open.parameters_version) == ((3,), 2)
    assert [each.token_id for each in reviews.under_review(still_open)] == [3]
    with pytest.raises(Transient):
        reviews.review(4)


def test_given_before__card_accepted_and_undecided__not_what_was_refused_by_then(engine: Engine):
    reviews = store(
        engine,
        made(1, kind=CARD),
        made(2),
        made(3),
        made(4),
        made(5, persona_id=2),
        made(6),
        made(7),
        opened(1, 2, 3, 4),
        accepted(2, 10, 1),
        about("ContributionRejected", 3),
        opened(2, 6),
        about("ContributionReturned", 4),
        opened(3, 7),
    )
    before = [
        [each.token_id for each in reviews.given_before(reviews.review(number))]
        for number in (1, 2, 3)
    ]
    assert before == [[1], [1, 2, 4], [1, 2, 6]]


def test_not_active__accepted_after_its_last_activation__the_newest_impact_alone(engine: Engine):
    reviews = store(
        engine,
        *(made(n) for n in range(1, 6)),
        accepted(1, 100, 1),
        about("ContributionActivated", 1),
        accepted(2, 200, 2_000),
        accepted(3, 0, 2_000),
        accepted(4, 400, 2_000),
        about("ContributionActivated", 4),
        accepted(4, 450, 3_000),
        accepted(5, 500, 2_000),
        accepted(5, 550, 3_000),
    )
    assert reviews.not_active() == [
        Acceptance(2, 1, 200, 2_000),
        Acceptance(4, 1, 450, 3_000),
        Acceptance(5, 1, 550, 3_000),
    ]

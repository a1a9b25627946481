"""Rounds as the inbox has them."""

from sqlalchemy import Engine

from oracle.domain import ZERO_DIGEST, digest_of
from oracle.ports import Proposal, Submission
from oracle.store.database import transaction
from oracle.store.inbox import roll_back
from oracle.store.rounds import StoredRounds
from oracle.store.tables import Block, Event
from tests.oracle.inbox import record

CHAIN, OTHER_CHAIN = 31337, 1
CARD, NEWER_CARD, MODEL, BRIEF, MANIFEST = (digest_of(bytes([n])) for n in range(5))


def block(number: int, chain: int = CHAIN) -> Block:
    name = f"0x{chain}-{number}"
    return Block(
        chain_id=chain, number=number, hash=name, parent_hash="0x", timestamp=1_000 + number
    )


def event(number: int, name: str, subject: int, chain: int = CHAIN, **args: object) -> Event:
    at = block(number, chain)
    return Event(
        chain_id=chain,
        block_number=number,
        block_hash=at.hash,
        block_timestamp=at.timestamp,
        tx_hash="0xt",
        log_index=0,
        address="0xA",
        name=name,
        subject=subject,
        args=args,
    )


def proposed(number: int, round_id: int, chain: int = CHAIN, **args: object) -> Event:
    facts = {
        "roundId": round_id,
        "briefDigest": BRIEF,
        "platform": 2,
        "roster": 1,
        "cardVersions": 1,
        "modelVersions": 0,
        "parametersVersion": 1,
    }
    return event(number, "GenerationProposed", round_id, chain, **{**facts, **args})


def submitted(number: int, round_id: int, manifest: str = MANIFEST) -> Event:
    args = {"roundId": round_id, "operator": "0xO", "manifest": manifest}
    ends = {"voteEnd": 2_000, "revealEnd": 3_000}
    return event(number, "EntriesSubmitted", round_id, **args, **ends)


def store(engine: Engine, *events: Event) -> StoredRounds:
    chain = events[0].chain_id
    with transaction(engine) as session:
        blocks = [block(e.block_number, chain) for e in events]
        record(session, chain, None, list(events), blocks)
    return StoredRounds(engine, chain)


def test_unfinished__ended_rounds__are_left_out(engine: Engine):
    rounds = store(
        engine,
        event(1, "PersonaRegistered", 1, card=CARD),
        *(proposed(n + 1, n) for n in range(1, 5)),
        event(6, "RoundSettled", 1),
        event(7, "RoundExpired", 2),
        event(8, "RoundFailed", 3),
    )
    assert [proposal.round_id for proposal in rounds.unfinished()] == [4]


def test_unfinished__same_round_ended_on_another_chain__is_still_there(engine: Engine):
    store(engine, event(1, "RoundSettled", 1, OTHER_CHAIN))
    registered = event(1, "PersonaRegistered", 1, card=CARD)
    rounds = store(engine, registered, proposed(2, 1))
    assert [proposal.round_id for proposal in rounds.unfinished()] == [1]


def test_proposal__versions__are_those_that_it_fixed(engine: Engine):
    rounds = store(
        engine,
        event(1, "PersonaRegistered", 1, card=CARD),
        event(2, "CardUpdated", 1, card=NEWER_CARD),
        event(3, "ModelUpdated", 1, model=MODEL),
        proposed(4, 1, cardVersions=1, modelVersions=0),
        proposed(5, 2, cardVersions=2, modelVersions=1),
    )
    old, new = (proposal.roster[0] for proposal in rounds.unfinished())
    assert (old.card, old.model) == (CARD, ZERO_DIGEST)
    assert (new.card, new.model) == (NEWER_CARD, MODEL)


def test_submission__rolled_back__is_gone(engine: Engine):
    registered = event(1, "PersonaRegistered", 1, card=CARD)
    rounds = store(engine, registered, proposed(2, 1), submitted(3, 1))
    assert rounds.submission(1) == Submission(1, "0xO", MANIFEST, 2_000, 3_000)
    with transaction(engine) as session:
        roll_back(session, CHAIN, block(2))
    assert rounds.submission(1) is None


def test_history__settled_rounds_before_a_block__oldest_first_and_limited(engine: Engine):
    digests = [digest_of(bytes([100 + n])) for n in range(4)]
    entries = [submitted(10 + n, n, digests[n]) for n in range(4)]
    # Settled in another order than submitted; round 3 fails.
    endings = [event(20 + i, "RoundSettled", n) for i, n in enumerate((1, 0, 2))]
    rounds = store(engine, *entries, *endings, event(23, "RoundFailed", 3))
    assert rounds.settled_before(23, 8) == [digests[1], digests[0], digests[2]]
    assert rounds.settled_before(22, 8) == [digests[1], digests[0]]
    assert rounds.settled_before(23, 2) == [digests[0], digests[2]]


def test_kept__twice__the_first_stays_and_other_facts_are_apart(engine: Engine):
    rounds = StoredRounds(engine, CHAIN)
    proposal = Proposal(1, 2, "0xb", BRIEF, 2, 1, ())
    assert rounds.keep_manifest(proposal, b"first") == b"first"
    assert rounds.keep_manifest(proposal, b"second") == b"first"
    assert rounds.manifest(Proposal(1, 2, "0xother", BRIEF, 2, 1, ())) is None

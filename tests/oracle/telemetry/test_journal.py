"""What the database says of an operator's work."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from oracle.store.database import transaction
from oracle.store.operator import open_operator_store
from oracle.store.tables import Cursor, Event, Transaction, TransactionState
from oracle.telemetry.journal import Journal, read_journal

CHAIN = 31337
ME, OTHER = "0x" + "11" * 20, "0x" + "22" * 20


@pytest.fixture
def engine(tmp_path: Path):
    engine = open_operator_store(tmp_path / "operator.sqlite")
    yield engine
    engine.dispose()


def event(index: int, name: str, **args: Any) -> Event:
    return Event(
        chain_id=CHAIN,
        block_number=1,
        block_hash="0xa",
        block_timestamp=1_000,
        tx_hash="0xt",
        log_index=index,
        address="0xA",
        name=name,
        args=args,
    )


def sent(nonce: int, state: TransactionState, fee: int | None = None) -> Transaction:
    return Transaction(
        cause=f"cause {nonce}",
        attempt=1,
        chain_id=CHAIN,
        sender=ME,
        nonce=nonce,
        hash=f"0x{nonce}",
        raw=b"",
        signed_at=100 + nonce,
        state=state,
        fee=fee,
    )


def read(engine: Engine) -> Journal:
    return read_journal(engine, CHAIN, ME)


def test_journal__new_database__is_all_zero(engine: Engine):
    journal = read(engine)
    assert (journal.cursor, journal.rounds_open, journal.fees) == (0, 0, 0)
    assert (journal.waiting_since, journal.lowest_nonce) == (None, None)
    assert journal.transactions == dict.fromkeys(
        ("stored", "sent", "mined", "finalized", "failed", "replaced"), 0
    )


def test_journal__events_of_several_operators__counts_mine(engine: Engine):
    names = ("Committed", "Revealed", "RevealRefused")
    rows = [event(i, name, operator=ME) for i, name in enumerate(names)]
    rows += [event(10 + i, name, operator=OTHER) for i, name in enumerate(names)]
    rows += [event(20, "Penalized", operator=ME, amount=2**70)]
    rows += [event(21, "Penalized", operator=OTHER, amount=1)]
    rows += [event(30, "GenerationProposed"), event(31, "GenerationProposed")]
    rows += [event(32, "RoundExpired")]
    with transaction(engine) as session:
        session.add(Cursor(chain_id=CHAIN, number=7, hash="0xa", timestamp=1_007))
        session.add_all(rows)
    journal = read(engine)
    assert (journal.cursor, journal.cursor_timestamp) == (7, 1_007)
    assert (journal.committed, journal.revealed, journal.penalties) == (1, 2, (2**70,))
    assert journal.rounds_open == 1


def test_journal__transactions__counts_states_sums_fees_and_finds_the_oldest(engine: Engine):
    much = 8 * 10**18
    with transaction(engine) as session:
        session.add(sent(0, TransactionState.FINALIZED, fee=much))
        session.add(sent(1, TransactionState.MINED, fee=much))
        session.add(sent(2, TransactionState.SENT))
        session.add(sent(3, TransactionState.STORED))
    journal = read(engine)
    assert journal.fees == pytest.approx(2 * much)
    assert (journal.waiting_since, journal.lowest_nonce) == (102, 2)
    assert (journal.transactions["sent"], journal.transactions["finalized"]) == (1, 1)

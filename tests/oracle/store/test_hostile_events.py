"""Events that a hostile contract may emit, and blocks that a lying node may tell of."""

from dataclasses import dataclass
from typing import Any, cast

import pytest
from sqlalchemy import Engine

from oracle.chain.events import ChainEvent
from oracle.chain.ingest import ingest
from oracle.chain.node import Header
from oracle.chain.scanner import Batch, Scanner
from oracle.errors import Transient
from oracle.store.database import transaction
from oracle.store.inbox import events, recent_blocks

CHAIN = 31337


@dataclass
class OneStep:
    """A scanner that has found one batch."""

    batch: Batch
    chain_id: int = CHAIN

    def step(self, _recent: object) -> Batch:
        return self.batch


def batch(args: dict[str, Any], **block: Any) -> Scanner:
    header = Header(**{"number": 1, "hash": "0x1", "parent_hash": "0x0", "timestamp": 1, **block})
    event = ChainEvent(
        name="Said",
        args=args,
        address="0xA",
        block_number=header.number,
        block_hash=header.hash,
        block_timestamp=header.timestamp,
        tx_hash="0xt",
        log_index=0,
    )
    return cast(Scanner, OneStep(Batch((event,), (header,), complete=True)))


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 2**256 - 1, -1, -(2**255)])
def test_event__about_any_number__is_kept_with_what_it_said(engine: Engine, number: int):
    said = {"tokenId": number, "text": "\0 \ud800 ‮", "bytes": "0x" + "00" * 1_000}
    ingest(engine, batch(said))
    with transaction(engine) as session:
        (found,) = events(session, CHAIN, ["Said"])
    assert found.args == said
    assert found.subject == (number if number == 2**63 - 1 else None)


@pytest.mark.parametrize("lie", [{"timestamp": 2**63}, {"number": 2**200}])
def test_block__with_numbers_that_none_has__waits_and_nothing_is_kept(
    engine: Engine, lie: dict[str, int]
):
    with pytest.raises(Transient, match="check who gave it"):
        ingest(engine, batch({}, **lie))
    with transaction(engine) as session:
        assert recent_blocks(session, CHAIN) == []

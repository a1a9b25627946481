"""Answers about a round stay small, whatever is sent to it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx
import pytest
from frontend_api.processes import open_projector
from frontend_api.projection.database import open_to_write
from frontend_api.projection.log import add, cursor
from frontend_api.projection.tables import Event
from frontend_api.settings import Settings

from oracle.store.database import transaction
from tests.frontend_api.serving import serving
from tests.frontend_api.world import World


@pytest.fixture
def told(world: World, settings: Settings, tmp_path: Path) -> Any:
    """A round to whose bounty 300 sponsors added 1, 2, ... 300."""
    projector = open_projector(settings)
    while projector.poll():
        pass
    with transaction(open_to_write(settings.projection)) as session:
        last = cursor(session)
        assert last
        add(session, last, [], _additions(world.settled, last.number, range(1, 301)))
    with serving(settings, tmp_path) as url:
        return httpx.get(f"{url}/rounds/{world.settled}", timeout=60).json()


def _additions(round_id: int, block: int, amounts: Iterable[int]) -> list[Event]:
    return [
        Event(
            block_number=block,
            log_index=1_000 + amount,
            timestamp=0,
            tx="0x",
            contract="GenerationRounds",
            name="BountyAdded",
            args={"roundId": round_id, "sponsor": f"0x{amount:040x}", "amount": amount},
            round_id=round_id,
        )
        for amount in amounts
    ]


def test_timeline__hundreds_of_events__is_the_first_and_the_newest(told: Any) -> None:
    first, newest = told["timeline"][:-200], told["timeline"][-200:]
    assert [event["name"] for event in first] == ["GenerationProposed", "EntriesSubmitted"]
    assert [event["data"]["amount"] for event in newest] == [str(n) for n in range(101, 301)]


def test_sponsors__hundreds__are_the_largest(told: Any) -> None:
    largest, *others = [int(sponsor["amount"]) for sponsor in told["sponsors"]]
    assert largest == 7 * 10**18
    assert others == list(range(300, 201, -1))
    assert int(told["sponsored"]) == largest + sum(range(1, 301))

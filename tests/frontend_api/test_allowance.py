"""What each one may do: a burst, then a pace, each by itself."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

import pytest
from frontend_api.accounts.allowance import Allowance, Rate
from sqlalchemy import Engine
from starlette.exceptions import HTTPException

from oracle.assistant.accounts.data import delete_account
from oracle.assistant.accounts.sessions import Sessions
from oracle.assistant.people.database import open_people
from tests.frontend_api.people import ADA, BEN

LETTERS = Rate("letters", burst=2, seconds=10)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def refused(allowance: Allowance, who: str, rate: Rate, cost: float = 1) -> int | None:
    """The seconds to wait, or None where it was allowed."""
    try:
        allowance.spend(who, rate, cost)
    except HTTPException as error:
        headers = error.headers or {}
        return int(headers["Retry-After"])
    return None


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Engine]:
    """A people database in which Ada and Ben have accounts."""
    engine = open_people(tmp_path / "people.sqlite")
    for account in (ADA, BEN):
        Sessions(engine).open(account.address)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(("one", "other"), [("192.0.2.1", "192.0.2.2"), (ADA.address, BEN.address)])
def test_allowance__burst_then_pace__each_one_and_each_rate_by_itself(
    people: Engine, one: str, other: str
) -> None:
    clock = Clock()
    allowance = Allowance(people, clock)
    assert [refused(allowance, one, LETTERS) for _ in range(3)] == [None, None, 10]
    clock.now = 4
    assert refused(allowance, one, LETTERS) == 6
    assert refused(allowance, other, LETTERS) is None
    assert refused(allowance, one, Rate("parcels", burst=1, seconds=10)) is None
    clock.now = 10
    assert [refused(allowance, one, LETTERS) for _ in range(2)] == [None, 10]
    clock.now = 0  # it was set back
    assert refused(allowance, one, LETTERS) == 10


def test_allowance__of_an_account__is_one_for_all_workers(people: Engine, tmp_path: Path) -> None:
    other = open_people(tmp_path / "people.sqlite")
    workers = cycle([Allowance(people, Clock()), Allowance(other, Clock())])
    letters = Rate("letters", burst=7, seconds=60)
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(refused, next(workers), ADA.address, letters) for _ in range(30)]
        answers = [each.result() for each in asked]
    other.dispose()
    assert answers.count(None) == 7
    assert answers.count(60) == 23


@pytest.mark.parametrize(("cost", "wait"), [(2, 15), (99, 15), (0.5, None)])
@pytest.mark.parametrize("who", ["192.0.2.1", ADA.address])
def test_allowance__dear_things__cost_more_and_a_refusal_nothing(
    people: Engine, who: str, cost: float, wait: int | None
) -> None:
    allowance = Allowance(people, Clock())
    allowance.spend(who, LETTERS, 1.5)
    assert refused(allowance, who, LETTERS, cost) == wait
    assert refused(allowance, who, LETTERS, cost) == wait or cost < 1


def test_allowance__a_flood_of_names__forgets_the_oldest_alone(people: Engine) -> None:
    allowance = Allowance(people, Clock())
    once = Rate("letters", burst=1, seconds=10)
    for number in range(30_000):
        allowance.spend(str(number), once)
    assert refused(allowance, "29999", once) == 10
    assert refused(allowance, "0", once) is None


def test_allowance__what_was_had_already__is_owed_and_waited_for(people: Engine) -> None:
    clock = Clock()
    allowance = Allowance(people, clock)
    assert refused(allowance, "192.0.2.1", LETTERS, 0) is None
    allowance.charge("192.0.2.1", LETTERS, 5)
    assert refused(allowance, "192.0.2.1", LETTERS, 0) == 30
    clock.now = 30
    assert refused(allowance, "192.0.2.1", LETTERS, 0) is None
    assert refused(allowance, "192.0.2.1", LETTERS) == 10


def test_allowance__account_deleted_meanwhile__asks_to_sign_in(people: Engine) -> None:
    allowance = Allowance(people, Clock())
    allowance.spend(ADA.address, LETTERS)
    delete_account(people, ADA.address)
    with pytest.raises(HTTPException, match="sign in again") as refusal:
        allowance.spend(ADA.address, LETTERS)
    assert refusal.value.status_code == 401

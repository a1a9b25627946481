"""What each one may do: a burst, then a pace, each by itself."""

import pytest
from frontend_api.accounts.allowance import Allowance, Rate
from starlette.exceptions import HTTPException

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


def test_allowance__burst_then_pace__each_one_and_each_rate_by_itself() -> None:
    clock = Clock()
    allowance = Allowance(clock)
    assert [refused(allowance, "a", LETTERS) for _ in range(3)] == [None, None, 10]
    clock.now = 4
    assert refused(allowance, "a", LETTERS) == 6
    assert refused(allowance, "b", LETTERS) is None
    assert refused(allowance, "a", Rate("parcels", burst=1, seconds=10)) is None
    clock.now = 10
    assert [refused(allowance, "a", LETTERS) for _ in range(2)] == [None, 10]


@pytest.mark.parametrize(("cost", "wait"), [(2, 15), (99, 15), (0.5, None)])
def test_allowance__dear_things__cost_more_and_a_refusal_nothing(
    cost: float, wait: int | None
) -> None:
    clock = Clock()
    allowance = Allowance(clock)
    allowance.spend("a", LETTERS, 1.5)
    assert refused(allowance, "a", LETTERS, cost) == wait
    assert refused(allowance, "a", LETTERS, cost) == wait or cost < 1


def test_allowance__a_flood_of_names__forgets_the_oldest_alone() -> None:
    allowance = Allowance(Clock())
    once = Rate("letters", burst=1, seconds=10)
    for number in range(30_000):
        allowance.spend(str(number), once)
    assert refused(allowance, "29999", once) == 10
    assert refused(allowance, "0", once) is None

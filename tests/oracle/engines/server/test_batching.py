"""Who is begun first, and what becomes of the others where a row or a step fails."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from oracle.engines.server.batching import Batcher, Job
from oracle.engines.server.rows import Completion, Row
from oracle.engines.server.settings import Limits
from oracle.engines.server.writing import Writing
from oracle.errors import Transient

POISON = 13


class Fake:
    """Writes each row's seed as digits, one a step; cannot begin the poisonous one."""

    def __init__(self, places: int) -> None:
        self.live: list[Writing] = []
        self.begun: list[int] = []
        self.breaks = False
        self._places = places

    @property
    def free(self) -> int:
        return self._places - len(self.live)

    def join(self, row: Row) -> Writing:
        if row.seed == POISON:
            raise RuntimeError("out of memory")
        self.begun.append(row.seed)
        writing = Writing(row, frozenset(), lambda ids: "".join(map(str, ids)))
        self.live.append(writing)
        return writing

    def step(self) -> None:
        if self.breaks:
            raise RuntimeError("the device is gone")
        for writing in self.live:
            writing.take(writing.row.seed)
        self.live = [writing for writing in self.live if writing.finish is None]

    def clear(self) -> list[Writing]:
        live, self.live = self.live, []
        return live


def row(seed: int, **other: Any) -> Row:
    return Row((1,), 0.0, 1.0, **{"max_tokens": 2, "seed": seed, **other})


def played(fake: Fake, scenario: Callable[[Batcher], Awaitable[Any]], **limits: int) -> Any:
    async def play() -> Any:
        batcher = Batcher(fake, Limits(**{"window_ms": 0, **limits}))
        work = asyncio.create_task(batcher.run())
        try:
            return await asyncio.wait_for(scenario(batcher), 60)
        finally:
            work.cancel()

    return asyncio.run(play())


async def ended(jobs: list[Job]) -> list[Completion | BaseException]:
    return await asyncio.gather(*(job.completion() for job in jobs), return_exceptions=True)


def test_batcher__one_row_fails__the_others_are_written() -> None:
    async def scenario(batcher: Batcher) -> Any:
        return await ended([batcher.submit(row(seed)) for seed in (1, POISON, 3, 4)])

    first, poisoned, *others = played(Fake(4), scenario)
    assert isinstance(poisoned, Transient)
    assert [answer.text for answer in (first, *others)] == ["11", "33", "44"]


def test_batcher__a_step_fails__its_rows_fail_and_the_next_are_written() -> None:
    fake = Fake(2)

    async def scenario(batcher: Batcher) -> Any:
        fake.breaks = True
        failed = await ended([batcher.submit(row(seed)) for seed in (1, 2)])
        fake.breaks = False
        return failed, await ended([batcher.submit(row(3))])

    failed, [after] = played(fake, scenario)
    assert all(isinstance(each, Transient) for each in failed)
    assert after.text == "33"


def test_batcher__rows_of_many_priorities__the_lowest_are_begun_first() -> None:
    fake = Fake(1)

    async def scenario(batcher: Batcher) -> Any:
        chats = [batcher.submit(row(seed)) for seed in (1, 2)]
        rounds = [batcher.submit(row(seed, priority=-1)) for seed in (3, 4)]
        return await ended([*chats, *rounds])

    played(fake, scenario)
    assert fake.begun == [3, 4, 1, 2]


def test_batcher__row_that_comes_while_another_is_written__joins_it() -> None:
    fake = Fake(2)

    async def scenario(batcher: Batcher) -> Any:
        first = batcher.submit(row(1, max_tokens=10_000))
        assert await first.piece() == "1"
        [second] = await ended([batcher.submit(row(2))])
        batcher.give_up(first)
        return second, batcher.counts, await first.completion()

    second, counts, first = played(fake, scenario)
    assert (second.text, first.finish) == ("22", "cancelled")
    assert (counts.batches, counts.largest_batch) == (1, 2)


def test_batcher__given_up_while_it_waits__is_never_begun() -> None:
    fake = Fake(1)

    async def scenario(batcher: Batcher) -> None:
        first, second = batcher.submit(row(1)), batcher.submit(row(2))
        batcher.give_up(second)
        await first.completion()
        await batcher.submit(row(3)).completion()

    played(fake, scenario)
    assert fake.begun == [1, 3]


@pytest.mark.parametrize("places", [1, 4])
def test_batcher__stopped__gives_up_what_waits_and_what_is_written(places: int) -> None:
    async def scenario() -> list[Completion | BaseException]:
        batcher = Batcher(Fake(places), Limits(max_batch=4, window_ms=1_000))
        jobs = [batcher.submit(row(seed, max_tokens=10**6)) for seed in range(3)]
        work = asyncio.create_task(batcher.run())
        await asyncio.sleep(0)
        work.cancel()
        return await asyncio.wait_for(ended(jobs), 60)

    assert all(isinstance(answer, Transient) for answer in asyncio.run(scenario()))

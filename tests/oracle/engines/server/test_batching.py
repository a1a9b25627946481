"""A model that fails on some rows, before which others wait."""

import asyncio
from collections.abc import Sequence

import pytest

from oracle.engines.server.batching import Batcher
from oracle.engines.server.rows import Completion, Row
from oracle.engines.server.settings import Limits
from oracle.errors import Transient

POISON = 13


def write(rows: Sequence[Row]) -> list[Completion]:
    """Writes each row's seed; fails for a batch that holds the poisonous one."""
    if any(row.seed == POISON for row in rows):
        raise RuntimeError("out of memory")
    return [Completion(str(row.seed), "stop", 1) for row in rows]


def row(seed: int) -> Row:
    return Row((1,), 0.0, 1.0, 1, seed)


def test_batcher__one_row_fails__the_others_of_its_batch_are_written() -> None:
    async def scenario() -> list[Completion | BaseException]:
        batcher = Batcher(write, Limits(max_batch=4, window_ms=1_000))
        work = asyncio.create_task(batcher.run())
        submitted = [batcher.submit(row(seed)) for seed in (1, POISON, 3, 4)]
        answers = await asyncio.gather(*submitted, return_exceptions=True)
        work.cancel()
        return answers

    first, poisoned, *others = asyncio.run(scenario())
    assert isinstance(poisoned, Transient)
    assert [answer.text for answer in (first, *others)] == ["1", "3", "4"]


@pytest.mark.parametrize("max_batch", [1, 4])
def test_batcher__stopped__gives_up_what_waits(max_batch: int) -> None:
    """With one row a batch the others still queue; with four they wait for company."""

    async def scenario() -> list[str | BaseException]:
        batcher = Batcher(write, Limits(max_batch=max_batch, window_ms=1_000))
        submitted = [asyncio.create_task(batcher.submit(row(seed))) for seed in range(3)]
        work = asyncio.create_task(batcher.run())
        await asyncio.sleep(0)
        work.cancel()
        return await asyncio.wait_for(asyncio.gather(*submitted, return_exceptions=True), 5)

    answers = asyncio.run(scenario())
    assert all(isinstance(answer, asyncio.CancelledError) for answer in answers)


def test_batcher__stopped_while_writing__the_rows_are_told() -> None:
    started = asyncio.Event()

    async def scenario() -> None:
        loop = asyncio.get_running_loop()

        def write_until_told(rows: Sequence[Row]) -> list[Completion]:
            loop.call_soon_threadsafe(started.set)
            assert all(one.cancelled.wait(5) for one in rows)
            return write(rows)

        batcher = Batcher(write_until_told, Limits(window_ms=0))
        submitted = asyncio.create_task(batcher.submit(row(1)))
        work = asyncio.create_task(batcher.run())
        await started.wait()
        work.cancel()
        await asyncio.wait([submitted, work])
        assert submitted.cancelled()

    asyncio.run(scenario())

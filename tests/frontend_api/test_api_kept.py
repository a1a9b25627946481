"""Answers that are kept hold only while the projection is where it was."""

import asyncio
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from frontend_api.accounts.allowance import Rate
from frontend_api.processes import open_projector
from frontend_api.settings import Settings

from tests.frontend_api.projecting import catch_up
from tests.frontend_api.serving import serving
from tests.frontend_api.stage import BRIEF, Stage
from tests.frontend_api.world import World
from tests.wait import PATIENCE_S

READERS = 200


def test_answer__asked_again_after_each_block__is_of_that_block(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    with closing(open_projector(settings)) as projector:
        catch_up(projector)
        with serving(settings, tmp_path) as url, httpx.Client(base_url=url, timeout=60) as client:
            before = client.get("/rounds?limit=1")
            assert client.get("/rounds?limit=1").content == before.content
            assert client.get("/rounds?limit=2").content != before.content
            snapshot = stage.rpc("evm_snapshot")
            round_id = stage.propose(BRIEF.digest)
            catch_up(projector)
            newest = client.get("/rounds?limit=1").json()["items"][0]
            assert (newest["id"], newest["phase"]) == (round_id, "open")
            stage.end_window()  # no event, but time
            catch_up(projector)
            assert client.get("/rounds?limit=1").json()["items"][0]["phase"] == "closable"
            stage.rpc("evm_revert", snapshot)
            stage.mine(4)
            catch_up(projector)
            assert client.get("/rounds?limit=1").json()["items"][0]["id"] != round_id
            assert client.get("/rounds?limit=0").status_code == 422


def test_answer__other_parameters__make_no_difference(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    with (
        closing(open_projector(settings)) as projector,
        serving(settings, tmp_path) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        catch_up(projector)
        told = [
            client.get(f"/rounds?{query}").json()["items"]
            for query in ("limit=1&_=1", "_=2&limit=1", "limit=2", "limit=2&limit=1", "limit=1")
        ]
        assert [len(items) for items in told] == [1, 1, 2, 1, 1]


def test_answer__of_other_cursors_all_the_time__costs_the_client_what_it_takes(
    stage: Stage, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    little = Rate("seconds of computing", burst=0, seconds=100_000)
    monkeypatch.setattr("frontend_api.web.view._COMPUTING", little)
    free = settings.model_copy(update={"requests_per_minute": 0})
    with closing(open_projector(settings)) as projector:
        catch_up(projector)
    queries = [f"/rounds?cursor={number}" for number in range(10**6, 10**6 + 3)]
    with serving(settings, tmp_path) as url, httpx.Client(base_url=url, timeout=60) as client:
        answers = [client.get(query) for query in queries]
        assert [answer.status_code for answer in answers] == [200, 429, 429]
        assert int(answers[1].headers["retry-after"]) > 0
        assert client.get("/ready").status_code != 429  # it is not kept, and costs little
    with serving(free, tmp_path) as url, httpx.Client(base_url=url, timeout=60) as client:
        assert {client.get(query).status_code for query in queries} == {200}


def test_answer__more_readers_than_threads_and_connections__all_are_answered(
    world: World, tmp_path: Path
) -> None:
    unbounded = world.stage.settings.model_copy(update={"requests_per_minute": 0})

    async def ask(url: str) -> set[int]:
        limits = httpx.Limits(max_connections=READERS)
        async with httpx.AsyncClient(base_url=url, limits=limits, timeout=PATIENCE_S) as client:
            looked = "/analytics/rounds?since={0}&until={0}"  # in two threads, one after the other
            paths = ("/rounds?cursor={}", "/deployments?{}", "/voters?limit=1&{}", looked)
            asked = [client.get(paths[n % 4].format(n)) for n in range(READERS)]
            return {answer.status_code for answer in await asyncio.gather(*asked)}

    with closing(open_projector(unbounded)) as projector, serving(unbounded, tmp_path) as url:
        catch_up(projector)
        assert asyncio.run(ask(url)) == {200}

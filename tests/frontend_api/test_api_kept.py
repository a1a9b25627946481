"""Answers that are kept hold only while the projection is where it was."""

from contextlib import closing
from pathlib import Path

import httpx
from frontend_api.processes import open_projector
from frontend_api.settings import Settings

from tests.frontend_api.projecting import catch_up
from tests.frontend_api.serving import serving
from tests.frontend_api.stage import BRIEF, Stage


def test_answer__asked_again_after_each_block__is_of_that_block(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    with closing(open_projector(settings)) as projector:
        catch_up(projector)
        with serving(settings, tmp_path) as url, httpx.Client(base_url=url) as client:
            before = client.get("/rounds?limit=1")
            assert client.get("/rounds?limit=1").content == before.content
            assert client.get("/rounds?limit=2").content != before.content
            snapshot = stage.rpc("evm_snapshot")
            round_id = stage.propose(BRIEF.digest)
            catch_up(projector)
            newest = client.get("/rounds?limit=1").json()["items"][0]
            assert (newest["id"], newest["phase"]) == (round_id, "open")
            stage.travel(121)  # no event, but time
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
        httpx.Client(base_url=url) as client,
    ):
        catch_up(projector)
        told = [
            client.get(f"/rounds?{query}").json()["items"]
            for query in ("limit=1&_=1", "_=2&limit=1", "limit=2", "limit=2&limit=1", "limit=1")
        ]
        assert [len(items) for items in told] == [1, 1, 2, 1, 1]

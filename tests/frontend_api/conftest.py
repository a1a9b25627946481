"""One chain with a history for all tests; those that change it put it back."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest
from frontend_api.accounts.allowance import Allowance
from frontend_api.processes import open_projector
from frontend_api.settings import Settings

from tests.frontend_api.serving import serving
from tests.frontend_api.stage import Stage
from tests.frontend_api.world import World, play
from tests.services.postgres import postgres
from tests.stage import deployed

__all__ = ["postgres"]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with deployed(Stage, tmp_path_factory.mktemp("deployment")) as stage:
        yield play(stage)


@pytest.fixture(scope="session")
def api(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The API on a projection of the world, which doesn't move."""
    projector = open_projector(world.stage.settings)
    while projector.poll():
        pass
    dist = tmp_path_factory.mktemp("dist")
    (dist / "assets").mkdir()
    (dist / "index.html").write_text("<!doctype html><title>Troupe</title>")
    (dist / "assets" / "app-1a2b.js").write_text("console.log(1)")
    (dist.parent / "secret.txt").write_text("secret")
    with (
        serving(world.stage.settings, dist) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        yield client


@pytest.fixture
def stage(world: World) -> Iterator[Stage]:
    """The world's stage, put back afterwards."""
    stage = world.stage
    snapshot = stage.rpc("evm_snapshot")
    yield stage
    assert stage.rpc("evm_revert", snapshot)


@pytest.fixture
def settings(world: World, tmp_path: Path) -> Settings:
    """The world's settings with a projection of one's own."""
    return world.stage.settings.model_copy(update={"projection": tmp_path / "projection.sqlite"})


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allowances of an API that is made now do not grow again, however slow the machine is."""
    monkeypatch.setattr("frontend_api.app.Allowance", partial(Allowance, now=lambda: 0.0))

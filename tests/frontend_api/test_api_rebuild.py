"""The projection on PostgreSQL, and rebuilt while readers look, stopped and gone on with."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from frontend_api.processes import open_projector
from frontend_api.projection.database import open_to_write
from frontend_api.projection.progress import rebuild_shown
from frontend_api.projection.projector import Projector
from frontend_api.settings import Settings
from pydantic import SecretStr

from oracle.errors import Fatal
from oracle.store.operator import open_operator_store
from tests.frontend_api.projecting import catch_up, contents, rebuilt
from tests.frontend_api.serving import serving
from tests.frontend_api.stage import BRIEF, Stage
from tests.frontend_api.world import World
from tests.services.postgres import PASSWORD, Postgres

PATHS = (
    "/rounds?limit=100",
    "/rounds?phase=settled&phase=closable",
    "/personas?limit=100",
    "/personas/2",
    "/operators",
    "/contributions?limit=100&status=accepted",
    "/vaults",
    "/vaults/1",
    "/leaderboards",
    "/analytics/rounds?bucket=week",
    "/analytics/personas?bucket=week",
    "/analytics/criteria?bucket=week",
    "/analytics/revenue?bucket=week",
    "/proposals",
    "/voters",
    "/deployments",
)


class Stopped(Exception):
    """What a test stops a rebuild with."""


def stop(_block: int, _events: int) -> None:
    raise Stopped


@pytest.fixture
def address(postgres: Postgres) -> SecretStr:
    return SecretStr(postgres.new_database())


@pytest.fixture
def projector(settings: Settings, address: SecretStr) -> Iterator[Projector]:
    """One that writes to PostgreSQL."""
    moved = settings.model_copy(update={"projection": address})
    with closing(open_projector(moved)) as opened:
        yield opened


def test_postgresql__followed_block_by_block_and_back__equals_a_file(
    stage: Stage, settings: Settings, projector: Projector, address: SecretStr
) -> None:
    catch_up(projector)
    before, snapshot = contents(address), stage.rpc("evm_snapshot")
    round_id = stage.propose(BRIEF.digest)
    catch_up(projector)
    stage.submit(round_id, stage.blocks.put(stage.manifest(round_id).to_bytes()))
    stage.vote(round_id, stage.voters[0], 1)
    catch_up(projector)
    assert contents(address) == rebuilt(settings)
    stage.rpc("evm_revert", snapshot)
    stage.mine(6)
    catch_up(projector)
    assert contents(address) == before == rebuilt(settings)


def test_postgresql__asked_by_the_api__answers_as_a_file(
    api: httpx.Client, world: World, address: SecretStr, tmp_path: Path
) -> None:
    settings = world.stage.settings.model_copy(update={"projection": address})
    with closing(open_projector(settings)) as projector:
        while projector.poll():
            pass
    rounds = [f"/rounds/{world.settled}{part}" for part in ("", "/entries", "/votes", "/sheets")]
    with serving(settings, tmp_path) as url, httpx.Client(base_url=url, timeout=60) as other:
        for path in (*PATHS, *rounds):
            answer, wanted = other.get(path).json(), api.get(path).json()
            for each in (answer, wanted):  # how often it was told differs
                for one in (each, *each.get("items", [])):
                    one.pop("version", None)
            assert answer == wanted, path


def test_postgresql__of_something_else__is_refused_without_the_password(
    postgres: Postgres, settings: Settings
) -> None:
    operators = postgres.new_database()
    open_operator_store(operators).dispose()
    with pytest.raises(Fatal, match="is not the projection of Troupe") as refused:
        open_to_write(SecretStr(operators))
    assert PASSWORD not in str(refused.value)
    with pytest.raises(Fatal, match="TROUPE_PROJECTION"):
        open_to_write(SecretStr("mysql://troupe:secret@localhost/x"))
    assert "secret" not in repr(settings.model_copy(update={"projection": SecretStr("secret")}))


def test_settings__url_of_a_projection__is_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROUPE_PROJECTION", "postgresql://troupe:open-sesame@localhost/troupe")
    assert "sesame" not in repr(Settings(_env_file=None))
    monkeypatch.setenv("TROUPE_PROJECTION", "here/p.sqlite")
    assert Settings(_env_file=None).projection == Path("here/p.sqlite")


@pytest.mark.parametrize("kind", ["file", "postgresql"])
def test_rebuild__stopped_in_the_middle__readers_wait_and_it_goes_on(
    kind: str, stage: Stage, settings: Settings, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if kind == "postgresql":
        where = request.getfixturevalue("address")
        settings = settings.model_copy(update={"projection": where})
    with closing(open_projector(settings)) as first:
        catch_up(first)
        before = contents(settings.projection)
        with (
            serving(settings, tmp_path) as url,
            httpx.Client(base_url=url, timeout=60) as client,
        ):
            assert client.get("/rounds").status_code == 200
            with pytest.raises(Stopped):
                first.rebuild(stop)
            told = client.get("/rounds")
            assert (told.status_code, told.headers["retry-after"]) == (503, "5")
            assert "is being rebuilt" in told.json()["detail"]
            with closing(open_projector(settings)) as second:
                rebuild_shown(second)
            assert client.get("/rounds").status_code == 200
    assert contents(settings.projection) == before


def test_rebuild__stopped_before_a_reorg__follows_the_new_chain(
    stage: Stage, settings: Settings
) -> None:
    snapshot = stage.rpc("evm_snapshot")
    stage.propose(BRIEF.digest)
    with closing(open_projector(settings)) as projector:
        with pytest.raises(Stopped):
            projector.rebuild(stop)
        stage.rpc("evm_revert", snapshot)
        stage.mine(3)
        catch_up(projector)
    assert contents(settings.projection) == rebuilt(settings)

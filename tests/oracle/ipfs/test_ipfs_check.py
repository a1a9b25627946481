"""What `check` says of where content is kept."""

from pathlib import Path

import pytest
from pydantic import HttpUrl, SecretStr

from oracle.check import Line, checks
from oracle.settings import Settings
from tests.ipfs_daemon import Daemon
from tests.oracle.ipfs.pinning_server import PinningServer
from tests.web_server import running

pytestmark = pytest.mark.usefixtures("patient_checks")

NOBODY = HttpUrl("http://127.0.0.1:1")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        rpc_url=NOBODY,
        deployments=tmp_path,
        blocks=tmp_path / "blocks.sqlite",
        database=SecretStr(str(tmp_path / "operator.sqlite")),
    )


def line(settings: Settings, name: str, **changes: object) -> Line:
    changed = settings.model_copy(update=changes)
    (found,) = (line for line in checks(changed) if line.name == name)
    return found


def test_block_store__embedded__is_written_and_read(settings: Settings):
    found = line(settings, "block store")
    assert found.ok
    assert "written and read" in found.says


def test_block_store__kubo__tells_its_version_or_that_it_is_down(
    settings: Settings, daemon: Daemon
):
    found = line(settings, "block store", ipfs="kubo", kubo_url=HttpUrl(daemon.url))
    assert found.ok
    assert found.says.endswith("copies in Kubo 0.18.1")
    down = line(settings, "block store", ipfs="kubo", kubo_url=NOBODY)
    assert not down.ok
    assert "start it" in down.says


def test_pinning_service__token_is_right_or_wrong__is_said(settings: Settings):
    with running(PinningServer("right").app) as url:
        service = HttpUrl(f"{url}/api")
        for token, ok in (("right", True), ("wrong", False)):
            given = {"pinning_url": service, "pinning_token": SecretStr(token)}
            found = line(settings, "pinning service", **given)
            assert found.ok is ok
            assert "token" in found.says
            assert "wrong" not in found.says


def test_pinning_service__not_set__has_no_line(settings: Settings):
    assert "pinning service" not in {found.name for found in checks(settings)}

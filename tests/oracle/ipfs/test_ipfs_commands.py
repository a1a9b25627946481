"""`python -m oracle ipfs`, in processes of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.oracle.ipfs.dags import bytes_of
from tests.wait import PATIENCE_S

NOWHERE = "bafybeigmix7t42i6jacydtquhet7srwvgpizfg7gjbq7627d35mjomtu64"
LARGE = bytes_of("a command's file", 1_500_000)


class Shell:
    """Runs commands over a block store of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        kept = {"TROUPE_BLOCKS": str(folder / "blocks.sqlite")} | settings
        self._environment = os.environ | kept
        self._folder = folder
        folder.mkdir()

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "oracle", "ipfs", *map(str, arguments)]
        environment = self._environment | {"PYTHONPATH": str(Path.cwd())}
        return subprocess.run(
            command,
            env=environment,
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )

    def says(self, *arguments: object) -> str:
        done = self.run(*arguments)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.strip()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "one")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "large").write_bytes(LARGE)
    (folder / "small").write_bytes(b"small")
    return folder


def test_folder__added_exported_imported_and_got__is_the_same(
    shell: Shell, folder: Path, tmp_path: Path
):
    root, small = shell.says("add", folder), shell.says("add", folder / "small")
    shell.says("export", root, small, tmp_path / "two.car")
    other = Shell(tmp_path / "other")
    assert other.says("import", tmp_path / "two.car").split() == [root, small]
    assert other.says("collect") == "0 blocks dropped"
    other.says("get", root, tmp_path / "out")
    assert (tmp_path / "out" / "inner" / "large").read_bytes() == LARGE
    assert (tmp_path / "out" / "small").read_bytes() == b"small"


def test_commands__what_can_not_be_done__is_said_in_a_line(
    shell: Shell, folder: Path, tmp_path: Path
):
    cid = shell.says("add", folder / "small")
    (tmp_path / "text").write_text("no CAR")
    for arguments, says in (
        (("export", cid, folder / "small"), "choose another name"),
        (("import", tmp_path / "text"), "CAR"),
        (("get", "Qmfoo", tmp_path / "out"), "not a CID"),
        (("get", NOWHERE, tmp_path / "out"), "is missing"),
        (("replicate",), "TROUPE_IPFS=kubo"),
    ):
        done = shell.run(*arguments)
        assert done.returncode != 0
        assert says in done.stderr
        assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("out*"))


def test_add__kubo_that_is_down__is_kept_here_and_said(tmp_path: Path, folder: Path):
    shell = Shell(tmp_path / "kubo", TROUPE_IPFS="kubo", TROUPE_KUBO_URL="http://127.0.0.1:1")
    done = shell.run("add", folder / "small")
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].startswith("oracle: Kubo does not answer")

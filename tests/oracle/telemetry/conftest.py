"""Operator processes without a chain: their node is wrong, or never answers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from eth_account import Account

import oracle
from oracle.chain.deployment import FOLLOWED
from tests.silent import SilentServer
from tests.wait import PATIENT_CHECK

_ROOT = str(Path(oracle.__file__).parents[1])
PASSPHRASE = "correct-horse-battery"
KEY = "0x" + "5e" * 32


class Processes:
    """Starts ``python -m oracle`` in a folder of its own, with no setting of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._output = folder, folder / "output"
        self._running: list[subprocess.Popen[str]] = []
        self.settings = {
            "TROUPE_DEPLOYMENTS": str(folder),
            "TROUPE_DATABASE": str(folder / "operator.sqlite"),
            "TROUPE_BLOCKS": str(folder / "blocks.sqlite"),
        }
        _write_deployment(folder)

    def start(self, *command: str, **settings: str) -> subprocess.Popen[str]:
        """Start a command of the oracle; its output goes to a file."""
        return self._begin(("-m", "oracle", *command), settings)

    def check(self, **settings: str) -> subprocess.Popen[str]:
        """Start `oracle check`, with more patience than people have who type it."""
        return self._begin(PATIENT_CHECK, settings)

    def _begin(self, arguments: Sequence[str], settings: dict[str, str]) -> subprocess.Popen[str]:
        machine = {key: value for key, value in os.environ.items() if key[:7] != "TROUPE_"}
        with self._output.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                env={**machine, "PYTHONPATH": _ROOT, **self.settings, **settings},
                cwd=self.folder,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
            )
        self._running.append(process)
        return process

    def output(self) -> str:
        """All that the last process has said."""
        return self._output.read_text()

    def key(self) -> dict[str, str]:
        """Settings of an operator's key."""
        keystore, word = self.folder / "key.json", self.folder / "key.pass"
        keystore.write_text(json.dumps(Account.encrypt(KEY, PASSPHRASE, "pbkdf2", 1)))
        word.write_text(PASSPHRASE)
        return {"TROUPE_KEYSTORE": str(keystore), "TROUPE_PASSPHRASE_FILE": str(word)}

    def close(self) -> None:
        """End all that still runs."""
        for process in self._running:
            process.kill()
            process.wait()


def _write_deployment(folder: Path) -> None:
    contracts = {
        name: {"address": "0x" + f"{number:02x}" * 20, "block": 1, "tx": "0x" + "00" * 32}
        for number, name in enumerate(FOLLOWED, 1)
    }
    deployment = {
        "chainId": 31337,
        "genesisHash": "0x" + "00" * 32,
        "contracts": contracts,
        "startBlock": 1,
        "scoringProfile": "0x" + "00" * 32,
        "complete": True,
    }
    (folder / "31337.json").write_text(json.dumps(deployment))


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    processes = Processes(tmp_path)
    yield processes
    processes.close()


@pytest.fixture
def silent() -> Iterator[SilentServer]:
    with SilentServer() as server:
        yield server

"""The three operators of a scenario: real processes, started, killed, and started again."""

import multiprocessing
import os
import resource
import shutil
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

from scripts._demo.people import OPERATORS
from scripts._demo.stage import CHAIN_ID
from tests.chaos.operator import operate
from tests.chaos.points import Kill
from tests.chaos.template import DEPTH, Template

POLL_S, TURN_S = 0.2, 40
# A parent that has imported everything; each operator is a fork of it.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.chaos.operator"])


class Member:
    """One operator: its files, its settings, and the process of its present life."""

    def __init__(self, number: int, folder: Path, template: Template, kills: Sequence[Kill]):
        self.number, self.folder, self._template = number, folder / str(number), template
        self.database, self.blocks = self.folder / "operator.sqlite", self.folder / "blocks.sqlite"
        self.log = self.folder / "log"
        self.skew: Synchronized[float] = FORKS.Value("d", 0.0)
        self.settings: dict[str, str] = {}
        self.deaths, self.exits = 0, 0
        self._kills, self._process, self._back_at = list(kills), None, 0.0
        self.folder.mkdir(parents=True)
        shutil.copy(template.database(number), self.database)

    def start(self) -> None:
        """Begin a life: with the next of the kills that wait for it."""
        kills = [self._kills.pop(0)] if self._kills else []
        arguments = (self.log, self._settings(), kills, self.skew)
        self._process: Any = FORKS.Process(target=operate, args=arguments)
        self._process.start()

    def kill(self, away_s: float = 0.2) -> None:
        """kill -9; it comes back after `away_s`."""
        self.close()
        self.bury(away_s)

    def bury(self, away_s: float) -> None:
        """Note that it is dead; it comes back after `away_s`."""
        self.deaths += 1
        self._process, self._back_at = None, time.monotonic() + away_s

    def lives(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def ended(self) -> int | None:
        """The exit code of a process that has ended and was not buried yet."""
        return None if self._process is None or self.lives() else self._process.exitcode

    def come_back(self) -> None:
        """Start again when the time has come."""
        if self._process is None and time.monotonic() >= self._back_at:
            self.start()

    def limit_files(self, size: int) -> None:
        """Let no write go beyond that size of a file, which is then as on a full disk; -1: any."""
        if self.lives():
            with _may_be_gone():
                resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (size, -1))

    def signal(self, number: int) -> None:
        """Give a signal to a process that lives."""
        if self.lives():
            with _may_be_gone():
                os.kill(self._process.pid, number)

    def last_words(self) -> str:
        lines = (
            self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        )
        return lines[-1][:300] if lines else "nothing"

    def close(self) -> None:
        """End it for good, as a power cut would."""
        self.signal(signal.SIGKILL)
        if self._process is not None:
            self._process.join()

    def _settings(self) -> dict[str, str]:
        keystore = self._template.folder / f"operator-{self.number}.json"
        return {
            "TROUPE_CHAIN_ID": str(CHAIN_ID),
            "TROUPE_DEPLOYMENTS": str(self._template.folder),
            "TROUPE_DATABASE": str(self.database),
            "TROUPE_BLOCKS": str(self.blocks),
            "TROUPE_KEYSTORE": str(keystore),
            "TROUPE_PASSPHRASE_FILE": str(keystore.with_suffix(".pass")),
            "TROUPE_DEPTH": str(DEPTH),
            "TROUPE_POLL_SECONDS": str(POLL_S),
            "TROUPE_TURN_SECONDS": str(TURN_S),
            **self.settings,
        }


def _may_be_gone() -> suppress:
    """For what is done to a process: one that just died still counts as alive for a moment."""
    return suppress(ProcessLookupError)


def crew(folder: Path, template: Template, kills: dict[int, list[Kill]]) -> dict[int, Member]:
    """The operators by number, none started."""
    shutil.rmtree(folder, ignore_errors=True)
    return {n: Member(n, folder, template, kills.get(n, [])) for n in OPERATORS}

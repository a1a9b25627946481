"""The demo's child processes: all of them end with it, whatever happens."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_GRACE_S = 8.0


class DemoError(Exception):
    """Why the demo can't go on, in one line."""


def require_free(port: int, what: str, remedy: str) -> None:
    """Raises `DemoError` if a port of this machine is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise DemoError(f"port {port} is busy, {what} needs it: free it, or {remedy}") from None


class Processes:
    """Child processes by name, each with a log file, each in a process group of its own."""

    def __init__(self, logs: Path, environment: Mapping[str, str]) -> None:
        self._logs = logs
        self.environment = {**os.environ, **environment}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, command: Sequence[str | Path], **environment: str) -> None:
        """Start a process that runs until the end."""
        self._running[name] = self._open(name, command, environment)

    def finish(self, name: str, command: Sequence[str | Path], seconds: float = 300) -> None:
        """Run a command to its end. Raises `DemoError` where it fails."""
        process = self._running[name] = self._open(name, command, {})
        self.wait_until(lambda: process.poll() is not None, f"{name} to end", seconds, but=name)
        del self._running[name]
        if process.returncode:
            raise DemoError(f"{name} failed: {self._last_line(name)} (log: {self._log(name)})")

    def wait_until(
        self, ready: Callable[[], bool], what: str, seconds: float, but: str | None = None
    ) -> None:
        """Wait for a condition. Raises `DemoError` after `seconds`, or when a child has died."""
        deadline = time.monotonic() + seconds
        while not ready():
            self.check(but)
            if time.monotonic() > deadline:
                raise DemoError(f"waited {seconds:.0f} s for {what}: see {self._logs}")
            time.sleep(0.1)

    def check(self, but: str | None = None) -> None:
        """Raises `DemoError` if a process, other than `but`, has ended."""
        for name, process in self._running.items():
            if name != but and process.poll() is not None:
                status = f"status {process.returncode}"
                raise DemoError(
                    f"{name} ended ({status}): {self._last_line(name)} (log: {self._log(name)})"
                )

    def kill(self, name: str, number: int = signal.SIGTERM) -> int:
        """End one process, by that signal, and wait for it; its exit status."""
        process = self._running.pop(name)
        _signal(process, number)
        return process.wait()

    def ended(self, name: str) -> int | None:
        """The exit status of a process that has ended, which is then forgotten; else None."""
        status = self._running[name].poll()
        if status is not None:
            del self._running[name]
        return status

    def stop(self) -> None:
        """End every process, the last started first; kill what does not end in time."""
        for process in reversed(self._running.values()):
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + _GRACE_S
        for process in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        self._running.clear()

    def _open(
        self, name: str, command: Sequence[str | Path], environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        with self._log(name).open("wb") as log:
            return subprocess.Popen(
                [str(part) for part in command],
                env={**self.environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _log(self, name: str) -> Path:
        return self._logs / f"{name.replace(' ', '-')}.log"

    def _last_line(self, name: str) -> str:
        lines = self._log(name).read_text(errors="replace").strip().splitlines()
        return lines[-1][:300] if lines else "it said nothing"


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    if process.poll() is None:
        os.killpg(process.pid, number)

"""A real RabbitMQ for tests: Debian's, in a temporary folder, on loopback."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from amqp import AMQPError
from kombu import Connection

from tests.ports import free_port
from tests.requires import require
from tests.wait import PATIENCE_S

USER, PASSWORD = "troupe", "open sesame/@:"
_SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
_CONFIGURATION = f"""
default_user = {USER}
default_pass = {PASSWORD}
loopback_users = none
log.console = true
log.console.level = warning
log.file = false
"""


@dataclass
class RabbitMQ:
    """A broker with a port mapper of its own, so that it meets no other on the machine."""

    folder: Path
    port: int = field(default_factory=free_port)
    _ports: tuple[int, int] = field(default_factory=lambda: (free_port(), free_port()))
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The URL of its one virtual host, the password in it."""
        return f"amqp://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}//"

    def start(self) -> None:
        """Start it with what it kept, and wait until it takes a login."""
        (self.folder / "plugins").write_text("[].")
        (self.folder / "rabbitmq.conf").write_text(_CONFIGURATION)
        mapper = ["epmd", "-address", "127.0.0.1", "-port", str(self._ports[1])]
        self._running = [self._begin(mapper), self._begin([str(_SERVER)])]
        deadline = time.monotonic() + PATIENCE_S
        while not self._answers():
            if self._running[1].poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "output").read_text()[-3_000:])
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it as a power cut would; what it kept stays."""
        for process in reversed(self._running):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._running = []

    def _begin(self, command: list[str]) -> subprocess.Popen[bytes]:
        with (self.folder / "output").open("ab") as output:
            return subprocess.Popen(
                command,
                env=self._environment(),
                cwd=self.folder,
                stdout=output,
                stderr=output,
                start_new_session=True,  # the script starts others: they are ended together
            )

    def _environment(self) -> dict[str, str]:
        folder, (nodes, mapper) = self.folder, self._ports
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "RABBITMQ_NODENAME": f"troupe-{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(nodes),
            "ERL_EPMD_PORT": str(mapper),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "-kernel inet_dist_use_interface {127,0,0,1} +S 1:1"
            ),
        }

    def _answers(self) -> bool:
        try:
            with Connection(self.url, connect_timeout=10) as connection:
                connection.connect()
        except (OSError, AMQPError):
            return False
        return True


@contextmanager
def running_rabbitmq() -> Iterator[RabbitMQ]:
    """A broker of its own, stopped at the end; for tests that stop it themselves."""
    require(
        _SERVER.exists() and shutil.which("epmd"),
        "RabbitMQ is not installed: apt-get install rabbitmq-server",
    )
    folder = Path(tempfile.mkdtemp(prefix="troupe-mq-"))
    broker = RabbitMQ(folder)
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[RabbitMQ]:
    """The broker that tests share: each empties the queue before it begins."""
    with running_rabbitmq() as broker:
        yield broker

"""A real PostgreSQL for tests: Debian's, in a temporary folder, on loopback."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest

from tests.ports import free_port
from tests.requires import require
from tests.wait import PATIENCE_S, wait_for

USER, PASSWORD = "troupe", "open sesame/@:"
_OPTIONS = ("fsync=off", "full_page_writes=off", "max_connections=100", "shared_buffers=16MB")


@dataclass
class Postgres:
    """A server; `USER` owns its databases and comes in by `PASSWORD`, as over a network."""

    binaries: Path
    folder: Path
    port: int

    def new_database(self) -> str:
        """The URL of an empty schema, its password in it: a database of its own, sooner made."""
        name = f"test_{uuid4().hex}"
        self.execute(f"CREATE SCHEMA {name} AUTHORIZATION {USER}")
        return f"{self.url()}?options=-csearch_path%3D{name}"

    def url(self, password: str = PASSWORD) -> str:
        """The URL of the server's one database."""
        return f"postgresql://{USER}:{quote(password, safe='')}@127.0.0.1:{self.port}/troupe"

    def execute(self, statement: str, database: str = "troupe") -> list[tuple[object, ...]]:
        """Run a statement as the server's owner; the rows it gives."""
        place = {"host": str(self.folder), "port": self.port, "user": "postgres"}
        with psycopg.connect(dbname=database, autocommit=True, **place) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return list(cursor) if cursor.description else []

    def start(self) -> None:
        """Start it, and wait until it answers."""
        where = f"-k {self.folder} -p {self.port} -h 127.0.0.1"
        settings = " ".join(f"-c {option}" for option in _OPTIONS)
        self._control("start", "-w", "-t", str(PATIENCE_S), "-o", f"{where} {settings}")

    def stop(self) -> None:
        """Stop it at once, whoever is connected; where it does not run there is nothing to do."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self._control("stop", "-m", "immediate", "-w")

    def wait_for(self, statement: str) -> None:
        """Wait until a statement gives rows."""
        wait_for(lambda: bool(self.execute(statement)), statement)

    def initialise(self) -> None:
        """Make its files and its user."""
        data = ["-D", str(self.folder / "data")]
        self._run("initdb", *data, "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync")
        rules = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        (self.folder / "data" / "pg_hba.conf").write_text(rules)
        self.start()
        self.execute(f"CREATE ROLE {USER} LOGIN PASSWORD '{PASSWORD}'", "postgres")
        self.execute(f"CREATE DATABASE troupe OWNER {USER}", "postgres")

    def _control(self, *arguments: str) -> None:
        log = ["-D", str(self.folder / "data"), "-l", str(self.folder / "log")]
        self._run("pg_ctl", *log, *arguments)

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(self.binaries / name), *arguments]
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            groups = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
            command = ["setpriv", *groups, *command]
        output = self.folder / "output"
        with output.open("a") as file:  # a pipe would stay open as long as the server runs
            done = subprocess.run(
                command,
                stdout=file,
                stderr=file,
                cwd=self.folder,
                check=False,
                timeout=2 * PATIENCE_S,
            )
        assert done.returncode == 0, f"{name}: {output.read_text()[-2000:]}"


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A server of its own, stopped at the end; for tests that stop it themselves."""
    binaries = _binaries()
    require(binaries, "PostgreSQL is not installed: apt-get install postgresql")
    assert binaries is not None
    folder = Path(tempfile.mkdtemp(prefix="troupe-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = Postgres(binaries, folder, free_port())
    try:
        server.initialise()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server that tests share: each has its own database on it."""
    with running_postgres() as server:
        yield server


def _binaries() -> Path | None:
    found = [Path(path).parent for path in [shutil.which("initdb")] if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in found if (folder / "initdb").exists()), None)

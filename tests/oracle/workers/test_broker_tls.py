"""To a broker over TLS: the password goes to the host that the URL names, and to no other."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from oracle.errors import Transient
from oracle.workers.broker import count_workers
from tests.requires import require


@contextmanager
def listening(certificate: Path, key: Path) -> Iterator[tuple[int, list[bytes]]]:
    """A server with that certificate, at a port; what its one client says to it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    heard: list[bytes] = []

    def serve() -> None:
        try:
            client, _ = server.accept()
            with context.wrap_socket(client, server_side=True) as wrapped:
                heard.append(wrapped.recv(64))
        except OSError:
            return  # the client did not trust it

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        thread = Thread(target=serve)
        thread.start()
        yield server.getsockname()[1], heard
        thread.join(90)


@pytest.mark.parametrize(
    ("named", "said"), [("IP:127.0.0.1", [b"AMQP\0\0\t\1"]), ("DNS:another.example", [])]
)
def test_broker__over_tls__is_spoken_to_only_where_its_certificate_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, said: list[bytes]
):
    program = shutil.which("openssl")
    require(program, "openssl is missing: sudo apt-get install openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=broker -days 2"
    files = ["-keyout", str(key), "-out", str(certificate), "-addext", f"subjectAltName={named}"]
    subprocess.run([str(program), *made.split(), *files], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with listening(certificate, key) as (port, heard), pytest.raises(Transient):
        count_workers(f"amqps://troupe:password@127.0.0.1:{port}/troupe")
    assert heard == said

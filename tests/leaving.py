"""Askers that go away before they are answered."""

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit


@contextmanager
def asking(url: str, body: dict[str, Any], headers: Mapping[str, str]) -> Iterator[None]:
    """Post that, and hang up at the block's end, however far the answer has come."""
    to, content = urlsplit(url), json.dumps(body).encode()
    lines = {
        **headers,
        "Host": to.netloc,
        "Content-Type": "application/json",
        "Content-Length": str(len(content)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    with socket.create_connection((to.hostname, to.port)) as line:
        line.sendall(f"POST {to.path} HTTP/1.1\r\n{head}\r\n".encode() + content)
        yield

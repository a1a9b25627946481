"""Ports of loopback."""

import os
import socket
from itertools import count

# Below those that the kernel gives to whoever asks for any; processes begin far from one another.
_PORTS = count(12_000 + os.getpid() % 180 * 100)


def free_port() -> int:
    """A port on which nothing listens, and which nobody is given by chance before it is used."""
    while True:
        port = next(_PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port

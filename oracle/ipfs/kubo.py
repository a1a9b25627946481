"""Copies in a Kubo daemon (https://docs.ipfs.tech/reference/kubo/rpc/), by `ipfshttpclient`.

That client's `connect` refuses every daemon of today, by its version alone, so the client is made
directly. Everything goes to the daemon as a CAR file of our own blocks: their CIDs are computed
here, never asked of it. A 200 can carry a failure at its end, so pins are confirmed.
"""

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

# Its own patch of `requests` is only for addresses that we don't use, and warns at each call.
os.environ.setdefault("PY_IPFS_HTTP_CLIENT_PATCH_REQUESTS", "no")

from ipfshttpclient import Client  # type: ignore[import-untyped]
from ipfshttpclient.exceptions import (  # type: ignore[import-untyped]
    Error,
    ErrorResponse,
    StatusError,
)

from oracle.errors import Fatal, Missing, Permanent, Transient
from oracle.ipfs.car import write_car
from oracle.ipfs.cid import RAW, Cid
from oracle.ipfs.reader import Fetch, walk

_BASE32 = {"cid-base": "base32"}
_PIECE_BYTES = 256 * 1024
_FILES_S = 600  # it may take long to say that large files are pinned
_ASKED_AT_ONCE = 50


class Kubo:
    """A daemon at `url`, which must be this machine's: its RPC lets anyone do anything.

    `seconds` bounds each wait for it, and as a whole the time that a block may take to come; what
    is sent has a tenth of a second more for each document, or ten minutes for files.
    Raises `Fatal` for an address that is not of loopback.
    """

    def __init__(self, url: str, seconds: float = 10) -> None:
        address, auth = _address(url)
        self._seconds = seconds
        self._client = Client(
            address, auth=auth, timeout=seconds, chunk_size=_PIECE_BYTES, session=True
        )

    def version(self) -> str:
        """What the daemon says that it is. Raises `Transient`."""
        with _errors():
            return str(self._client.version()["Version"])[:40]

    def addresses(self) -> list[str]:
        """Where other nodes reach the daemon, to fetch from it. Raises `Transient`."""
        with _errors():
            return [str(address) for address in self._client.id()["Addresses"]][:20]

    def keep(self, roots: Sequence[Cid], fetch: Fetch) -> None:
        """See to it that these and all under them are pinned: what isn't goes as one CAR.

        Documents are sent without asking, which is as quick. Raises `Transient` where the daemon
        does not answer or refuses, what `fetch` raises.
        """
        documents = all(root.codec == RAW for root in roots)
        missing = roots if documents else self._unpinned(roots)
        if missing:
            self._import(missing, fetch, len(missing) / 10 if documents else _FILES_S)
        if unpinned := self._unpinned(missing):
            raise Transient(f"Kubo did not pin {unpinned[0]}: look at its log and its disk")

    def fetch(self, cid: Cid, most: int) -> bytes:
        """A block of at most `most` bytes that the daemon has or finds, checked.

        Raises `Missing`, with why.
        """
        deadline, data = monotonic() + self._seconds, bytearray()
        within = {"timeout": f"{self._seconds}s"}
        try:
            with _errors(), self._client.block.get(str(cid), stream=True, opts=within) as pieces:
                for piece in pieces:
                    data += piece
                    if len(data) > most or monotonic() > deadline:
                        raise Missing(f"Kubo sent more than {most} bytes, or too slowly")
        except (Transient, Permanent) as error:
            raise Missing(str(error)) from error
        if Cid.of(cid.codec, bytes(data)) != cid:
            raise Missing(f"Kubo sent another block for {cid}: have it check its repository")
        return bytes(data)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _unpinned(self, roots: Sequence[Cid]) -> list[Cid]:
        """Those that are not all pinned, some at a time: a daemon names only one that isn't."""
        parts = [roots[at : at + _ASKED_AT_ONCE] for at in range(0, len(roots), _ASKED_AT_ONCE)]
        return [cid for part in parts if not self._pinned(part) for cid in part]

    def _pinned(self, roots: Sequence[Cid]) -> bool:
        asked = {str(cid) for cid in roots}
        try:
            with _errors():
                answer = self._client.pin.ls(*asked, type="recursive", opts=dict(_BASE32))
                return asked <= set(answer["Keys"])
        except _Refused as error:
            if "not pinned" in str(error):
                return False
            raise

    def _import(self, roots: Sequence[Cid], fetch: Fetch, more_s: float) -> None:
        car = _Pieces(write_car(roots, walk(fetch, roots)))
        options = _BASE32 | {"pin-roots": "true"}
        waits = (self._seconds, self._seconds + more_s)
        with (
            _errors(),
            self._client.dag.imprt(
                io.BufferedReader(car, _PIECE_BYTES), stream=True, opts=options, timeout=waits
            ) as answers,
        ):
            imported = {_root(answer) for answer in answers}
        if not {str(root) for root in roots} <= imported:
            raise Transient("Kubo did not import all that it was given: look at its log")


class _Refused(Transient):
    """The daemon answered, with an error."""


class _Pieces(io.RawIOBase):
    """A file to read that is made while it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left and (piece := next(self._pieces, None)) is not None:
            self._left = memoryview(piece)
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


def _root(answer: Any) -> str:
    """The root that an answer to an import names; a failure to pin it is no answer."""
    root = answer.as_json().get("Root") or {}
    return "" if root.get("PinErrorMsg") else str(root.get("Cid", {}).get("/"))


@contextmanager
def _errors() -> Iterator[None]:
    """The client's errors as ours, without what may be secret in them."""
    try:
        yield
    except ErrorResponse as error:
        raise _Refused(f"Kubo refused: {str(error)[:300]}") from None
    except StatusError as error:
        raise _Refused(f"Kubo refused ({_status(error)}): is TROUPE_KUBO_URL right?") from None
    except (Error, OSError) as error:
        raise Transient(
            f"Kubo does not answer ({type(error).__name__}): start it, or set TROUPE_KUBO_URL"
        ) from None
    except (AssertionError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise Transient(
            f"what answers at TROUPE_KUBO_URL is no Kubo ({type(error).__name__})"
        ) from None


def _status(error: StatusError) -> object:
    response = getattr(error.original, "response", None)
    return getattr(response, "status_code", "no status")


def _address(url: str) -> tuple[str, tuple[str, str] | None]:
    """The client's form of an address, and the user and password in it."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 5001
    if not _is_loopback(host):
        raise Fatal(
            f"TROUPE_KUBO_URL names {host}: Kubo's RPC lets anyone who reaches it do anything, so "
            "run it on this machine and name its address of loopback"
        )
    kind = "dns" if host == "localhost" else f"ip{ip_address(host).version}"
    auth = (parts.username, parts.password or "") if parts.username else None
    return f"/{kind}/{host}/tcp/{port}/{parts.scheme}", auth


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False

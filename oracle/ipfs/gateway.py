"""Raw blocks from trustless gateways (https://specs.ipfs.tech/http-gateways/trustless-gateway/)."""

import logging
from collections.abc import Sequence
from functools import partial
from time import monotonic

import httpx

from oracle.errors import Missing
from oracle.ipfs.cid import Cid
from oracle.patience import Patience
from oracle.reading import TooMuchError, read_answer

_HEADERS = {"Accept": "application/vnd.ipld.raw", "Accept-Encoding": "identity"}
logging.getLogger("httpx").setLevel(logging.WARNING)  # at INFO it logs URLs, credentials included


class Gateways:
    """Asks each gateway in turn; none is trusted: what comes back is checked against its digest.

    `seconds` bounds each wait for a gateway and, as a whole, the time its block may take.
    Redirects are not followed. URLs may hold credentials: no message names more than the host.
    """

    def __init__(self, urls: Sequence[object], seconds: float) -> None:
        self._urls = tuple(str(url).rstrip("/") for url in urls)
        self._seconds = seconds
        self._patience = Patience(seconds)
        self._client = httpx.Client(headers=_HEADERS, timeout=seconds)

    def fetch(self, cid: Cid, most: int) -> bytes:
        """The block, of at most `most` bytes. Raises `Missing` if no gateway has it, with why."""
        reasons = []
        for url in self._urls:
            try:
                return self._patience.call(partial(self._fetch_from, url, cid, most))
            except TimeoutError:
                reasons.append(f"{_host(url)} is too slow")
            except (httpx.HTTPError, httpx.InvalidURL, _BadAnswerError, TooMuchError) as error:
                reasons.append(f"{_host(url)} {_reason(error)}")
        asked = "; ".join(reasons) or "no gateway is set: name some in TROUPE_GATEWAYS"
        raise Missing(f"block {cid} is missing ({asked})")

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _fetch_from(self, url: str, cid: Cid, most: int) -> bytes:
        address = f"{url}/ipfs/{cid}"
        with self._client.stream("GET", address, params={"format": "raw"}) as response:
            if response.status_code != httpx.codes.OK:
                raise _BadAnswerError(f"answered {response.status_code}")
            data = read_answer(response, most, monotonic() + self._seconds)
        if Cid.of(cid.codec, data) != cid:
            raise _BadAnswerError("sent another block")
        return data


def _host(url: str) -> str:
    try:
        return httpx.URL(url).host or "a URL without a host"
    except httpx.InvalidURL:
        return "a malformed URL"


def _reason(error: Exception) -> str:
    """In words where they are ours: others may repeat the URL, or what the gateway sent."""
    timed = httpx.TimeoutException | httpx.ConnectError
    ours = isinstance(error, timed | _BadAnswerError | TooMuchError)
    return (ours and str(error)) or type(error).__name__


class _BadAnswerError(Exception):
    """A gateway's answer is of no use."""

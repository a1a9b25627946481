"""A remote pinning service, by its standard API (https://ipfs.github.io/pinning-services-api-spec/).

Such a service fetches what it is to pin from the IPFS network: somebody must serve it there.
"""

from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import ip_address
from time import monotonic
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, Field, SecretStr, ValidationError

from oracle.errors import Fatal, Permanent, Transient
from oracle.ipfs.cid import Cid
from oracle.patience import Patience
from oracle.reading import TooMuchError, read_answer

Status = Literal["queued", "pinning", "pinned", "failed"]
_ANY = "queued,pinning,pinned,failed"
_MOST_BYTES = 1024**2


class _Pin(BaseModel):
    cid: str = Field(max_length=256)


class _PinStatus(BaseModel):
    requestid: str = Field(min_length=1, max_length=256, pattern=r"^[A-Za-z0-9_.~:-]+$")
    status: Status
    pin: _Pin


class _Results(BaseModel):
    results: list[_PinStatus]


class PinningService:
    """The service at `url`, with a bearer `token`; each request takes at most about `seconds`.

    `origins` gives the multiaddresses of who has the blocks, for the service to dial.
    Raises `Fatal` for a URL over which the token would travel in the clear.
    """

    def __init__(
        self,
        url: str,
        token: SecretStr | None,
        origins: Callable[[], Sequence[str]] = tuple,
        seconds: float = 10,
    ) -> None:
        self.host = _safe_host(url)
        self._url = url.rstrip("/") + "/pins"
        self._origins, self._seconds = origins, seconds
        headers = {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}
        headers["Accept-Encoding"] = "identity"  # a few compressed bytes may stand for gigabytes
        self._patience = Patience(seconds)
        self._client = httpx.Client(headers=headers, timeout=seconds)

    def check(self) -> None:
        """Ask for one pin, to see that the address and the token are right. Raises as `pin`."""
        self._ask("GET", self._url, params={"limit": "1"})

    def pin(self, cid: Cid) -> Status:
        """Ask the service to pin this unless it has been asked; how far it is.

        What failed is asked again. Raises `Transient` where it does not answer or has no room,
        `Permanent` where it refuses the token or the request.
        """
        known = [
            row
            for row in self._results({"cid": str(cid), "status": _ANY})
            if _same(row.pin.cid, cid)
        ]
        for row in known:
            if row.status != "failed":
                return row.status
        again = f"{self._url}/{known[0].requestid}" if known else self._url
        body = {
            "cid": str(cid),
            "name": f"troupe {cid}",
            "origins": list(self._origins()),
            "meta": {"app": "troupe"},
        }
        answer = _read(_PinStatus, self._ask("POST", again, json=body))
        if not _same(answer.pin.cid, cid):
            raise Transient(f"{self.host} pins another CID than it was asked to: ask its support")
        return answer.status

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _results(self, params: dict[str, str]) -> list[_PinStatus]:
        return _read(_Results, self._ask("GET", self._url, params=params)).results

    def _ask(self, method: str, url: str, **request: object) -> bytes:
        try:
            status, body = self._patience.call(partial(self._exchange, method, url, request))
        except TimeoutError:
            raise Transient(f"{self.host} answers too slowly") from None
        except TooMuchError as error:
            raise Transient(f"{self.host} answers too much: it {error}") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Transient(f"{self.host} does not answer ({type(error).__name__})") from None
        self._raise_for(status)
        return body

    def _exchange(self, method: str, url: str, request: dict[str, Any]) -> tuple[int, bytes]:
        deadline = monotonic() + self._seconds
        with self._client.stream(method, url, **request) as response:
            return response.status_code, read_answer(response, _MOST_BYTES, deadline)

    def _raise_for(self, status: int) -> None:
        if status in (httpx.codes.OK, httpx.codes.ACCEPTED):
            return
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise Permanent(f"{self.host} refuses the token: set another TROUPE_PINNING_TOKEN")
        if status == httpx.codes.NOT_FOUND or 300 <= status < 400:
            raise Permanent(
                f"{self.host} has no pins there ({status}): is TROUPE_PINNING_URL right?"
            )
        if status == httpx.codes.CONFLICT:
            raise Transient(f"{self.host} has no room (409): buy some, or unpin there")
        if status == httpx.codes.TOO_MANY_REQUESTS or status >= 500:
            raise Transient(f"{self.host} can't do it now ({status})")
        raise Permanent(f"{self.host} refuses the request ({status}): ask its support")


M = TypeVar("M", bound=BaseModel)


def _read(kind: type[M], body: bytes) -> M:
    try:
        return kind.model_validate_json(body)
    except ValidationError:
        raise Transient("what answers at TROUPE_PINNING_URL is no pinning service") from None


def _same(text: str, cid: Cid) -> bool:
    """Whether a service means this CID; it may write it in the other base that is known here."""
    try:
        return Cid.parse(text) == cid
    except ValueError:
        return False


def _safe_host(url: str) -> str:
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        local = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        local = False
    if parts.scheme != "https" and not local:
        raise Fatal(
            f"TROUPE_PINNING_URL ({host}) is not https: the token would travel in the clear"
        )
    return host

"""HTTP to an external signer: bounded, and silent about its URL, which may hold credentials."""

import json
import logging
import ssl
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any

import httpx

from oracle.errors import Fatal, Transient
from oracle.patience import Patience
from oracle.reading import TooMuchError, read_answer

_MOST_BYTES = 256 * 1024
logging.getLogger("httpx").setLevel(logging.WARNING)  # at INFO it logs URLs, credentials included


class SignerHttp:
    """A client that threads may share. All calls raise `Transient` where they get no answer.

    Each may take `seconds`; redirects and the environment's proxies are not followed. Raises
    `Fatal` where the URL is none of http or https.
    """

    def __init__(self, url: str, seconds: float) -> None:
        self._seconds, self._patience = seconds, Patience(seconds)
        base = _parsed(url)
        self._http = httpx.Client(
            base_url=base,
            headers={"Accept-Encoding": "identity"},
            timeout=seconds,
            trust_env=False,
            verify=ssl.create_default_context(),
        )
        self.host = base.host if base.port is None else f"{base.host}:{base.port}"

    def get(self, path: str) -> str:
        """The body of the answer, without white space around it."""
        return self._ask("GET", path, None)

    def get_json(self, path: str) -> Any:
        """The answer as JSON."""
        try:
            return json.loads(self.get(path))
        except (ValueError, RecursionError):
            raise Transient(f"the signer at {self.host} sent no JSON: see its log") from None

    def post(self, path: str, body: dict[str, str]) -> str:
        """The body of the answer to some JSON, without white space around it."""
        return self._ask("POST", path, body)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _ask(self, method: str, path: str, body: dict[str, str] | None) -> str:
        try:
            response, data = self._patience.call(partial(self._exchange, method, path, body))
        except TimeoutError:
            raise Transient(f"the signer at {self.host} is too slow") from None
        except TooMuchError as error:
            raise Transient(f"the signer at {self.host} {error}") from None
        except httpx.HTTPError as error:
            raise Transient(
                f"the signer at {self.host} can't be reached ({type(error).__name__}): start it, "
                "or check TROUPE_SIGNER_URL"
            ) from None
        if response.status_code == httpx.codes.NOT_FOUND:
            raise Transient(f"the signer at {self.host} has no such key: load it there")
        if response.status_code != httpx.codes.OK:
            raise Transient(f"the signer at {self.host} answers {response.status_code}")
        return data.decode(errors="replace").strip()

    def _exchange(
        self, method: str, path: str, body: dict[str, str] | None
    ) -> tuple[httpx.Response, bytes]:
        deadline = monotonic() + self._seconds
        with self._http.stream(method, path, json=body) as response:
            return response, read_answer(response, _MOST_BYTES, deadline)


def _parsed(url: str) -> httpx.URL:
    with suppress(httpx.InvalidURL):
        found = httpx.URL(url)
        if found.scheme in ("http", "https") and found.host:
            return found
    raise Fatal("TROUPE_SIGNER_URL is no URL that begins with http:// or https://: correct it")

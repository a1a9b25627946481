"""HTTP to an OpenAI-compatible server: bounded, retried, its answers checked."""

import random
import time
from functools import partial
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from oracle.engines.openai.settings import OpenAISettings
from oracle.engines.openai.wire import Completion, Model, Models
from oracle.errors import Permanent, Transient
from oracle.patience import Patience
from oracle.printable import one_line

MAX_ANSWER_BYTES = 1024 * 1024
_MAX_PAUSE_S = 30.0
_REMEDY = "start it, or set TROUPE_ENGINE_URL"
_RETRIED = {408, 409, 429, 500, 502, 503, 504}
_ABOUT_THE_REQUEST = {400, 413, 422}

Answer = TypeVar("Answer", bound=BaseModel)


class _Again(Exception):
    """The server may answer when asked again, after `pause_s` seconds where it said so."""

    def __init__(self, why: str, pause_s: float | None = None) -> None:
        super().__init__(why)
        self.pause_s = pause_s


class Unanswered(Transient):
    """The server did not answer; it asked for a pause of `pause_s` seconds, if for any."""

    def __init__(self, why: str, pause_s: float | None) -> None:
        super().__init__(why)
        self.pause_s = pause_s


class OpenAIClient:
    """A client that threads may share.

    Both calls raise `Transient` where the server does not answer, or not to us.
    """

    def __init__(self, settings: OpenAISettings) -> None:
        token = settings.token.get_secret_value()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers["Accept-Encoding"] = "identity"  # a few compressed bytes may stand for gigabytes
        self._settings = settings
        self._patience = Patience(settings.timeout_s)
        self._http = httpx.Client(headers=headers, timeout=settings.timeout_s)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def model(self, attempts: int | None = None) -> Model:
        """The model that the settings name, or the only one that the server lists.

        `attempts` are as many as the settings say, where they are not given.
        """
        try:
            listed = self._call("GET", "/models", Models, None, attempts).data
        except Permanent as error:
            raise Transient(f"{self._settings.url} lists no models: {error}") from error
        wanted = self._settings.model
        found = [model for model in listed if wanted in (None, model.id)]
        if len(found) != 1:
            names = ", ".join(model.id for model in listed[:20]) or "none"
            raise Transient(f"name one model that {self._settings.url} has; it has: {names}")
        return found[0]

    def complete(self, body: dict[str, Any], attempts: int | None = None) -> Completion:
        """The server's answer to a chat.

        Raises `Permanent` where it refuses this chat or sends what is no answer.
        """
        return self._call("POST", "/chat/completions", Completion, body, attempts)

    def _call(
        self, method: str, path: str, answer: type[Answer], body: Any, attempts: int | None
    ) -> Answer:
        most = attempts or self._settings.attempts
        deadline = time.monotonic() + self._settings.timeout_s
        for attempt in range(1, most + 1):
            try:
                data = self._send(method, path, body, deadline)
                break
            except _Again as error:
                pause = self._pause(attempt, error.pause_s)
                if attempt == most or time.monotonic() + pause >= deadline:
                    why = f"{self._settings.url} does not answer: {error}; {_REMEDY}"
                    raise Unanswered(why, error.pause_s) from error
                time.sleep(pause)
        try:
            return answer.model_validate_json(data)
        except ValidationError as error:
            raise Permanent(f"the language model's server sent no answer to {path}") from error

    def _send(self, method: str, path: str, body: Any, deadline: float) -> bytes:
        left = max(deadline - time.monotonic(), 0.001)
        try:
            response, data = self._patience.call(
                partial(self._exchange, method, path, body, deadline, left), left
            )
        except TimeoutError:
            raise _Again("it is too slow") from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _Again(str(error) or type(error).__name__) from error
        self._check(response, data)
        return data

    def _exchange(
        self, method: str, path: str, body: Any, deadline: float, left: float
    ) -> tuple[httpx.Response, bytes]:
        url = self._settings.url.rstrip("/") + path
        with self._http.stream(method, url, json=body, timeout=left) as response:
            return response, _read(response, deadline)

    def _check(self, response: httpx.Response, data: bytes) -> None:
        status = response.status_code
        if status == httpx.codes.OK:
            return
        said = f"HTTP {status}: {one_line(data[:800].decode(errors='replace'), 200)}"
        if status in _RETRIED:
            raise _Again(said, _retry_after(response))
        if status in _ABOUT_THE_REQUEST:
            raise Permanent(f"the language model's server refused the request: {said}")
        raise Transient(f"check the url, token and model of {self._settings.url}: {said}")

    def _pause(self, attempt: int, asked: float | None) -> float:
        if asked is not None:
            return asked
        spread = random.uniform(0.5, 1)  # noqa: S311 (spreads retries, guards nothing)
        return min(self._settings.backoff_s * 2.0 ** (attempt - 1), _MAX_PAUSE_S) * spread


def _read(response: httpx.Response, deadline: float) -> bytes:
    data = bytearray()
    for chunk in response.iter_raw():
        data += chunk
        if len(data) > MAX_ANSWER_BYTES:
            raise Permanent("the language model's server sent more than a mebibyte")
        if time.monotonic() > deadline:
            raise _Again("it is too slow")
    return bytes(data)


def _retry_after(response: httpx.Response) -> float | None:
    header = response.headers.get("retry-after", "")
    return min(float(header), _MAX_PAUSE_S) if header.isdecimal() else None

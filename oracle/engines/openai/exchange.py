"""HTTP to an OpenAI-compatible server: bounded, retried, and its errors in words."""

import random
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from threading import BoundedSemaphore
from typing import Any, TypeVar

import httpx

from oracle.engines.openai.failures import NoAnswer, Refused, Unanswered, Unlisted
from oracle.engines.openai.settings import OpenAISettings
from oracle.engines.openai.wire import Problem, problem_in
from oracle.errors import Transient
from oracle.patience import Patience
from oracle.printable import one_line
from oracle.reading import TooMuchError, read_answer, retry_after

MAX_ANSWER_BYTES = 1024 * 1024
MAX_LIST_BYTES = 8 * 1024 * 1024
_MAX_PAUSE_S = 30.0
_REMEDY = "start it, or set TROUPE_ENGINE_URL"
_RETRIED = {408, 409, 425, 429, 500, 502, 503, 504}
_REFUSING = {200, 400, 413, 422}
_NOT_THERE = {404, 405}
_SOON_S = 0.01
_SAID_CHARACTERS = 200

T = TypeVar("T")
Lost = Callable[[], None]


class _AgainError(Exception):
    """The server may answer when asked again, after `pause_s` seconds where it said so.

    `worked` is whether it may have written an answer that did not reach us.
    """

    def __init__(self, why: str, pause_s: float | None = None, *, worked: bool = False) -> None:
        super().__init__(why)
        self.pause_s, self.worked = pause_s, worked


class Pieces:
    """The bytes of an answer as they come, to be taken once."""

    def __init__(self, pieces: Iterator[bytes], response: httpx.Response) -> None:
        self._pieces, self._response = pieces, response

    def __iter__(self) -> Iterator[bytes]:
        """Raises `TimeoutError` and `httpx.HTTPError`."""
        return self._pieces

    def hang_up(self) -> None:
        """End it from another thread: whoever waits for a piece waits no longer."""
        stream = self._response.extensions.get("network_stream")
        line = stream.get_extra_info("socket") if stream else None
        if isinstance(line, socket.socket):
            with suppress(OSError):  # it is closed already
                line.shutdown(socket.SHUT_RDWR)


class Exchange:
    """Requests to one server, of threads that share it: so many at once as the settings say.

    Those beyond wait for their turn, which takes nothing of their time limit. All raise
    `Transient` where the server does not answer, or not to us, and `Refused` where it refuses
    what it was asked. `lost` hears of each answer that may have been written and did not reach us.
    """

    def __init__(self, settings: OpenAISettings) -> None:
        token = settings.token.get_secret_value()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers["Accept-Encoding"] = "identity"  # a few compressed bytes may stand for gigabytes
        self._settings = settings
        self._patience = Patience(settings.timeout_s)
        self._turns = BoundedSemaphore(settings.concurrency)
        self._token = token
        self._http = httpx.Client(headers=headers, timeout=settings.timeout_s)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, attempts: int | None = None) -> bytes:
        """The answer to a GET."""
        return self._retried(partial(self._whole, "GET", path, None, MAX_LIST_BYTES), attempts)

    def post(
        self,
        path: str,
        body: dict[str, Any],
        attempts: int | None = None,
        until: float | None = None,
        lost: Lost = lambda: None,
    ) -> bytes:
        """The answer to a POST, of at most a mebibyte; by `until` where that is given."""
        with self._turns:
            send = partial(self._whole, "POST", path, body, MAX_ANSWER_BYTES)
            return self._retried(send, attempts, until, lost)

    @contextmanager
    def stream(
        self, path: str, body: dict[str, Any], lost: Lost = lambda: None
    ) -> Iterator[Pieces]:
        """The answer to a POST as pieces of bytes, as they come.

        Only a request that was not answered at all is tried again.
        """
        with self._turns:
            deadline = self._deadline()
            response = self._retried(partial(self._opened, path, body), None, None, lost)
            try:
                yield Pieces(self._pieces(response, deadline), response)
            finally:
                response.close()

    def _retried(
        self,
        send: Callable[[float], T],
        attempts: int | None,
        until: float | None = None,
        lost: Lost = lambda: None,
    ) -> T:
        most = attempts or self._settings.attempts
        deadline = until or self._deadline()
        for attempt in range(1, most + 1):
            try:
                return self._sent(send, deadline)
            except _AgainError as error:
                if error.worked:
                    lost()
                pause = self._pause(attempt, error.pause_s)
                if attempt == most or time.monotonic() + pause >= deadline:
                    why = f"{self._settings.place} does not answer: {error}; {_REMEDY}"
                    raise Unanswered(why, error.pause_s) from error
                time.sleep(pause)
        raise AssertionError("unreachable")

    def _sent(self, send: Callable[[float], T], deadline: float) -> T:
        try:
            return self._patience.call(partial(send, deadline), _left(deadline))
        except TimeoutError:
            raise _AgainError("it is too slow", worked=True) from None
        except TooMuchError as error:
            raise NoAnswer(f"the language model's server {error}") from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            worked = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            raise _AgainError(str(error) or type(error).__name__, worked=worked) from error

    def _whole(
        self, method: str, path: str, body: dict[str, Any] | None, most: int, deadline: float
    ) -> bytes:
        left = _left(deadline)
        with self._http.stream(method, self._url(path), json=body, timeout=left) as response:
            data = read_answer(response, most, deadline)
        self._check(response, data)
        return data

    def _opened(self, path: str, body: dict[str, Any], deadline: float) -> httpx.Response:
        left = _left(deadline)
        alone = {"Connection": "close"}  # who hangs up must not cut off another's answer
        request = self._http.build_request(
            "POST", self._url(path), json=body, headers=alone, timeout=left
        )
        response = self._http.send(request, stream=True)
        if response.status_code == httpx.codes.OK and _left(deadline) > _SOON_S:
            return response
        with closing(response):  # an error, or too late: nobody waits for it any more
            data = read_answer(response, MAX_ANSWER_BYTES, deadline)
        self._check(response, data)
        raise TimeoutError

    def _pieces(self, response: httpx.Response, deadline: float) -> Iterator[bytes]:
        pieces = response.iter_raw()
        while True:
            piece = self._patience.call(partial(next, pieces, None), _left(deadline))
            if piece is None:
                return
            yield piece
            if time.monotonic() > deadline:
                raise TimeoutError

    def _url(self, path: str) -> str:
        return self._settings.url.rstrip("/") + path

    def _deadline(self) -> float:
        return time.monotonic() + self._settings.timeout_s

    def _check(self, response: httpx.Response, data: bytes) -> None:
        """Raises what an answer that is no success means; some servers say so in a 200."""
        status, problem = response.status_code, problem_in(data)
        if status == httpx.codes.OK:
            if problem is None:
                return
            status = problem.code if isinstance(problem.code, int) else status
        said = self._said(status, data, problem)
        if status in _RETRIED:
            pause = retry_after(response)
            raise _AgainError(said, None if pause is None else min(pause, _MAX_PAUSE_S))
        if status in _REFUSING:
            raise Refused(f"the language model's server refused the request: {said}", problem)
        message = f"check the url, token and model of {self._settings.place}: {said}"
        raise (Unlisted if status in _NOT_THERE else Transient)(message)

    def _said(self, status: int, data: bytes, problem: Problem | None) -> str:
        """What the server said; should that be our token, it is left out."""
        words = problem.message if problem else data[:800].decode(errors="replace")
        if self._token:
            words = words.replace(self._token, "…")
        return f"HTTP {status}: {one_line(words, _SAID_CHARACTERS)}"

    def _pause(self, attempt: int, asked: float | None) -> float:
        if asked is not None:
            return asked
        spread = random.uniform(0.5, 1)  # noqa: S311 (spreads retries, guards nothing)
        return min(self._settings.backoff_s * 2.0 ** (attempt - 1), _MAX_PAUSE_S) * spread


def _left(deadline: float) -> float:
    return max(deadline - time.monotonic(), 0.001)

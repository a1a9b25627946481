"""One JSON-RPC endpoint over HTTP: answers bounded in size and time, and pauses after failures."""

import json
import logging
import time
from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import httpx
from web3 import Web3

from oracle.patience import Patience
from oracle.reading import TooMuchError, read_answer, retry_after

logging.getLogger("httpx").setLevel(logging.WARNING)  # both log URLs, keys included
logging.getLogger("httpcore").setLevel(logging.WARNING)

MAX_ANSWER = 32 * 2**20
"""The most bytes of one answer that are read."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""How many seconds an endpoint that failed rests: twice as many each time, up to the longest."""
LONGEST_ASKED = 300.0
"""The longest pause that is granted to one that asks for it, in seconds."""
# A few compressed bytes may stand for gigabytes.
_HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
_REMEDY = ": is it up, and its URL right?"
_UNWELCOME = (401, 402, 403, 407)  # about who asks, whatever JSON comes with it
_BUSY = ("too many requests", "rate limit")

Call = dict[str, Any]


class EndpointError(Exception):
    """An endpoint gave no answer that counts; the message goes on after its name.

    `kind` is timeout, unreachable, refused or other. `pause` is set where it asked to be left alone
    for that many seconds (0: it did not say how many), `status` where all it gave was that HTTP
    status.
    """

    def __init__(
        self,
        kind: str,
        message: str,
        *,
        pause: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.kind, self.pause, self.status = kind, pause, status


class Endpoint:
    """`name` is its host, for messages: a URL may hold a key.

    `verified` is whether it is known to be on our chain, `trouble` what it did wrong last.
    """

    def __init__(self, url: str, client: httpx.Client, seconds: float) -> None:
        self.name = urlsplit(url).netloc.rpartition("@")[2]
        self.verified = False
        self.wrong_chain = False
        self.trouble: str | None = None
        self._url, self._client, self._seconds = url, client, seconds
        self._patience = Patience(seconds)
        self._takes_batches = True
        self._pause = self._rests_until = 0.0
        self._insists = False

    @property
    def rests(self) -> bool:
        """Whether others should be asked first."""
        return time.monotonic() < self._rests_until

    @property
    def must_rest(self) -> bool:
        """Whether it must not be asked at all now: it said so, or it is on another chain."""
        return self.rests and (self._insists or self.wrong_chain)

    def failed(self, error: EndpointError) -> None:
        """Let it rest, as long as it asked for or longer than the last time."""
        self._pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, 2 * self._pause))
        self._insists = error.pause is not None
        asked = min(LONGEST_ASKED, error.pause or 0)
        self._rests_until = time.monotonic() + max(self._pause, asked)
        self.trouble = f"the node {self.name} {error}"
        self.verified = False
        self._takes_batches = True

    def answered(self) -> None:
        """All is well again."""
        self._pause = self._rests_until = 0.0
        self.trouble = None

    def ask(self, call: Call) -> dict[str, Any]:
        """The answer to a call: its result, or an error that is an answer too.

        Raises `EndpointError`.
        """
        answer = self._post(call)
        if not _answers(answer, call):
            raise EndpointError("other", "gave no usable answer (not JSON-RPC)")
        return _not_busy(answer)

    def ask_all(self, calls: Sequence[Call]) -> list[dict[str, Any]]:
        """The answers to calls, in one request where it takes batches. Raises `EndpointError`."""
        if self._takes_batches and len(calls) > 1:
            found = self._ask_batch(calls)
            if found is not None:
                return [_not_busy(answer) for answer in found]
            self._takes_batches = False
        return [self.ask(call) for call in calls]

    def _ask_batch(self, calls: Sequence[Call]) -> list[dict[str, Any]] | None:
        """None where it takes no batches."""
        try:
            answers = self._post(calls)
        except EndpointError as error:
            if error.status is None:
                raise
            return None
        if not isinstance(answers, list) or len(answers) != len(calls):
            return None
        by_id = {a["id"]: a for a in answers if isinstance(a, dict) and type(a.get("id")) is int}
        ordered = [by_id.get(call["id"], {}) for call in calls]
        fits = all(_answers(answer, call) for answer, call in zip(ordered, calls, strict=True))
        return ordered if fits else None

    def _post(self, body: Call | Sequence[Call]) -> Any:
        content = Web3.to_json(body)  # type: ignore[arg-type]
        try:
            response, data = self._patience.call(partial(self._exchange, content))
        except (httpx.TimeoutException, TimeoutError):
            raise EndpointError(
                "timeout", f"can't be reached (no answer in {self._seconds:g} s){_REMEDY}"
            ) from None
        except TooMuchError as error:
            raise EndpointError("other", f"gave no usable answer ({error})") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EndpointError(
                "unreachable", f"can't be reached ({type(error).__name__}){_REMEDY}"
            ) from None
        return _decoded(response, data)

    def _exchange(self, content: str) -> tuple[httpx.Response, bytes]:
        until = time.monotonic() + self._seconds
        with self._client.stream(
            "POST", self._url, content=content, headers=_HEADERS, timeout=self._seconds
        ) as response:
            return response, read_answer(response, MAX_ANSWER, until)


def _decoded(response: httpx.Response, data: bytes) -> Any:
    status = response.status_code
    if status == 429 or (status >= 500 and "retry-after" in response.headers):
        raise EndpointError(
            "refused", f"asks for a pause (HTTP {status})", pause=retry_after(response) or 0.0
        )
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError):
        answer = None
    about_the_call = 400 <= status < 500 and status not in _UNWELCOME
    refuses = about_the_call and isinstance(answer, dict) and "error" in answer
    if status != 200 and not refuses:
        raise EndpointError("refused", f"gave no usable answer (HTTP {status})", status=status)
    if answer is None:
        raise EndpointError("other", "gave no usable answer (not JSON)")
    return answer


def _answers(answer: object, call: Call) -> bool:
    """Whether it is a JSON-RPC 2.0 answer to the call: a result or an error."""
    if not isinstance(answer, dict) or answer.get("jsonrpc") != "2.0":
        return False
    if "error" not in answer:
        return "result" in answer and _same_id(answer, call)
    match answer["error"]:
        case {"code": int(), "message": str()}:
            return "result" not in answer
    return False


def _same_id(answer: dict[str, Any], call: Call) -> bool:
    return type(answer.get("id")) is int and answer["id"] == call["id"]


def _not_busy(answer: dict[str, Any]) -> dict[str, Any]:
    error = answer.get("error")
    if error and (error["code"] == 429 or any(word in error["message"].lower() for word in _BUSY)):
        raise EndpointError("refused", "asks for a pause (rate limit)", pause=0.0)
    return answer

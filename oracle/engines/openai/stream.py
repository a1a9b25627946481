"""A model's answer as it comes, piece by piece."""

from collections.abc import Callable, Iterable, Iterator

import httpx
from pydantic import ValidationError

from oracle.engines.openai.sse import events
from oracle.engines.openai.text import MAX_CHARACTERS
from oracle.engines.openai.wire import Chunk, Usage, problem_in
from oracle.errors import Permanent, Transient
from oracle.printable import one_line

MAX_STREAM_BYTES = 8 * 1024 * 1024
_DONE = b"[DONE]"
_THINK, _THOUGHT = "<think>", "</think>"
_BROKE = "the language model's server broke off its answer: "


class ChatStream:
    """The pieces of an answer's text, to be taken once; what a model thinks aloud is left out.

    When all are taken, `finish` says why it ended ("stop", or "length" where it was cut), and
    `usage` how many tokens it took, where the server tells. Taking a piece raises `Transient` where
    the answer breaks off, comes too slowly or is no answer, and `Permanent` where the model
    refuses to go on or never ends. `hang_up` ends it from another thread: it then breaks off.
    """

    def __init__(
        self,
        model: str,
        note: str,
        pieces: Iterable[bytes],
        hang_up: Callable[[], None] = lambda: None,
    ) -> None:
        self.hang_up = hang_up
        self.model, self.note = model, note
        self.finish: str | None = None
        self.usage: Usage | None = None
        self.text = ""
        self._pieces = pieces

    def __iter__(self) -> Iterator[str]:
        for piece in spoken(self._said()):
            self.text += piece
            if len(self.text) > MAX_CHARACTERS:
                raise Permanent(f"the model wrote over {MAX_CHARACTERS} characters")
            yield piece

    def _said(self) -> Iterator[str]:
        try:
            for data in events(self._pieces, MAX_STREAM_BYTES):
                if data == _DONE:
                    self.finish = self.finish or "stop"
                    break
                yield from self._read(data)
        except (TimeoutError, httpx.TimeoutException):
            raise Transient(f"{_BROKE}it is too slow") from None
        except httpx.HTTPError as error:
            if self.finish is None:
                raise Transient(f"{_BROKE}{error or type(error).__name__}") from error
        except ValueError as error:
            raise Permanent(f"the language model's server {error}") from None
        if self.finish is None:
            raise Transient(f"{_BROKE}it ended without saying why")
        if self.finish == "content_filter":
            raise Permanent("the model refused to write this")

    def _read(self, data: bytes) -> Iterator[str]:
        if problem := problem_in(data):
            raise Transient(_BROKE + one_line(problem.message, 200))
        try:
            chunk = Chunk.model_validate_json(data)
        except ValidationError:
            raise Transient(f"{_BROKE}what it sends is no answer") from None
        self.usage = chunk.usage or self.usage
        for choice in chunk.choices[:1]:
            self.finish = choice.finish_reason or self.finish
            if choice.delta is not None and choice.delta.refusal:
                raise Permanent("the model refused to write this")
            if choice.delta is not None and choice.delta.content:
                yield choice.delta.content


def spoken(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces without what stands between `<think>` and `</think>`, however they are split."""
    left, inside = "", False
    for piece in pieces:
        left += piece
        while (place := left.find(tag := _THOUGHT if inside else _THINK)) >= 0:
            if place and not inside:
                yield left[:place]
            left, inside = left[place + len(tag) :], not inside
        begun = _begun(left, tag)
        if not inside and len(left) > begun:
            yield left[: len(left) - begun]
        left = left[len(left) - begun :]
    if left and not inside:
        yield left


def _begun(text: str, tag: str) -> int:
    """How many characters at the end of `text` may be the beginning of `tag`."""
    lengths = range(min(len(tag) - 1, len(text)), 0, -1)
    return next((length for length in lengths if text.endswith(tag[:length])), 0)

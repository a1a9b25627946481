"""A language model as a judge: asked about every pair in both orders, read strictly, bounded."""

import re
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from threading import Event
from typing import Protocol

from oracle.domain import Brief, EngineInfo, Platform
from oracle.errors import Permanent, Transient
from oracle.judging.prompt import Messages, judge_messages
from oracle.scoring.answers import Answer, swapped
from oracle.work.threads import DaemonThreads

_ANSWER = re.compile(r"\s*([12])\.?\s*")
_AT_ONCE = 8

Told = Callable[[], object]


class Asker(Protocol):
    """A language model that answers a chat in a few characters, with what it thinks likeliest."""

    def info(self) -> EngineInfo:
        """What it is. Raises `Transient` where it does not answer."""

    def ask(self, messages: Messages) -> str:
        """The answer. Raises `Transient` where there is none now, `Permanent` where none ever."""


class ModelJudge:
    """Compares texts by asking a model which of two is better, each pair in both orders.

    An answer is the one character asked for; whatever else the model says is no opinion. All the
    questions about a set of texts take at most `seconds` together, and end with the first that the
    server leaves unanswered: what has no answer by then is no opinion either, and nothing is
    raised, for a judge is only one signal of several.
    """

    def __init__(self, asker: Asker, seconds: float = 120) -> None:
        self._asker, self._seconds = asker, seconds

    def answers(
        self,
        texts: Sequence[str],
        platform: Platform,
        brief: Brief | None = None,
        told: Told = lambda: None,
    ) -> dict[tuple[int, int], Answer]:
        """The answer to each of the n · (n - 1) questions; `told` is called with each."""
        orders = list(swapped(len(texts)))
        ended, deadline = Event(), time.monotonic() + self._seconds

        def asked(order: tuple[int, int]) -> Answer:
            first, second = (texts[place] for place in order)
            return self._answer(judge_messages(brief, platform, first, second), ended, deadline)

        found: dict[tuple[int, int], Answer] = {}
        with closing(DaemonThreads("judge", min(_AT_ONCE, len(orders)))) as threads:
            futures = {order: threads.submit(partial(asked, order)) for order in orders}
            for order, future in futures.items():
                try:
                    found[order] = future.result(max(deadline - time.monotonic(), 0))
                except TimeoutError:
                    ended.set()
                    found[order] = "-"
                told()
        return found

    def _answer(self, messages: Messages, ended: Event, deadline: float) -> Answer:
        if ended.is_set() or time.monotonic() > deadline:
            return "-"
        try:
            return read_answer(self._asker.ask(messages))
        except Transient:
            ended.set()
            return "-"
        except Permanent:
            return "-"


def read_answer(said: str) -> Answer:
    """What a model's words say: `1` or `2` alone, a full stop after it or not; all else nothing."""
    match = _ANSWER.fullmatch(said)
    return "-" if match is None else ("1" if match[1] == "1" else "2")

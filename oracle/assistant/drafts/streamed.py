"""A draft that is heard while it is written, and can be given up at any moment."""

from collections.abc import Callable
from contextlib import closing
from threading import Event

from oracle.assistant.drafts.write import DraftRequest
from oracle.assistant.feedback.drafting import Kept, draft_and_keep
from oracle.assistant.feedback.learning import Feedback
from oracle.domain import EngineInfo
from oracle.engine_settings import EngineSettings
from oracle.engines.opening import open_streaming
from oracle.scoring.rules import Rules

Heard = Callable[[int, str], None]
"""Hears the number of a candidate, from 0, and the next piece of its text."""

_MOST_SECONDS = 120.0


class Stopped(Exception):
    """Nobody waits for the draft any more."""


def for_people(settings: EngineSettings) -> EngineSettings:
    """The settings with the patience that a person has: two minutes a text at most."""
    seconds = min(settings.engine_seconds, _MOST_SECONDS)
    return settings.model_copy(update={"engine_seconds": seconds})


def engine_info(settings: EngineSettings) -> EngineInfo:
    """What would write. Raises `Transient` where it does not answer."""
    with closing(open_streaming(for_people(settings), lambda _number, _piece: None)) as engine:
        return engine.info()


def stream_draft(
    settings: EngineSettings,
    asked: DraftRequest,
    rules: Rules,
    heard: Heard,
    stopped: Event,
    feedback: Feedback | None,
) -> Kept:
    """As `draft_and_keep`, heard while it is written.

    `heard` is called from several threads, as `StreamingEngine` does. Once `stopped` is set it
    raises `Stopped` at the next piece or step, and the connections to the model's server are
    closed. Raises as `draft_and_keep` does.
    """

    def go_on(_step: str = "") -> None:
        if stopped.is_set():
            raise Stopped

    def hear(number: int, piece: str) -> None:
        go_on()
        heard(number, piece)

    go_on()
    with closing(open_streaming(for_people(settings), hear)) as engine:
        return draft_and_keep(asked, engine, feedback, rules=rules, told=go_on)

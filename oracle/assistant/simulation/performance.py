"""What to expect of a post: by the predictor in use, where there is one."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from oracle.assistant.simulation.usual import AUTHOR, Usual
from oracle.domain import Platform
from oracle.embeddings.kept import kept_embedder
from oracle.errors import TroupeError
from oracle.predictor.history import Histories
from oracle.predictor.library import check_lightgbm
from oracle.predictor.posts import Post
from oracle.predictor.words import WordsEmbedder

if TYPE_CHECKING:
    from oracle.predictor.single import Forecast, Predictor, Reason

T = TypeVar("T")
_log = logging.getLogger(__name__)
_SUMS = "SHA256SUMS"
_UNTRAINED = "no predictor is trained here; whoever runs this site can train one"
_BROKEN = "the predictor can't be used now; whoever runs this site finds the reason in its log"


@dataclass(frozen=True)
class Performance:
    """What the predictor in use says of a post, and why."""

    forecast: "Forecast"
    reasons: "tuple[Reason, ...]"


class PredictorInUse:
    """The model in a folder of ``oracle predictor``, read again when another one is put in use.

    Threads take turns.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "model"
        self._lock = Lock()
        self._known: tuple[bytes, Predictor] | None = None

    @property
    def mark(self) -> bytes:
        """What changes when another model is put in use; empty without one."""
        try:
            return (self._folder / _SUMS).read_bytes()
        except OSError:
            return b""

    def forecast(self, text: str, platform: Platform, usual: Usual) -> "Forecast | str":
        """What to expect of `text`, or a sentence that says why no model can say."""
        return self._said(lambda model, *asked: model.forecast(*asked), text, platform, usual)

    def explained(self, text: str, platform: Platform, usual: Usual) -> Performance | str:
        """The same with the reasons."""
        return self._said(_explained, text, platform, usual)

    def _said(
        self,
        say: Callable[["Predictor", Post, Histories], T],
        text: str,
        platform: Platform,
        usual: Usual,
    ) -> T | str:
        mark = self.mark
        if not mark:
            return _UNTRAINED
        at = datetime.now(UTC)
        post = Post(AUTHOR, at, platform, text, followers=usual.followers)
        histories = usual.history(platform, at)
        with self._lock:
            try:
                return say(self._opened(mark), post, histories)
            except TroupeError as error:
                _log.warning("the predictor can't be used: %s", error)
                return _BROKEN

    def _opened(self, mark: bytes) -> "Predictor":
        if self._known is None or self._known[0] != mark:
            check_lightgbm()
            from oracle.predictor.files import load
            from oracle.predictor.single import Predictor
            from oracle.predictor.steps import WORDS

            model = load(self._folder)
            name = model.facts.embedder
            embedder = WordsEmbedder() if name == WORDS else kept_embedder(name)
            self._known = mark, Predictor(model, embedder)
        return self._known[1]


def _explained(model: "Predictor", post: Post, histories: Histories) -> Performance:
    return Performance(model.forecast(post, histories), tuple(model.explain(post, histories)))

"""What the assistant holds open in a web worker."""

from contextlib import suppress
from functools import lru_cache

from sqlalchemy import Engine

from frontend_api.assistant.rules import RulesInForce
from frontend_api.assistant.work import Workers
from frontend_api.settings import Settings
from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.predictions import prediction_of
from oracle.assistant.simulation.audience import Audience, meet
from oracle.assistant.simulation.performance import Performance, PredictorInUse
from oracle.assistant.simulation.usual import Usual
from oracle.domain import Platform
from oracle.errors import TroupeError
from oracle.ports import BlockStore

_REMEMBERED = 64

Simulated = tuple[Performance | str, Audience]


class Assistant:
    """Threads for each kind of work, the scoring rules, and the latest simulations."""

    def __init__(self, settings: Settings, projection: Engine, blocks: BlockStore) -> None:
        self.settings = settings
        self.rules = RulesInForce(projection, blocks)
        self.writing = Workers("generate", threads=8, most=32)
        self.scoring = Workers("score", threads=1, most=64)
        self.simulating = Workers("simulate", threads=1, most=8)
        self._predictor = PredictorInUse(settings.predictor)
        self._remembered = lru_cache(_REMEMBERED)(self._simulated)

    def simulated(self, text: str, platform: Platform, usual: Usual) -> Simulated:
        """What to expect of a post, and what simulated readers do with it.

        The same question of the same predictor is answered from memory. Raises `Permanent` where
        the text is no post of that platform.
        """
        return self._remembered(text, platform, usual, self._predictor.mark)

    def predict(self, feedback: Feedback, post: str, text: str, platform: Platform) -> None:
        """Keep what the predictor in use, if any, expects of a post by an author it knows not.

        It is left out where it can't be kept: no draft is lost for it.
        """
        said = self._predictor.forecast(text, platform, Usual())
        if not isinstance(said, str):
            with suppress(TroupeError):
                feedback.keep_prediction(post, prediction_of(said.as_json()))

    def close(self) -> None:
        """End the threads, once they have done what they are at."""
        for workers in (self.writing, self.scoring, self.simulating):
            workers.close()

    def _simulated(self, text: str, platform: Platform, usual: Usual, _mark: bytes) -> Simulated:
        said = self._predictor.explained(text, platform, usual)
        chances = said.forecast.chances if isinstance(said, Performance) else {}
        return said, meet(text, platform, usual.followers or 0, chances)

"""How a request to an OpenAI-compatible server fails, by what to do about it."""

from oracle.engines.openai.wire import Problem
from oracle.errors import Permanent, Transient


class Unanswered(Transient):
    """The server did not answer; it asked for a pause of `pause_s` seconds, if for any."""

    def __init__(self, why: str, pause_s: float | None) -> None:
        super().__init__(why)
        self.pause_s = pause_s


class Unlisted(Transient):
    """The server has nothing at that path."""


class NoAnswer(Permanent):
    """What the server sent is no answer."""


class Refused(Permanent):
    """The server refuses this request; `problem` is what it says of it, if anything."""

    def __init__(self, why: str, problem: Problem | None) -> None:
        super().__init__(why)
        self.problem = problem

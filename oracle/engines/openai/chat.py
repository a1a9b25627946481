"""A chat to be answered, and the request that asks for it, as far as a server takes its fields."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from oracle.domain import Sampling
from oracle.engines.openai.wire import Problem
from oracle.ports import Tokens

Messages = list[dict[str, str]]

# What a server may refuse, and what it is then asked instead; None leaves the field out.
OPTIONAL: dict[str, str | None] = {
    "max_tokens": "max_completion_tokens",
    "seed": None,
    "top_p": None,
    "temperature": None,
    "priority": None,
    "stream_options": None,
}
_NOT_TAKEN = re.compile(
    r"unsupported|not support|unrecogni[sz]ed|unknown|unexpected|extra (?:inputs|fields)"
    r"|not (?:permitted|allowed|enabled)",
    re.IGNORECASE,
)
_BYTES_A_TOKEN = 3  # English has about four; Chinese three, a character being about a token
_TOKENS_A_MESSAGE = 8


@dataclass(frozen=True)
class Chat:
    """What a model is asked: `seed` is 0..2^63-1, or None for chance.

    `adapter` is the name of an adapter that is preferred where the server lists it as one of the
    settings' model.
    `priority` is 0 for rounds, which go first, and more for what can wait.
    """

    messages: Messages
    sampling: Sampling
    seed: int | None = None
    adapter: str | None = None
    priority: int = 0

    def body(self, model: str, *, streamed: bool, without: Collection[str] = ()) -> dict[str, Any]:
        """The request; `without` are names of `OPTIONAL` that the server does not take.

        Priorities are as vLLM has them: what has the lower number goes first.
        """
        fields: dict[str, Any] = {
            "temperature": self.sampling.temperature,
            "top_p": self.sampling.top_p,
            "max_tokens": self.sampling.max_tokens,
            "seed": self.seed,
            "priority": self.priority or None,
            "stream_options": {"include_usage": True} if streamed else None,
        }
        body: dict[str, Any] = {"model": model, "messages": self.messages}
        for name, value in fields.items():
            place = OPTIONAL[name] if name in without else name
            if value is not None and place is not None:
                body[place] = value
        return body | ({"stream": True} if streamed else {})

    def most(self) -> Tokens:
        """The most tokens that answering takes; those of the messages are estimated."""
        read = sum(estimated(message["content"]) for message in self.messages)
        return Tokens(read + _TOKENS_A_MESSAGE * len(self.messages), self.sampling.max_tokens)


def estimated(text: str) -> int:
    """About how many tokens a text is; rather too many than too few."""
    return -(-len(text.encode()) // _BYTES_A_TOKEN)


def not_taken(problem: Problem | None, body: Collection[str]) -> str | None:
    """The optional field of the request `body` that a server refuses to know, if that is it.

    A value that is refused (too many tokens) is another matter: no field is left out for it.
    """
    if problem is None or not _NOT_TAKEN.search(problem.message):
        return None
    asked = [name for name in OPTIONAL if name in body]
    if problem.field is not None:
        return problem.field if problem.field in asked else None
    return next((name for name in asked if re.search(rf"\b{name}\b", problem.message)), None)

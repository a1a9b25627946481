"""What programs ask of a persona: turns of their own, and what they may take."""

from collections.abc import Sequence

from oracle.assistant.chat.conversations import MAX_TEXT
from oracle.assistant.chat.history import bounded
from oracle.assistant.chat.speaking import Speaking
from oracle.domain import Card, Sampling
from oracle.engines.openai.chat import estimated
from oracle.errors import Permanent
from oracle.ports import TalkRequest, Tokens, Turn
from oracle.printable import printable


def asked_of(
    card: Card,
    turns: Sequence[Turn],
    sampling: Sampling,
    wishes: str = "",
    seed: int | None = None,
) -> TalkRequest:
    """The request for an answer to the last turn; older ones, and wishes, are bounded.

    Raises `Permanent` where the last turn is not the user's, or says nothing.
    """
    if not turns or turns[-1].role != "user" or not printable(turns[-1].text).strip():
        raise Permanent("the last message has to be the user's, and to say something")
    return TalkRequest(card, bounded(turns), sampling, wishes[:MAX_TEXT], seed)


def usage_of(request: TalkRequest, speaking: Speaking) -> Tokens:
    """What an answer took, as the engine told, or else estimated from the texts."""
    if speaking.tokens is not None:
        return speaking.tokens
    read = sum(estimated(turn.text) for turn in request.turns) + estimated(request.wishes)
    return Tokens(read, estimated(speaking.text))

"""How much of a conversation a model is shown."""

from collections.abc import Sequence

from oracle.engines.openai.chat import estimated
from oracle.ports import Turn

MAX_HISTORY_TOKENS = 3_000


def bounded(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The newest turns, in order, of about 3,000 tokens together; the last one whatever it takes.

    None is cut in two, and none is left out between two that are shown.
    """
    left, kept = MAX_HISTORY_TOKENS, list[Turn]()
    for turn in reversed(turns):
        left -= estimated(turn.text)
        if kept and left < 0:
            break
        kept.append(turn)
    return tuple(reversed(kept))

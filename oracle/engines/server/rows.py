"""A row of a batch: what one request asks of the model, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Literal

Finish = Literal["stop", "length", "cancelled", "overflowed"]


@dataclass(frozen=True)
class Row:
    """One request, ready for the model.

    `prompt` is its token ids (at least one), `temperature` 0 is greedy, `top_p` is in (0, 1],
    `seed` is 0..2^63-1, and the text ends before the first of `stop`. `adapter` counts the model's
    adapters from 1, 0 is the model without any. Rows of lower `priority` are begun first. Whoever
    waits for the row sets `cancelled` to give it up.
    """

    prompt: tuple[int, ...]
    temperature: float
    top_p: float
    max_tokens: int
    seed: int
    stop: tuple[str, ...] = ()
    adapter: int = 0
    priority: int = 0
    cancelled: Event = field(default_factory=Event, compare=False)


@dataclass(frozen=True)
class Completion:
    """What the model wrote for a row: "stop" where it ended by itself, "length" where it was cut.

    It is "overflowed" where the model's numbers did, after which there is no next token. `tokens`
    counts what the model generated, its end-of-text token included.
    """

    text: str
    finish: Finish
    tokens: int


def placed(rows: Sequence[Row]) -> list[int]:
    """The places of rows in the order in which they join, whatever order they are in."""
    return sorted(range(len(rows)), key=lambda i: (rows[i].prompt, rows[i].adapter, rows[i].seed))

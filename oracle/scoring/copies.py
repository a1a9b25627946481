"""How alike texts are, and which entries are copies."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from oracle.domain import Entry
from oracle.scoring.space import Space


def similarities(
    space: Space, texts: Sequence[str], others: Sequence[str], duplicate: float
) -> NDArray[np.float64]:
    """How alike each text is to each other one, 0..1: (len(texts), len(others)).

    The higher of the space's cosine, which sees reordered words, and rapidfuzz's normalised
    insertion-deletion similarity, which sees changed letters; the latter counts from `duplicate`.
    """
    alike = space.cosine(texts, others)
    for row, text in enumerate(texts):
        for column, other in enumerate(others):
            close = fuzz.ratio(text, other, score_cutoff=100 * duplicate) / 100
            alike[row, column] = max(alike[row, column], close)
    return alike


def find_copies(
    entries: Sequence[Entry],
    standing: Sequence[int],
    among: NDArray[np.float64],
    before: NDArray[np.float64],
    duplicate: float,
) -> dict[int, str]:
    """Which of the `standing` entries (indices) are copies, each with the reason.

    `among` and `before` are the similarities of all entries with one another and with the history.
    Whatever is `duplicate` alike to an earlier round's entry, the persona's own included, is a
    copy. Of copies within the round the one with the lowest seed stays: nobody can know who
    copied, and seeds come from a block hash that nobody chose, so that each has the same chance.
    """
    copies: dict[int, str] = {}
    kept: list[int] = []
    for index in sorted(standing, key=lambda i: (entries[i].seed, i)):
        twin = next((other for other in kept if among[index, other] >= duplicate), None)
        if before[index].max(initial=0.0) >= duplicate:
            copies[index] = f"{before[index].max():.0%} alike to an earlier round's entry: a copy"
        elif twin is not None:
            persona = entries[twin].persona_id
            copies[index] = f"{among[index, twin]:.0%} alike to persona {persona}'s entry: a copy"
        else:
            kept.append(index)
    return copies

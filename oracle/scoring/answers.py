"""What a judge answered about every pair of texts, shown in both orders."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Literal, cast

Answer = Literal["1", "2", "-"]
"""The text shown first is preferred, the one shown second is, or there is no opinion."""
Answers = Mapping[tuple[int, int], Answer]
"""By what was shown: (i, j) is text i first and text j second."""


def swapped(n: int) -> Iterator[tuple[int, int]]:
    """Every pair of `n` texts in both orders: what a judge is asked, n · (n - 1) questions."""
    for a, b in combinations(range(n), 2):
        yield a, b
        yield b, a


def verdicts(answers: Answers) -> dict[tuple[int, int], float]:
    """The preference for the first text of each pair (a, b), a < b, that was answered both ways.

    The mean over both orders: 1 or 0 where they agree, 0.5 where they do not. A judge that always
    takes the first place so says nothing.
    """
    both = {
        (a, b): (answers[a, b], answers[b, a])
        for a, b in answers
        if a < b and "-" not in (answers[a, b], answers.get((b, a), "-"))
    }
    return {pair: ((one == "1") + (other == "2")) / 2 for pair, (one, other) in both.items()}


def as_written(answers: Answers, n: int) -> str:
    """The answers about `n` texts, a character each in the order of `swapped`."""
    return "".join(answers.get(order, "-") for order in swapped(n))


def as_read(written: str, n: int) -> dict[tuple[int, int], Answer]:
    """The inverse of `as_written`; raises `ValueError` where there is not an answer to each."""
    return dict(zip(swapped(n), cast(list[Answer], list(written)), strict=True))

"""What came of comparing texts: who is preferred to whom, by persona and by model."""

from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

from oracle.judging.bias import PositionBias
from oracle.judging.strengths import strengths
from oracle.scoring.ballots import Pairs, preferred


@dataclass(frozen=True)
class Preferences:
    """Who is preferred to whom: a row per text, None where a text meets itself or nothing is known.

    `strengths` are Bradley and Terry's, `vote` the index of the text with the highest mean
    preference, None where several have it.
    """

    by: str
    matrix: tuple[tuple[float | None, ...], ...]
    strengths: tuple[float, ...]
    vote: int | None


@dataclass(frozen=True)
class Judged:
    """What a language model said: `bias` is measured on these very answers.

    `prompt` is the digest of what it was asked, apart from the texts.
    """

    model: str
    version: str
    prompt: str
    questions: int
    unanswered: int
    circles: int
    bias: PositionBias
    preferences: Preferences


@dataclass(frozen=True)
class Comparison:
    """Texts by name, what could not compete, and everybody's preferences.

    `judge` is None where no model was asked, and `no_judge` says why. `voters` weigh the judge
    `weight`, where there is one.
    """

    texts: tuple[str, ...]
    barred: dict[str, str]
    voters: tuple[Preferences, ...]
    weight: float
    judge: Judged | None
    no_judge: str

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


def preferences_of(by: str, pairs: Pairs, n: int) -> Preferences:
    """The preferences that pairs of `n` texts say; `by` is who compared them."""
    against = [preferred(pairs, entry) for entry in range(n)]
    means = [round(fmean(each.values()), 9) if each else 0.5 for each in against]
    best = [entry for entry in range(n) if means[entry] == max(means)]
    return Preferences(
        by=by,
        matrix=tuple(tuple(each.get(rival) for rival in range(n)) for each in against),
        strengths=tuple(strengths(pairs, n)),
        vote=best[0] if len(best) == 1 else None,
    )

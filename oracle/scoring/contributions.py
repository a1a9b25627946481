"""What a contribution is worth: quality · novelty, by public documents alone.

A value is a *prior*, measured on nobody: how well its words read, and how much of them is new to
the persona. What it does to a model is measured after training, and adds to its impact then. The
prior of engagement has no part in it: it judges posts by their length, which would pay for cutting
a text into many.

Words are all that is judged. Media, which nobody here can look at yet, counts for the words that
come with it (a description, a transcript) as they would count alone: linking a picture earns
nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from oracle.domain import (
    MAX_REASON,
    MAX_SCORE,
    ContributionValue,
    CriterionScore,
    Platform,
)
from oracle.platforms import PLATFORMS
from oracle.printable import one_line
from oracle.scoring.copies import similarities
from oracle.scoring.given import Given, Run
from oracle.scoring.readability import score_readability
from oracle.scoring.reading import read
from oracle.scoring.rules import Rules
from oracle.scoring.scale import scored
from oracle.scoring.texts import is_english

# The platform of the longest posts: of its readers' ease alone is made use.
_READERS = Platform.LINKEDIN
# About as many as a text of the greatest length has.
_FULL_RUNS = 1_000
_WINDOW_WORDS = 100


@dataclass(frozen=True)
class Candidate:
    """A contribution under review: what it gives, or the `refusal` that says why it gives none."""

    token_id: int
    document: str
    given: Given | None
    refusal: str = ""


def review_contributions(
    candidates: Sequence[Candidate], earlier: Sequence[Given], rules: Rules
) -> tuple[ContributionValue, ...]:
    """The values of a batch, in its order: a pure function, the same for every honest operator.

    0 rejects: it gives nothing, or it is a copy. That is what is as alike as the profile's
    `duplicate_similarity` to something given before, or has so large a part of its runs in all that
    was given before, or links the same media. Of two in a batch the earlier counts. Else 1..10000:

    readability · (1 - noise) · (1 - nearest) · min(1, fresh / 1000)

    where noise is the mean over windows of 100 words, `nearest` the highest similarity to something
    given before, and `fresh` the number of runs (see `Given`) that nothing given before has. Since
    only what is new counts, a text in parts is worth no more than the whole.
    """
    batch = [candidate.given or Given("nothing", "") for candidate in candidates]
    texts = [given.text for given in (*earlier, *batch)]
    duplicate = rules.profile.duplicate_similarity
    alike = similarities(rules.space(texts), texts[len(earlier) :], texts, duplicate)
    before = _Before(duplicate)
    for given, column in zip(earlier, alike.T, strict=False):
        before.add(given, column)
    rows = []
    for place, (candidate, given) in enumerate(zip(candidates, batch, strict=True)):
        refusal = candidate.refusal or before.refusal(place, given)
        value = CriterionScore(value=0, why=one_line(refusal, MAX_REASON))
        if not refusal:
            value = before.worth(place, given)
            before.add(given, alike[:, len(earlier) + place])
        rows.append(_row(candidate, value))
    return tuple(rows)


class _Before:
    """All that counts as given before; it grows with each contribution that stands."""

    def __init__(self, duplicate: float) -> None:
        self._duplicate = duplicate
        self._alike: list[tuple[str, NDArray[np.float64]]] = []
        self._media: dict[str, str] = {}
        self._runs: set[Run] = set()

    def add(self, given: Given, alike: NDArray[np.float64]) -> None:
        """Count it; `alike` says how alike each of the batch is to it."""
        self._alike.append((given.name, alike))
        self._runs |= given.runs
        if given.media:
            self._media.setdefault(given.media, given.name)

    def refusal(self, place: int, given: Given) -> str:
        """Why what is given at a place of the batch adds nothing, or an empty text if it does."""
        if not given.runs:
            return "it says nothing"
        if given.media in self._media:
            return f"its media is that of {self._media[given.media]}: a copy"
        nearest, name = self._nearest(place)
        if nearest >= self._duplicate:
            return f"{nearest:.0%} alike to {name}: a copy"
        known = len(given.runs & self._runs) / len(given.runs)
        if known >= self._duplicate:
            return f"{known:.0%} of it was given before: a copy in parts"
        return ""

    def worth(self, place: int, given: Given) -> CriterionScore:
        """The value of what adds something, and why."""
        quality, ease = _quality(given)
        nearest, name = self._nearest(place)
        fresh = len(given.runs - self._runs)
        why = (
            f"a prior, not measured: quality {quality:.0%} ({ease}); {fresh} new runs of words; "
            f"at most {nearest:.0%} alike to {name}"
        )
        return scored(quality * (1 - nearest) * min(1.0, fresh / _FULL_RUNS), why)

    def _nearest(self, place: int) -> tuple[float, str]:
        near = ((float(alike[place]), name) for name, alike in self._alike)
        return max(near, key=lambda each: each[0], default=(0.0, "nothing"))


def _quality(given: Given) -> tuple[float, str]:
    """readability · (1 - noise), 0..1, and how readable it is.

    Noise is read in windows, so that a long text is judged as its parts would be.
    """
    language = "en" if is_english(given.text) else given.language
    ease = score_readability(read(given.text, _READERS), PLATFORMS[_READERS].reading_ease, language)
    found = given.text.split()
    windows = (found[at : at + _WINDOW_WORDS] for at in range(0, len(found), _WINDOW_WORDS))
    noise = fmean(read(" ".join(window), _READERS).noise for window in windows)
    return ease.value / MAX_SCORE * (1 - noise), ease.why


def _row(candidate: Candidate, value: CriterionScore) -> ContributionValue:
    return ContributionValue(
        token_id=candidate.token_id,
        document=candidate.document,
        value=value.value,
        why=value.why,
    )

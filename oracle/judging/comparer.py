"""Comparing texts two by two: by a persona's taste, or by a language model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from oracle.domain import (
    MIN_ROSTER,
    ZERO_DIGEST,
    Brief,
    Card,
    EngineInfo,
    Entry,
    Platform,
    digest_of,
)
from oracle.judging.judge import ModelJudge
from oracle.scoring.answers import verdicts
from oracle.scoring.ballots import Pairs, tasted_pairs
from oracle.scoring.material import RoundMaterial, imagined
from oracle.scoring.rules import Rules
from oracle.scoring.sheet import like_entries

_NO_BRIEF = Brief(text="Write a post")  # no word of it is about anything
_UNKNOWN = EngineInfo(name="none", version="", model="none", built_in=True)


class Comparer(Protocol):
    """Compares every pair of some texts."""

    def compare(self, texts: Sequence[str]) -> Pairs:
        """The preference, 0..1, for the first of every pair (a, b), a < b, of 2 to 16 texts.

        A pair without an opinion is missing.
        """


@dataclass(frozen=True)
class TasteComparer:
    """By the taste of one card, as in rounds; what could not compete in one loses to all that can.

    Texts are compared as a round's entries without history, so they count as rivals in uniqueness.
    """

    card: Card
    platform: Platform
    rules: Rules
    brief: Brief | None = None

    def compare(self, texts: Sequence[str]) -> Pairs:
        """See `Comparer`."""
        return self.taste(texts)[0]

    def taste(self, texts: Sequence[str]) -> tuple[Pairs, list[str | None]]:
        """The pairs as `compare` gives them, and why texts could not compete, None if they can."""
        rows, liked = like_entries(self._material(texts), self.rules)
        reasons = [row.disqualified for row in rows[: len(texts)]]
        stands = [reason is None for reason in reasons]
        tasted = tasted_pairs(liked[0], range(len(texts)))
        pairs = {
            (a, b): tasted[a, b] if stands[a] == stands[b] else float(stands[a]) for a, b in tasted
        }
        return pairs, reasons

    def _material(self, texts: Sequence[str]) -> RoundMaterial:
        brief = self.brief or _NO_BRIEF
        padded = [*texts, *[""] * (MIN_ROSTER - len(texts))]
        entries = [self._entry(place, text) for place, text in enumerate(padded)]
        manifest = imagined(brief, self.platform, self.rules.profile, entries)
        return RoundMaterial(manifest, brief, (self.card,) * len(padded))

    def _entry(self, place: int, text: str) -> Entry:
        return Entry(
            persona_id=place + 1,
            card=self.card.digest,
            seed=digest_of(text.encode()),
            text=text,
            engine=_UNKNOWN,
            prompt=ZERO_DIGEST,
            sampling=self.card.sampling,
        )


@dataclass(frozen=True)
class JudgeComparer:
    """By a language model, position bias cancelled; see `ModelJudge`."""

    judge: ModelJudge
    platform: Platform
    brief: Brief | None = None

    def compare(self, texts: Sequence[str]) -> Pairs:
        """See `Comparer`."""
        return verdicts(self.judge.answers(texts, self.platform, self.brief))

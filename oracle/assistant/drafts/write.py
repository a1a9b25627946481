"""Several candidates of one persona, judged, and the one that it likes best."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from oracle.assistant.drafts.judging import Judge, Judged
from oracle.domain import MAX_ROSTER, Brief, Card, Criterion, EngineInfo, Platform
from oracle.errors import Permanent
from oracle.platforms import PLATFORMS
from oracle.ports import TextEngine, WriteRequest, Written
from oracle.scoring.profile import default_profile
from oracle.scoring.rules import Rules

MAX_CANDIDATES = MAX_ROSTER
_PERSONA = 1

Told = Callable[[str], None]


@dataclass(frozen=True)
class DraftRequest:
    """`candidates` (1..16) texts by the persona of `card`; `seed` is 32 bytes as hex."""

    card: Card
    brief: Brief
    platform: Platform
    candidates: int
    seed: str


@dataclass(frozen=True)
class Candidate:
    """One candidate. `dropped` says why it can't be published; then it was not judged.

    `liking` is how much its own persona likes it, 0..1.5: taste, topics and mood (see
    `oracle.scoring.taste`).
    """

    seed: str
    written: Written
    dropped: str | None
    judged: Judged | None = None

    @property
    def text(self) -> str:
        """The text as it would be published."""
        return self.written.text

    @property
    def liking(self) -> float:
        """The sum of what the persona likes it for; 0 where it was dropped."""
        return math.fsum(self.judged.liking.values()) if self.judged else 0.0

    def as_json(self) -> dict[str, Any]:
        """All that is known of it."""
        found: dict[str, Any] = {"text": self.text, "seed": self.seed, "dropped": self.dropped}
        if self.judged:
            criteria = self.judged.scores.criteria
            found |= {
                "liking": round(self.liking, 9),
                "liked_for": self.judged.liking,
                "criteria": {c: criteria[c].model_dump(exclude_none=True) for c in Criterion},
            }
        return found


@dataclass(frozen=True)
class Drafts:
    """The candidates in the order in which they were asked for."""

    card: Card
    platform: Platform
    engine: EngineInfo
    candidates: tuple[Candidate, ...]

    @property
    def best(self) -> Candidate | None:
        """The one that its persona likes best, the first of equals; None where all were dropped."""
        standing = [each for each in self.candidates if each.judged]
        return max(standing, key=lambda each: each.liking, default=None)

    def as_json(self) -> dict[str, Any]:
        """All of it; `best` is the place of the best candidate, or null."""
        return {
            "persona": self.card.name,
            "card": self.card.digest,
            "platform": PLATFORMS[self.platform].slug,
            "engine": self.engine.model_dump(),
            "best": self.candidates.index(self.best) if self.best else None,
            "candidates": [each.as_json() for each in self.candidates],
        }


def draft(
    asked: DraftRequest,
    engine: TextEngine,
    *,
    rules: Rules | None = None,
    past: Sequence[str] = (),
    told: Told = lambda _: None,
) -> Drafts:
    """The texts that are asked for, judged by the five criteria.

    Each has a seed of its own, sha256 of the request's and its number: the same call gives the same
    candidates, as far as the engine repeats itself. Those that could not compete in a round, and
    copies of one another or of `past` (its earlier posts there, oldest first), are dropped with the
    reason. `rules` are the default profile's where none are given; `told` hears of each step.
    Raises `Permanent` for another number of candidates and for a platform that the card does not
    write for, `Transient` where the engine does not answer.
    """
    _check(asked)
    requests = [
        WriteRequest(
            _PERSONA, asked.card, asked.brief, asked.platform, candidate_seed(asked.seed, number)
        )
        for number in range(asked.candidates)
    ]
    told(f"{asked.card.name} writes")
    info = engine.info()
    written = engine.write(requests)
    told("judging")
    judge = Judge(rules or Rules(default_profile()), info, past)
    dropped = judge.copies(requests, written)
    found = tuple(
        Candidate(one.seed, text, why, None if why else judge.alone(one, text))
        for one, text, why in zip(requests, written, dropped, strict=True)
    )
    return Drafts(asked.card, asked.platform, info, found)


def candidate_seed(seed: str, number: int) -> str:
    """The seed of a candidate, from 0: the first has the draft's own."""
    if number == 0:
        return seed
    return "0x" + sha256(f"{seed}/{number}".encode()).hexdigest()


def _check(asked: DraftRequest) -> None:
    card = asked.card
    if not 1 <= asked.candidates <= MAX_CANDIDATES:
        raise Permanent(f"ask for 1 to {MAX_CANDIDATES} candidates, not {asked.candidates}")
    slug = PLATFORMS[asked.platform].slug
    if card.platforms and slug not in card.platforms:
        raise Permanent(f"{card.name} writes for {', '.join(card.platforms)}, not for {slug}")

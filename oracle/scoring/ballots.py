"""Each persona's vote for another's entry: every pair of the others', compared by its own taste.

A persona's own entry is in no pair that it compares, so it cannot prefer itself. The pairs' winner
is the entry with the highest mean preference, Borda's count of fractional wins. Where every pair is
compared once, the maximum-likelihood strengths of Bradley and Terry rank entries exactly as these
means do (Ford 1957), so nothing is fitted here.

By taste alone the winner is also the one that is liked best: a preference grows with the difference
of two likings. Pairs matter where a judge's verdicts are mixed in: those are about pairs, may go
round in a circle, and are missing where the judge had no opinion.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from statistics import fmean

from oracle.domain import Ballot, EntryScores
from oracle.scoring.taste import Liking

_SCALE = 0.1
_EVEN = 0.5

Pairs = Mapping[tuple[int, int], float]
"""Preferences, 0..1, for the first entry of pairs (first, second), first < second."""


@dataclass(frozen=True)
class Verdicts:
    """What a judge made of pairs of entries, and how much that weighs beside taste, 0..0.5.

    A pair without an opinion is missing.
    """

    weight: float = 0.0
    pairs: Pairs = field(default_factory=dict)

    def mixed(self, tasted: Pairs) -> dict[tuple[int, int], float]:
        """(1 - weight) · taste + weight · verdict for each pair; taste alone where there is none.

        Whatever the judge says, no preference moves by more than the weight.
        """
        return {
            pair: taste
            if (verdict := self.pairs.get(pair)) is None
            else round((1 - self.weight) * taste + self.weight * verdict, 9)
            for pair, taste in tasted.items()
        }


def preference(first: Liking, second: Liking) -> float:
    """How likely the first is preferred, 0..1, to nine decimals: 1 / (1 + e^(-difference / 0.1)).

    The choice model of Bradley and Terry (1952). Likings differ by at most 1.5; 0.1 more is
    preferred in 73 of 100 choices, 0.3 more in 95. The scale decides nothing by itself, only how
    soon taste outweighs a judge.
    """
    difference = math.fsum(first.values()) - math.fsum(second.values())
    return round(1 / (1 + math.exp(-round(difference, 9) / _SCALE)), 9)


def tasted_pairs(likings: Sequence[Liking], entries: Sequence[int]) -> dict[tuple[int, int], float]:
    """The preference in every pair of those `entries`, indices into `likings`."""
    ordered = sorted(entries)
    return {
        (a, b): preference(likings[a], likings[b])
        for place, a in enumerate(ordered)
        for b in ordered[place + 1 :]
    }


def preferred(pairs: Pairs, entry: int) -> dict[int, float]:
    """How far `entry` is preferred to each entry that it was compared with."""
    as_first = {b: p for (a, b), p in pairs.items() if a == entry}
    return as_first | {a: round(1 - p, 9) for (a, b), p in pairs.items() if b == entry}


def cast_ballots(
    rows: Sequence[EntryScores],
    likings: Sequence[Sequence[Liking]],
    seeds: Sequence[str],
    verdicts: Verdicts,
) -> tuple[Ballot, ...]:
    """One ballot per persona, in roster order, never for itself.

    `likings[voter][entry]` is as `oracle.scoring.taste` gives it. A disqualified entry gets a vote
    only where no other stands. Ties are drawn by lot from the entries' `seeds`, which come from a
    block hash that nobody chose: no place in the roster is favoured, and voters draw apart.
    """
    return tuple(
        _ballot(voter, rows, likings[voter], seeds, verdicts) for voter in range(len(rows))
    )


def _ballot(
    voter: int,
    rows: Sequence[EntryScores],
    likings: Sequence[Liking],
    seeds: Sequence[str],
    verdicts: Verdicts,
) -> Ballot:
    others = [entry for entry in range(len(rows)) if entry != voter]
    standing = [entry for entry in others if rows[entry].disqualified is None]
    pairs = verdicts.mixed(tasted_pairs(likings, standing))
    wins = {entry: _mean(preferred(pairs, entry)) for entry in standing}
    best = [
        entry for entry in standing or others if wins.get(entry) == max(wins.values(), default=None)
    ]
    choice = min(best, key=lambda entry: _lot(seeds[voter], seeds[entry]))
    why = _why(choice, len(best), pairs, likings, standing)
    if judged := sum(choice in pair for pair in pairs if pair in verdicts.pairs):
        why += f"; a language model's word on {judged} of them counts {verdicts.weight:.0%}"
    return Ballot(persona_id=rows[voter].persona_id, entry=choice, why=why)


def _mean(preferences: Mapping[int, float]) -> float:
    return round(fmean(preferences.values()), 9) if preferences else _EVEN


def _lot(voter: str, entry: str) -> bytes:
    return sha256(f"{voter} {entry}".encode()).digest()


def _why(
    choice: int, alike: int, pairs: Pairs, likings: Sequence[Liking], standing: Sequence[int]
) -> str:
    if not standing:
        return "every other entry is disqualified: drawn by lot"
    rivals = [likings[entry] for entry in standing if entry != choice]
    if not rivals:
        return "the only other entry that stands"
    against = preferred(pairs, choice).values()
    won, lost = (sum(p > _EVEN for p in against), sum(p < _EVEN for p in against))
    says = f"{won} of {len(rivals)} pairs won, {lost} lost"
    gains = {name: part - fmean(r[name] for r in rivals) for name, part in likings[choice].items()}
    reason = max(gains, key=lambda name: round(gains[name], 9))
    if (gain := gains[reason]) >= 0.005:
        says += f"; liked most for {reason} (+{gain:.2f} over the others)"
    return f"{says}; by lot among {alike} liked alike" if alike > 1 else says

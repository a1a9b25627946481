"""How much a persona likes an entry: its card's taste, its topics and its mood."""

import math
from collections.abc import Sequence

from oracle.domain import MAX_SCORE, Card, Criterion, EntryScores

_AFFINITY = 0.25
TOPICS, MOOD = "its own topics", "its own mood"

Liking = dict[str, float]
"""What an entry is liked for, each part at least 0 and of nine decimals; their sum is 0..1.5."""


def liking(row: EntryScores, card: Card, mood: float, kinship: float) -> Liking:
    """Why, and how much, the persona of `card` likes an entry, by name of the reason.

    Each criterion gives taste · score / (10000 · Σ taste), topics 0.25 · `kinship` (the cosine of
    the entry with the card's topics, 0..1), mood 0.25 · (1 - |mood - target sentiment| / 2). A card
    without any taste cares for all criteria alike. `mood` is the entry's compound, -1..1.
    """
    tastes = {criterion: float(getattr(card.taste, criterion)) for criterion in Criterion}
    if not any(tastes.values()):
        tastes = dict.fromkeys(Criterion, 1.0)
    whole = MAX_SCORE * math.fsum(tastes.values())
    parts = {
        str(criterion).replace("_", " "): tastes[criterion] * row.criteria[criterion].value / whole
        for criterion in Criterion
    }
    parts[TOPICS] = _AFFINITY * max(kinship, 0.0)
    parts[MOOD] = _AFFINITY * (1 - abs(mood - card.target_sentiment) / 2)
    return {name: round(part, 9) for name, part in parts.items()}


def likings(
    rows: Sequence[EntryScores],
    cards: Sequence[Card],
    moods: Sequence[float],
    kinship: Sequence[Sequence[float]],
) -> list[list[Liking]]:
    """`liking` of every card (rows) for every entry (columns), its own included."""
    return [
        [
            liking(row, card, mood, kin)
            for row, mood, kin in zip(rows, moods, kinship[voter], strict=True)
        ]
        for voter, card in enumerate(cards)
    ]

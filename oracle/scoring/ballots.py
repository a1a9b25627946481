"""Each persona's vote for another's entry, by its own taste."""

import math
from collections.abc import Sequence

from oracle.domain import MAX_SCORE, Ballot, Card, Criterion, EntryScores

_AFFINITY = 0.25


def cast_ballots(
    rows: Sequence[EntryScores],
    cards: Sequence[Card],
    moods: Sequence[float],
    kinship: Sequence[Sequence[float]],
) -> tuple[Ballot, ...]:
    """One ballot per persona, in roster order, never for itself.

    A persona votes for the entry with the highest Σ taste · criterion / (10000 · Σ taste)
    + 0.25 · kinship + 0.25 · (1 - |mood - its own target sentiment| / 2); a card without any taste
    cares for all criteria alike. `moods` are the entries' compounds, `kinship[voter][entry]` the
    cosine of the entry with the voter's topics. A disqualified entry gets a vote only where no
    other stands. Ties go to the first after the voter in roster order, in a circle, so that no
    place in the roster is favoured.
    """
    return tuple(
        _ballot(voter, rows, card, moods, kinship[voter]) for voter, card in enumerate(cards)
    )


def _ballot(
    voter: int,
    rows: Sequence[EntryScores],
    card: Card,
    moods: Sequence[float],
    kinship: Sequence[float],
) -> Ballot:
    others = [(voter + step) % len(rows) for step in range(1, len(rows))]
    standing = [entry for entry in others if rows[entry].disqualified is None]
    liking = {
        entry: _taste(rows[entry], card) + _affinity(card, moods[entry], kinship[entry])
        for entry in standing
    }
    choice = max(standing, key=liking.__getitem__, default=others[0])
    why = (
        f"liked best of {len(standing)}: {liking[choice]:.2f} by taste, topics and mood"
        if standing
        else "every other entry is disqualified: the next in the roster"
    )
    return Ballot(persona_id=rows[voter].persona_id, entry=choice, why=why)


def _taste(row: EntryScores, card: Card) -> float:
    tastes = {criterion: float(getattr(card.taste, criterion)) for criterion in Criterion}
    if not any(tastes.values()):
        tastes = dict.fromkeys(Criterion, 1.0)
    liked = math.fsum(tastes[c] * row.criteria[c].value for c in Criterion)
    return liked / (MAX_SCORE * math.fsum(tastes.values()))


def _affinity(card: Card, mood: float, kinship: float) -> float:
    return _AFFINITY * (kinship + 1 - abs(mood - card.target_sentiment) / 2)

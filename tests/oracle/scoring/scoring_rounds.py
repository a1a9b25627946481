"""Rounds to score: real documents with little in them but the texts."""

from oracle.domain import (
    Brief,
    Card,
    Criterion,
    Entry,
    EntryScores,
    Manifest,
    Platform,
    ScoreSheet,
    ScoringProfile,
    Voice,
)
from oracle.scoring.material import RoundMaterial
from oracle.scoring.profile import default_profile
from oracle.scoring.rules import Rules
from oracle.scoring.sheet import score_round
from tests.factories import entry, manifest

BRIEF = Brief(text="Write about community solar panels and what a small town saves with them")
PLAIN = (
    "Our town put solar panels on the roof of its school last spring, and the bill for light and"
    " heat has come down since. The children read the meter each day and tell us the news at home."
)
OTHER = (
    "A neighbour lent her barn, a baker lent his oven money, and by autumn the community owned a"
    " small sun farm. Nobody got rich, yet the street lamps now run on what the roof can spare."
)
THIRD = (
    "Ask the mayor about panels and she talks of rain. Clouds cut the yield by half, so the council"
    " bought batteries first. It was a slow choice, and it was the one that kept the clinic warm."
)
VOICE = Voice(
    hooks=("Listen.",), stances=("I doubt it.",), questions=("Why?",), connectives=("So",)
)


def card(name: str = "Nova", **fields: object) -> Card:
    return Card.model_validate(
        {"name": name, "tone": "calm", "bio": "Likes the sun.", "voice": VOICE} | fields
    )


def material(
    *texts: str,
    cards: list[Card] | None = None,
    entries: list[Entry] | None = None,
    brief: Brief = BRIEF,
    platform: Platform = Platform.LINKEDIN,
    profile: ScoringProfile | None = None,
    history: tuple[Manifest, ...] = (),
) -> RoundMaterial:
    """A round with those texts, by personas 1, 2, ... with the given cards."""
    cards = cards or [card(f"Persona {i + 1}") for i in range(len(texts or entries or ()))]
    entries = entries or [entry(i + 1, text, cards[i].digest) for i, text in enumerate(texts)]
    made = manifest(
        entries,
        round_id=len(history) + 1,
        brief=brief.digest,
        platform=platform,
        scoring_profile=(profile or default_profile()).digest,
        history=tuple(each.digest for each in history),
    )
    return RoundMaterial(made, brief, tuple(cards), history)


def past_round(*texts: str) -> Manifest:
    """An earlier round's manifest, by personas 1, 2, ..."""
    return material(*texts).manifest


def score(
    *texts: str,
    profile: ScoringProfile | None = None,
    rules: Rules | None = None,
    **fields: object,
) -> ScoreSheet:
    rules = rules or Rules(profile or default_profile())
    return score_round(material(*texts, profile=rules.profile, **fields), rules)  # type: ignore[arg-type]


def values(row: EntryScores) -> list[int]:
    return [row.criteria[criterion].value for criterion in Criterion]

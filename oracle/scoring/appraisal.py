"""One text's five criteria, outside of any round."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from oracle.domain import Brief, Card, Criterion, CriterionScore, Platform
from oracle.scoring.admission import bar
from oracle.scoring.copies import similarities
from oracle.scoring.criteria import Subject, score_criteria
from oracle.scoring.reading import read
from oracle.scoring.rules import Rules
from oracle.scoring.sentiment import compound
from oracle.scoring.texts import plain


@dataclass(frozen=True)
class Appraisal:
    """The criteria of a `subject`, or why the text could not compete; equal where these are."""

    criteria: dict[Criterion, CriterionScore] | None
    refused: str | None
    subject: Subject | None = field(default=None, compare=False)


def appraise(
    text: str,
    platform: Platform,
    rules: Rules,
    *,
    brief: Brief | None = None,
    card: Card | None = None,
    past: Sequence[str] = (),
    target: float | None = None,
    language: str | None = None,
) -> Appraisal:
    """As a round would score `text` beside nothing but `past`, its author's earlier texts there.

    Without a brief any subject is right; the mood asked for is `target` (-1..1), else the brief's,
    else the card's, else 0; the language is `language`, else the brief's, else English.
    """
    if (refused := bar(text, platform, card, brief)) is not None:
        return Appraisal(None, refused)
    reading = read(text, platform)
    own = [read(each, platform) for each in past]
    earlier = [each.text for each in own]
    space = rules.space([plain(brief.text) if brief else "", reading.text, *earlier])
    duplicate = rules.profile.duplicate_similarity
    nearest = similarities(space, [reading.text], earlier, duplicate).max(initial=0.0)
    if nearest >= duplicate:
        return Appraisal(None, f"{nearest:.0%} alike to an earlier text: a copy")
    topics = [plain(topic.text) for topic in rules.profile.topics]
    subject = Subject(
        reading=reading,
        mood=compound(reading.text),
        target=_target(brief, card) if target is None else target,
        own=own,
        nearest=float(nearest),
        topics=space.cosine([reading.text], topics)[0].tolist(),
        language=language or (brief.language if brief else "en"),
    )
    return Appraisal(score_criteria(subject, rules), None, subject)


def _target(brief: Brief | None, card: Card | None) -> float:
    own = card.target_sentiment if card else 0.0
    return brief.sentiment_or(own) if brief else own

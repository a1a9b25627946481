"""The five criteria of one text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from oracle.domain import Criterion, CriterionScore, Platform
from oracle.platforms import PLATFORMS
from oracle.scoring.engagement import score_engagement
from oracle.scoring.outlook import Features
from oracle.scoring.readability import score_readability
from oracle.scoring.reading import Reading
from oracle.scoring.rules import Rules
from oracle.scoring.sentiment import compound, score_sentiment
from oracle.scoring.text_features import text_features
from oracle.scoring.trend import score_trend
from oracle.scoring.virality import score_virality


@dataclass(frozen=True)
class Subject:
    """A text under judgement, with what it is compared with.

    `mood` is its compound, -1..1, `target` the mood that was asked for; `own` are its author's
    earlier texts; `nearest` is its highest similarity to another text, `topics` that with each of
    the profile's topics, 0..1; `language` is the brief's (ISO 639-1).
    """

    reading: Reading
    mood: float
    target: float
    own: Sequence[Reading]
    nearest: float
    topics: Sequence[float]
    language: str

    @cached_property
    def platform(self) -> Platform:
        """Where it would be published."""
        return self.reading.platform

    @cached_property
    def features(self) -> Features:
        """What a predictor may know of it."""
        return text_features(self.reading, self.mood, self.platform)


def score_criteria(subject: Subject, rules: Rules) -> dict[Criterion, CriterionScore]:
    """All five, each with its explanation."""
    outlook, profile, platform = rules.outlook, rules.profile, subject.platform
    # The prior goes by no mood, which takes time to read.
    own = [
        text_features(each, 0.0 if rules.predictor is None else compound(each.text), each.platform)
        for each in subject.own
    ]
    return {
        Criterion.ENGAGEMENT: score_engagement(
            subject.features, own, outlook, platform, profile.action_weights
        ),
        Criterion.TREND: score_trend(subject.topics, profile),
        Criterion.SENTIMENT: score_sentiment(subject.mood, subject.target),
        Criterion.VIRALITY: score_virality(
            subject.features, own, subject.nearest, outlook, platform
        ),
        Criterion.READABILITY: score_readability(
            subject.reading, PLATFORMS[platform].reading_ease, subject.language
        ),
    }

"""Trend relevance: how much a text speaks of what people talk about now."""

from collections.abc import Sequence

from oracle.domain import MAX_SCORE, CriterionScore, ScoringProfile, Topic
from oracle.scoring.scale import NEUTRAL, Step, explained, scored


def score_trend(cosines: Sequence[float], profile: ScoringProfile) -> CriterionScore:
    """Best over the topics of cosine · strength, where strength = burst · 2^(-age / half-life).

    `cosines`: the text's similarity with each of the profile's topics, 0..1. Strength is relative
    to the strongest topic's: a text that is all about it scores 10000. Without topics, or where
    none bursts, trends say nothing and the score is 5000.
    """
    strengths = [strength(topic, profile.half_life_hours) for topic in profile.topics]
    strongest = max(strengths, default=0.0)
    if strongest == 0:
        return scored(NEUTRAL / MAX_SCORE, "the scoring profile names no topic of the day")
    relative = [each / strongest for each in strengths]
    shares = [cosine * part for cosine, part in zip(cosines, relative, strict=True)]
    best = max(range(len(shares)), key=shares.__getitem__)
    if shares[best] == 0:
        return scored(0, "speaks of none of the topics of the day")
    topic = profile.topics[best]
    steps = [
        Step("similarity to the topic", cosines[best], cosines[best]),
        Step("the topic's strength", relative[best], shares[best]),
    ]
    why = (
        f"nearest to the topic “{topic.text}”: similarity {cosines[best]:.2f}, a burst of "
        f"{topic.burst:g} deviations {topic.age_hours:g} h ago"
    )
    return explained(0.0, steps, why)


def strength(topic: Topic, half_life_hours: float) -> float:
    """burst · 2^(-age / half-life)."""
    return float(topic.burst * 2 ** (-topic.age_hours / half_life_hours))

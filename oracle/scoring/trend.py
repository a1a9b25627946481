"""Trend relevance: how much a text speaks of what people talk about now."""

from collections.abc import Sequence

from oracle.domain import MAX_SCORE, CriterionScore, ScoringProfile, Topic
from oracle.scoring.scale import NEUTRAL, scored


def score_trend(cosines: Sequence[float], profile: ScoringProfile) -> CriterionScore:
    """Best over the topics of cosine · strength, where strength = burst · 2^(-age / half-life).

    `cosines`: the text's similarity with each of the profile's topics, 0..1. Strength is relative
    to the strongest topic's: a text that is all about it scores 10000. Without topics, or where
    none bursts, trends say nothing and the score is 5000.
    """
    strengths = [_strength(topic, profile.half_life_hours) for topic in profile.topics]
    strongest = max(strengths, default=0.0)
    if strongest == 0:
        return scored(NEUTRAL / MAX_SCORE, "the scoring profile names no topic of the day")
    pairs = zip(cosines, strengths, strict=True)
    shares = [cosine * strength / strongest for cosine, strength in pairs]
    best = max(range(len(shares)), key=shares.__getitem__)
    if shares[best] == 0:
        return scored(0, "speaks of none of the topics of the day")
    topic = profile.topics[best].text
    return scored(shares[best], f"similarity {cosines[best]:.2f} with the topic “{topic}”")


def _strength(topic: Topic, half_life_hours: float) -> float:
    return float(topic.burst * 2 ** (-topic.age_hours / half_life_hours))

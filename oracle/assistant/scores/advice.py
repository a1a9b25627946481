"""What would raise a text's scores, by asking the scores themselves.

Each piece of advice is about one signal. Its gains are measured: the same criteria, of the same
text, with that signal alone as good as it can be.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from oracle.domain import Criterion, CriterionScore
from oracle.platforms import PLATFORMS, PlatformRules
from oracle.scoring.criteria import Subject, score_criteria
from oracle.scoring.engagement import score_engagement
from oracle.scoring.outlook import Features
from oracle.scoring.readability import score_readability
from oracle.scoring.rules import Rules
from oracle.scoring.sentiment import score_sentiment
from oracle.scoring.text_features import text_features
from oracle.scoring.virality import score_virality

_LEAST_GAIN = 50
_EVERY_EASE = (-1_000.0, 1_000.0)
_SIGNALS = {
    "opening": (1.0, "Open with a short first sentence, of 3 to 14 words."),
    "question": (1.0, "Ask your readers something: end one sentence with a question mark."),
    "concrete": (1.0, "Give a figure: a number that starts a word, as in “12 neighbours”."),
    "address": (1.0, "Speak to your readers: say “you” or “we”."),
    "noise": (
        0.0,
        "Take out noise: capitals, rows of links, hashtags or mentions, repetition, “!!!”.",
    ),
}


@dataclass(frozen=True)
class Advice:
    """What to do, in a sentence, and how many points of each criterion it alone would add."""

    signal: str
    says: str
    gains: Mapping[Criterion, int]

    @property
    def total(self) -> int:
        """Its points over all criteria, which may cost one what they give another."""
        return sum(self.gains.values())


def advise(subject: Subject, rules: Rules) -> list[Advice]:
    """What gains most comes first; nothing that gains under 50 points in all."""
    now = score_criteria(subject, rules)
    found = [
        Advice(signal, says, _gains(now, then)) for signal, says, then in _better(subject, rules)
    ]
    worth = [each for each in found if each.total >= _LEAST_GAIN]
    return sorted(worth, key=lambda each: -each.total)


def _gains(
    now: Mapping[Criterion, CriterionScore], then: Mapping[Criterion, CriterionScore]
) -> dict[Criterion, int]:
    gains = {name: then[name].value - now[name].value for name in then}
    return {name: gain for name, gain in gains.items() if gain}


Better = tuple[str, str, dict[Criterion, CriterionScore]]


def _better(subject: Subject, rules: Rules) -> Iterator[Better]:
    features, platform = subject.features, PLATFORMS[subject.platform]
    for signal, (best, says) in _SIGNALS.items():
        if features[signal] != best:
            yield signal, says, _drawn({**features, signal: best}, subject, rules)
    if features["length_fit"] < 1:
        words = _at_ease(int(features["word_count"]), platform)
        changed = {**features, "length_fit": 1.0, "word_count": float(words)}
        yield "length", _length(words, platform), _drawn(changed, subject, rules)
    if subject.mood != subject.target:
        yield (
            "mood",
            _mood(subject),
            {Criterion.SENTIMENT: score_sentiment(subject.target, subject.target)},
        )
    if (ease := _easier(subject, platform)) is not None:
        yield ease


def _drawn(features: Features, subject: Subject, rules: Rules) -> dict[Criterion, CriterionScore]:
    outlook, platform = rules.outlook, subject.platform
    own = [text_features(each, 0.0, platform) for each in subject.own]
    weights = rules.profile.action_weights
    return {
        Criterion.ENGAGEMENT: score_engagement(features, own, outlook, platform, weights),
        Criterion.VIRALITY: score_virality(features, own, subject.nearest, outlook, platform),
    }


def _at_ease(count: int, platform: PlatformRules) -> int:
    """The number of words nearest to `count` at which its readers are at ease."""
    least, most = platform.words
    return min(max(count, least), most)


def _length(words: int, platform: PlatformRules) -> str:
    least, most = platform.words
    way = "Write more" if words == least else "Write less"
    return f"{way}: {least} to {most} words read best on {platform.slug}."


def _mood(subject: Subject) -> str:
    warmer = subject.target > subject.mood
    way = "Choose warmer, gladder words" if warmer else "Choose calmer, more sober words"
    return f"{way}: the mood is {subject.mood:+.2f}, and {subject.target:+.2f} is asked for."


def _easier(subject: Subject, platform: PlatformRules) -> Better | None:
    """Its readability, were its words and sentences as the platform's readers like them."""
    band, reading = platform.reading_ease, subject.reading
    now = score_readability(reading, band, subject.language)
    ease = next((part.value for part in now.parts if part.name == "reading ease"), None)
    if ease is None or band[0] <= ease <= band[1]:
        return None
    then = score_readability(reading, _EVERY_EASE, subject.language)
    way = "Use shorter" if ease < band[0] else "Use longer"
    fits = f"reading ease is {ease:.0f}, and {band[0]:.0f} to {band[1]:.0f} reads best"
    return "ease", f"{way} words and sentences: {fits}.", {Criterion.READABILITY: then}

"""What readers are expected to do with a text: by a profile's predictor, or else by the prior."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from oracle.domain import Platform
from oracle.platforms import PLATFORMS
from oracle.scoring.forest import ForestPredictor, probabilities
from oracle.scoring.prior import ACTIONS, HEEDED, prior
from oracle.scoring.text_features import TEXT_FEATURES

Features = Mapping[str, float]

# What people would call them, in the order in which explanations take them up, with the feature
# that says how much of it there is.
_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "words",
        "word_count",
        (
            "word_count",
            "characters",
            "sentences",
            "lines",
            "words_a_sentence",
            "letters_a_word",
            "different_words",
            "length_fit",
        ),
    ),
    ("short first sentence", "opening", ("opening",)),
    ("question", "question", ("question",)),
    ("figure", "concrete", ("concrete",)),
    ("speaks to the reader", "address", ("address",)),
    ("mood", "mood", ("mood", "arousal")),
    (
        "noise",
        "noise",
        ("noise", "links", "mentions", "hashtags", "emoji", "exclamations"),
    ),
)
_LETTERS, _WORDS_A_SENTENCE, _DIFFERENT = 4.7, 12.0, 0.8


@dataclass(frozen=True)
class Outlook:
    """P(action) of texts, for one reader of the platform that the features say."""

    predictor: ForestPredictor | None

    def chances(self, features: Features) -> dict[str, float]:
        """P(action) of each of `ACTIONS`, 0..1; the prior's where the predictor has no say."""
        guessed = prior(features)
        if self.predictor is None:
            return guessed
        return guessed | probabilities(self.predictor, features)

    def steps(
        self, features: Features, platform: Platform
    ) -> Iterator[tuple[str, float, Features]]:
        """From a neutral text to this one: a name, its value, and the features so far."""
        so_far = dict(neutral_features(platform))
        for name, shown, group in _GROUPS:
            so_far |= {each: features[each] for each in group}
            if self._heeds(group):
                yield name, features[shown], dict(so_far)

    @property
    def source(self) -> str:
        """Whose word the probabilities are, for people."""
        if self.predictor is None:
            return "by a prior on the text, not measured"
        made_up = self.predictor.data == "synthetic"
        data = "a synthetic world, not of real readers" if made_up else "a post history"
        named = f"by predictor “{self.predictor.name}”, of {self.predictor.rows} posts of {data}"
        others = len(set(ACTIONS).difference(self.predictor.actions))
        return f"{named}, and by a prior for {others} more acts" if others else named

    def _heeds(self, group: tuple[str, ...]) -> bool:
        trained = self.predictor.features if self.predictor else ()
        return not {*HEEDED, *trained}.isdisjoint(group)


def neutral_features(platform: Platform) -> Features:
    """A text that neither draws nor repels: half as long as the platform's readers would like.

    Its sentences are of 12 words, its words of 4.7 letters (about what English has), and four words
    in five differ.
    """
    count = PLATFORMS[platform].words[0] / 2
    return dict.fromkeys(TEXT_FEATURES, 0.0) | {
        "word_count": count,
        "characters": count * (_LETTERS + 1),
        "sentences": max(count / _WORDS_A_SENTENCE, 1.0),
        "lines": 1.0,
        "words_a_sentence": min(count, _WORDS_A_SENTENCE),
        "letters_a_word": _LETTERS,
        "different_words": _DIFFERENT,
        "length_fit": 0.5,
        f"on_{platform.name.lower()}": 1.0,
    }

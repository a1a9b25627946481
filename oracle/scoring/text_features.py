"""What a predictor may know of an entry: numbers that follow from its public text alone."""

import regex  # type: ignore[import-untyped]

from oracle.domain import Platform
from oracle.scoring.reading import Reading
from oracle.scoring.texts import adornment_counts, sentences, words

_PICTURE = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}{2}")
_MAX_COUNT = 10_000.0
_PLATFORMS = {platform: f"on_{platform.name.lower()}" for platform in Platform}

TEXT_FEATURES = (
    "word_count",
    "characters",
    "sentences",
    "lines",
    "words_a_sentence",
    "letters_a_word",
    "different_words",
    "length_fit",
    "opening",
    "question",
    "concrete",
    "address",
    "noise",
    "mood",
    "arousal",
    "links",
    "mentions",
    "hashtags",
    "emoji",
    "exclamations",
    *_PLATFORMS.values(),
)
"""All names that `text_features` gives, in a fixed order."""


def text_features(reading: Reading, mood: float, platform: Platform) -> dict[str, float]:
    """The features of a text as published there: finite numbers, by the names `TEXT_FEATURES`.

    Counts are 0..10,000; `length_fit` to `noise` are `reading`'s signals, 0..1; `mood` is VADER's
    compound, -1..1, and `arousal` its size; `different_words` is the share of words that differ;
    ``on_<platform>`` is 1 for the platform, else 0.
    """
    found = words(reading.text)
    count = max(len(found), 1)
    parts = max(len(sentences(reading.text)), 1)
    links, mentions, hashtags = adornment_counts(reading.text)
    counted = {
        "word_count": len(found),
        "characters": len(reading.text),
        "sentences": parts,
        "lines": reading.text.count("\n") + 1,
        "words_a_sentence": len(found) / parts,
        "letters_a_word": sum(map(len, found)) / count,
        "links": links,
        "mentions": mentions,
        "hashtags": hashtags,
        "emoji": len(_PICTURE.findall(reading.text)),
        "exclamations": reading.text.count("!"),
    }
    return {name: min(float(value), _MAX_COUNT) for name, value in counted.items()} | {
        "different_words": len({word.casefold() for word in found}) / count,
        "length_fit": reading.length,
        "opening": reading.opening,
        "question": reading.question,
        "concrete": reading.concrete,
        "address": reading.address,
        "noise": reading.noise,
        "mood": mood,
        "arousal": abs(mood),
        **{name: float(each == platform) for each, name in _PLATFORMS.items()},
    }

"""Readability: whether a platform's readers are at ease with a text."""

import re
from functools import cache

from textstat.textstat import textstatistics

from oracle.domain import MAX_SCORE, CriterionScore
from oracle.scoring.reading import Reading
from oracle.scoring.scale import NEUTRAL, Step, clamp, explained, scored
from oracle.scoring.texts import prose

_FULL_CARE_WORDS = 30
_POINTS_TO_ZERO = 50.0
_LONG_WORD = re.compile(r"(\S{100})\S+")
_LOCALES = {"en": "en_US"} | {code: code for code in ("de", "es", "fr", "it", "nl", "ru", "hu")}


def score_readability(reading: Reading, band: tuple[float, float], language: str) -> CriterionScore:
    """1 - distance / 50 from the band of Flesch reading ease, and at least 0.

    `band` is the platform's (lowest, highest). Under 30 words a formula knows little: the score
    then goes to 5000 in proportion. The constants of the formula are textstat's for the brief's
    `language` (ISO 639-1); a language without a formula scores 5000.
    """
    locale = _LOCALES.get(language)
    if locale is None:
        return scored(NEUTRAL / MAX_SCORE, f"no reading formula for the language “{language}”")
    ease = reading_ease(reading.text, locale)
    low, high = band
    fit = clamp(1 - max(low - ease, ease - high, 0.0) / _POINTS_TO_ZERO)
    care = min(1.0, reading.word_count / _FULL_CARE_WORDS)
    why = f"reading ease {ease:.0f} against a band of {low:.0f} to {high:.0f}"
    hint = "" if care == 1 else f"; {reading.word_count} words are few to judge by"
    steps = [
        Step("reading ease", ease, fit),
        Step("words to judge by", reading.word_count, 0.5 + care * (fit - 0.5)),
    ]
    return explained(0.5, steps, why + hint)


def reading_ease(text: str, locale: str) -> float:
    """Flesch reading ease by textstat, -1000..207; easier is higher.

    A line ends a sentence, and of a word 100 characters count.
    """
    shown = _LONG_WORD.sub(r"\1", prose(text))
    lines = (line.rstrip(".:;,") for line in shown.splitlines())
    ease = _formulas(locale).flesch_reading_ease(". ".join(lines))
    return clamp(float(ease), -1000.0, 207.0)


@cache
def _formulas(locale: str) -> textstatistics:
    formulas = textstatistics()
    formulas.set_lang(locale)
    return formulas

"""Virality: a text that nobody has said before, and that readers would pass on."""

from oracle.domain import CriterionScore
from oracle.scoring.reading import Reading
from oracle.scoring.scale import scored


def shareability(reading: Reading, mood: float) -> float:
    """How readily a text is passed on, 0..1: (arousal + use + quotability) / 3 · (1 - noise).

    Arousal is |mood|, use a figure in the text, quotability a first sentence of 3 to 14 words.
    Arousal and practical use carry sharing in Berger and Milkman, "What Makes Online Content
    Viral?" (2012); their equal weights here are a prior, not measured.
    """
    drawn = abs(mood) + reading.concrete + reading.opening
    return drawn / 3 * (1 - reading.noise)


def score_virality(reading: Reading, mood: float, nearest: float) -> CriterionScore:
    """uniqueness · (1 + shareability) / 2, where uniqueness = 1 - `nearest`.

    `mood` is the text's compound sentiment, -1..1; `nearest` its highest similarity, 0..1, with the
    other entries of the round that stand and with all entries in the history window.
    """
    share = shareability(reading, mood)
    why = f"at most {nearest:.0%} alike to another entry, now or before; shareability {share:.0%}"
    return scored((1 - nearest) * (1 + share) / 2, why)

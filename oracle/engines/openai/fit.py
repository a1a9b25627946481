"""Making a text fit its platform."""

import re
from bisect import bisect_right

from oracle.errors import Permanent
from oracle.platforms import PlatformRules

_SENTENCE_END = re.compile(
    r"(?<!\n\d)(?<![.!?…])[.!?…]+[\"'”’)\]]*(?=\s|$)|[。！？]+[”’」』）]*|(?<=\S)(?=\n)"
)
_WORD_END = re.compile(r"(?<=\S)(?=\s)")
_LOOSE_END = " \n,;:–—-("
_MORE = " …"  # set apart: joined to a link it would become part of it


def fitted(text: str, rules: PlatformRules, whole: bool) -> str:
    """`text`, or as much of it as the platform takes.

    It is cut after a sentence, or, where that would lose more than half of what fits, after a word
    with an ellipsis; words, links, hashtags and mentions stay whole. Where `whole` is false the
    model was interrupted and the text's end is cut too.
    Raises `Permanent` where not even a word fits.
    """
    if whole and rules.fits(text):
        return text
    sentences = _longest(text, _SENTENCE_END, rules, rules.limit)
    words = _longest(text, _WORD_END, rules, rules.limit - rules.count(_MORE)).rstrip(_LOOSE_END)
    if rules.count(sentences) * 2 > rules.count(words):
        return sentences
    if not words:
        raise Permanent(f"the text cannot be cut to {rules.limit} {rules.unit}")
    return words + _MORE


def _longest(text: str, end: re.Pattern[str], rules: PlatformRules, limit: int) -> str:
    """The longest beginning of `text` that stops at an `end` and within the limit, or nothing."""
    ends = [match.end() for match in end.finditer(text)]
    last = bisect_right(ends, limit, key=lambda place: rules.count(text[:place]))
    return text[: ends[last - 1]].rstrip() if last else ""

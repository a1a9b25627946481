"""Making a text fit its platform."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

import regex  # type: ignore[import-untyped]

from oracle.errors import Permanent
from oracle.platforms.counting import GRAPHEME
from oracle.platforms.marks import marked
from oracle.platforms.rules import PlatformRules

_SENTENCE_END = regex.compile(
    r"(?<!\n\d)(?<![.!?…])[.!?…]+[\"'”’)\]]*(?=\s|$)|[。！？]+[”’」』）]*|(?<=\S)(?=\n)"
)
# A space, an East Asian comma, or where Japanese goes on to a next word's kanji or loanword.
_PHRASE_END = regex.compile(
    r"(?<=\S)(?=\s)|[，、；：]+[”’」』）]*|(?<=\p{Hiragana})(?=[\p{Han}\p{Katakana}])"
)
# Scripts without spaces, whose words only a dictionary knows, and emoji. A loanword in katakana is
# not divided, and no line begins with small kana, sound or iteration marks.
_EMOJI = r"\p{Emoji_Presentation}|\p{RI}"
_BETWEEN = regex.compile(
    r"(?V1)(?<=[\p{Han}\p{Hiragana}])(?=[[\p{Han}\p{Hiragana}\p{Katakana}]--[\p{LB=NS}\p{LB=CJ}]])"
    rf"|(?<=\S)(?={_EMOJI})|(?<={_EMOJI}|\p{{EMod}}|\uFE0F)(?=\S)"
)
_MAY_GO_ON = re.compile(r"[@#/:\d]")
_LOOSE_END = " \n,;:–—-(，、；："
_MORE = " …"  # set apart: joined to a link it would become part of it


def fitted(text: str, rules: PlatformRules, whole: bool = True) -> str:
    """`text`, or as much of it as the platform takes.

    It is cut after a sentence, or, where that would lose more than half of what fits, after a word
    with an ellipsis. Graphemes, words, links, hashtags and mentions stay whole. Where no spaces
    divide words (Chinese, Japanese) and no comma comes in time, it is cut between two characters.
    Where `whole` is false the model was interrupted and the text's end is cut too.
    Raises `Permanent` where not even a word fits.
    """
    if whole and rules.fits(text):
        return text
    places = _Places(text, rules, whole)
    sentences = places.longest(_SENTENCE_END, "")
    phrases = places.longest(_PHRASE_END, _MORE)
    pieces = places.longest(_BETWEEN, _MORE)
    cut = phrases if rules.count(phrases) * 2 > rules.count(pieces) else pieces
    if rules.count(sentences) * 2 > rules.count(cut):
        return sentences
    if not cut:
        raise Permanent(f"the text cannot be cut to {rules.limit} {rules.unit}")
    return cut + _MORE


class _Places:
    """The places at which a text may be cut: ends of graphemes that stand in no mark."""

    def __init__(self, text: str, rules: PlatformRules, whole: bool) -> None:
        self._text, self._rules = text, rules
        inside = {at for start, end in marked(text) for at in range(start + 1, end)}
        self._open = {match.end() for match in GRAPHEME.finditer(text)} - inside
        if not whole and _MAY_GO_ON.search("".join(text.split()[-1:])):
            self._open.discard(len(text))

    def longest(self, end: re.Pattern[str], more: str) -> str:
        """The longest beginning that stops at an `end` and fits with `more` after it, or nothing.

        Where `more` comes after it, it ends with what can stand before.
        """
        shown: Callable[[int], str] = self._trimmed if more else self._stripped
        ends = [match.end() for match in end.finditer(self._text) if match.end() in self._open]
        last = _last(ends, lambda at: self._rules.fits(shown(at) + more))
        return shown(ends[last]) if last is not None else ""

    def _stripped(self, at: int) -> str:
        return self._text[:at].rstrip()

    def _trimmed(self, at: int) -> str:
        shown = self._text[:at].rstrip(_LOOSE_END)
        return shown if len(shown) in self._open else self._stripped(at)


def _last(ends: Sequence[int], fits: Callable[[int], bool]) -> int | None:
    """The index of the last of `ends` that fits, where all before the first that does not do.

    It looks no further than twice as far as it must: to count a huge text takes long.
    """
    most = 1
    while most < len(ends) and fits(ends[most]):
        most *= 2
    found = bisect_right(ends[:most], False, key=lambda at: not fits(at))
    return found - 1 if found else None

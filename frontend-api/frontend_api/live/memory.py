"""The latest news: what changed in the projection, what was said to accounts."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

REMEMBERED = 1_000
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class News:
    """One thing, and how it is said; `number` grows, `key` is which of its `kind`.

    One without a kind is about everything: who hears it has to ask for everything again.
    """

    number: int
    kind: str
    key: str
    text: str


@dataclass(frozen=True)
class Found:
    """News up to `newest`: all that came after those before, or all after `floor` where it is."""

    news: Sequence[News]
    newest: int
    floor: int | None = None


@dataclass
class Memory:
    """News in the order of their numbers, all from `floor` to `newest`.

    A listener's place is the number it heard last, so that a slow one costs nothing.
    """

    floor: int = 0
    newest: int = 0
    _news: list[News] = field(default_factory=list)

    def take(self, found: Found) -> None:
        """Remember what came; the oldest are forgotten."""
        if found.floor is not None:
            self._news, self.floor = [], found.floor
        kept = [*self._news, *found.news]
        if len(kept) > REMEMBERED:
            self.floor = kept[-REMEMBERED - 1].number
        self._news, self.newest = kept[-REMEMBERED:], found.newest

    def after(self, seen: int) -> tuple[Sequence[News], int] | None:
        """Some of what came after `seen`, and how far that goes; None where it is forgotten."""
        if not self.floor <= seen <= self.newest:
            return None
        start = bisect_right(self._news, seen, key=lambda each: each.number)
        some = self._news[start : start + _AT_ONCE]
        whole = start + _AT_ONCE >= len(self._news)
        return some, self.newest if whole else some[-1].number

"""What each platform takes: its limit, how it counts a text, and where its readers are at ease."""

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import regex  # type: ignore[import-untyped]

from oracle.domain import Platform

_LINK = re.compile(r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]'’]", re.IGNORECASE)
_BARE_LINK = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    r"(?:com|org|net|info|biz|edu|gov|io|co|ai|app|dev|xyz|eth|me|tv)\b(?:/[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]'’])?",
    re.IGNORECASE,
)
_REMOTE_MENTION = re.compile(r"(?<![\w/])@(\w+)@[\w.-]+\w")
_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Extended_Pictographic}|\uFE0F|\p{RI}")
_LINK_LENGTH = 23
_SINGLE_WEIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))


@dataclass(frozen=True)
class PlatformRules:
    """One platform.

    `count` gives a text's length in `unit`, never negative, and `limit` is the longest it takes.
    `words` (least, most) and `reading_ease` (Flesch, lowest, highest) are the bands in which its
    readers are at ease: editorial choices of Troupe, which no platform publishes.
    """

    platform: Platform
    slug: str
    limit: int
    unit: str
    count: Callable[[str], int]
    words: tuple[int, int]
    reading_ease: tuple[float, float]

    def fits(self, text: str) -> bool:
        """Whether the platform takes `text`."""
        return self.count(text) <= self.limit


def count_x(text: str) -> int:
    """Weighted characters of an NFC text: links count 23, an emoji 2, most of Latin 1, others 2.

    Source: https://docs.x.com/fundamentals/counting-characters and twitter-text's configuration v3.
    A bare domain counts as a link where its ending is a common one.
    """
    rest = _BARE_LINK.sub("", without_links := _LINK.sub("", unicodedata.normalize("NFC", text)))
    links = len(_LINK.findall(text)) + len(_BARE_LINK.findall(without_links))
    return links * _LINK_LENGTH + sum(_x_weight(cluster) for cluster in _GRAPHEME.findall(rest))


def _x_weight(cluster: str) -> int:
    if not cluster.isascii() and _EMOJI.search(cluster):
        return 2
    return sum(1 if any(a <= ord(c) <= b for a, b in _SINGLE_WEIGHT) else 2 for c in cluster)


def count_utf16(text: str) -> int:
    """UTF-16 code units, as a web editor counts; never fewer than the characters.

    Source of LinkedIn's limit: its Posts API refuses a commentary of over 3,000 characters.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def count_bluesky(text: str) -> int:
    """Graphemes, or a tenth of the UTF-8 bytes where that is more.

    Source: lexicon ``app.bsky.feed.post``: `maxGraphemes` 300 and `maxLength` 3000 bytes.
    """
    return max(_graphemes(text), math.ceil(count_bytes(text) / 10))


def count_mastodon(text: str) -> int:
    """Graphemes; a link counts 23 and a remote mention only its user name.

    Source: https://docs.joinmastodon.org/user/posting/ and Mastodon's `StatusLengthValidator`.
    """
    shortened = _LINK.sub("x" * _LINK_LENGTH, text)
    return _graphemes(_REMOTE_MENTION.sub(r"@\1", shortened))


def count_bytes(text: str) -> int:
    """UTF-8 bytes. Source: Farcaster's specification, `CastAddBody.text` of at most 320 bytes."""
    return len(text.encode("utf-8", "surrogatepass"))


def _graphemes(text: str) -> int:
    return len(_GRAPHEME.findall(text))


PLATFORMS: dict[Platform, PlatformRules] = {
    rules.platform: rules
    for rules in (
        PlatformRules(Platform.X, "x", 280, "weighted characters", count_x, (15, 45), (55.0, 90.0)),
        PlatformRules(
            Platform.LINKEDIN, "linkedin", 3_000, "characters", count_utf16, (60, 220), (40.0, 75.0)
        ),
        PlatformRules(
            Platform.BLUESKY, "bluesky", 300, "graphemes", count_bluesky, (15, 50), (55.0, 90.0)
        ),
        PlatformRules(
            Platform.MASTODON, "mastodon", 500, "characters", count_mastodon, (20, 80), (50.0, 85.0)
        ),
        PlatformRules(
            Platform.FARCASTER, "farcaster", 320, "bytes", count_bytes, (15, 50), (50.0, 90.0)
        ),
        # Lens's metadata standard sets no limit for a text: this one is ours.
        PlatformRules(
            Platform.LENS, "lens", 5_000, "characters", count_utf16, (40, 220), (45.0, 80.0)
        ),
    )
}


def platform_from_slug(slug: str) -> Platform:
    """The platform of that slug, whatever its case.

    Raises `ValueError`, naming the slugs there are, for any other text.
    """
    for rules in PLATFORMS.values():
        if rules.slug == slug.strip().lower():
            return rules.platform
    known = ", ".join(rules.slug for rules in PLATFORMS.values())
    raise ValueError(f"{slug!r} is no platform: use one of {known}")

"""How long each platform finds a text. No count is negative, and an empty text counts 0."""

import math
import re
import unicodedata

import regex  # type: ignore[import-untyped]

from oracle.platforms.marks import BARE_LINK, LINK, REMOTE_MENTION

GRAPHEME = regex.compile(r"\X")
"""What a reader takes for one character. Source: Unicode's annex 29."""

_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Extended_Pictographic}|\uFE0F|\p{RI}")
_LINK_LENGTH = 23
_SINGLE_WEIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
# X ends an address before the first character that is not ASCII, Latin or Cyrillic.
_X_LINK_END = re.compile(r"[^!-~\u00c0-\u024f\u0400-\u04ff]")


def count_x(text: str) -> int:
    """Weighted characters of an NFC text: links count 23, an emoji 2, most of Latin 1, others 2.

    Source: https://docs.x.com/fundamentals/counting-characters and twitter-text's configuration v3.
    A bare domain counts as a link where its ending is a common one.
    """
    rest, links = unicodedata.normalize("NFC", text), 0
    for pattern in (LINK, BARE_LINK):
        links += len(pattern.findall(rest))
        rest = pattern.sub(_after_x_link, rest)
    return links * _LINK_LENGTH + sum(_x_weight(cluster) for cluster in GRAPHEME.findall(rest))


def _after_x_link(match: re.Match[str]) -> str:
    """What X no longer takes for the address."""
    end = _X_LINK_END.search(match[0])
    return match[0][end.start() :] if end else ""


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
    shortened = LINK.sub("x" * _LINK_LENGTH, text)
    return _graphemes(REMOTE_MENTION.sub(r"@\1", shortened))


def count_bytes(text: str) -> int:
    """UTF-8 bytes. Source: Farcaster's specification, `CastAddBody.text` of at most 320 bytes."""
    return len(text.encode("utf-8", "surrogatepass"))


def _graphemes(text: str) -> int:
    return len(GRAPHEME.findall(text))

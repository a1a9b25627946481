"""What each platform takes, and where its readers are at ease."""

from collections.abc import Callable
from dataclasses import dataclass

from oracle.domain import Platform
from oracle.platforms.counting import (
    count_bluesky,
    count_bytes,
    count_mastodon,
    count_utf16,
    count_x,
)


@dataclass(frozen=True)
class PlatformRules:
    """One platform.

    `count` gives a text's length in `unit`, never negative, and `limit` is the longest it takes.
    `words` (least, most) and `reading_ease` (Flesch, lowest, highest) are the bands in which its
    readers are at ease: editorial choices of Troupe, which no platform publishes. `hashtags` is how
    many the platform itself advises at most, where it does.
    """

    platform: Platform
    slug: str
    limit: int
    unit: str
    count: Callable[[str], int]
    words: tuple[int, int]
    reading_ease: tuple[float, float]
    hashtags: int | None = None

    def fits(self, text: str) -> bool:
        """Whether the platform takes `text`."""
        return self.count(text) <= self.limit


PLATFORMS: dict[Platform, PlatformRules] = {
    rules.platform: rules
    for rules in (
        # Hashtags: https://help.x.com/en/using-x/how-to-use-hashtags.
        PlatformRules(
            Platform.X, "x", 280, "weighted characters", count_x, (15, 45), (55.0, 90.0), 2
        ),
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


X_NAMES = frozenset({"x", "twitter", "x.com", "twitter.com", "api.x.com", "tweets"})
"""What people call X where they say where figures are from, in lower case."""


def platform_from_slug(slug: str) -> Platform:
    """The platform of that slug, whatever its case.

    Raises `ValueError`, naming the slugs there are, for any other text.
    """
    for rules in PLATFORMS.values():
        if rules.slug == slug.strip().lower():
            return rules.platform
    known = ", ".join(rules.slug for rules in PLATFORMS.values())
    raise ValueError(f"{slug!r} is no platform: use one of {known}")

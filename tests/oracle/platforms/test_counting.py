"""Each platform's own way of counting, with the examples of its documentation."""

import pytest

from oracle.domain import Platform
from oracle.platforms import PLATFORMS, platform_from_slug


@pytest.mark.parametrize(
    ("platform", "text", "length"),
    [
        (Platform.X, "café", 4),
        (Platform.X, "cafe\u0301", 4),
        (Platform.X, "你好", 4),
        (Platform.X, "👾", 2),
        (Platform.X, "🙋🏽", 2),
        (Platform.X, "👨‍👩‍👧‍👦", 2),
        (Platform.X, "🇵🇹", 2),
        (Platform.X, "a “quote” — dash", 16),
        (Platform.X, "see https://example.com/" + "a" * 90 + ".", 28),
        (Platform.X, "go to example.com now", 33),
        (Platform.X, "看example.com今天", 29),
        (Platform.X, "https://example.com/a图书馆", 29),
        (Platform.X, "me@example.com", 14),
        (Platform.LINKEDIN, "a👾", 3),
        (Platform.LENS, "abc", 3),
        (Platform.BLUESKY, "👨‍👩‍👧‍👦 hi", 4),
        (Platform.BLUESKY, "e" + "\u0301" * 100, 21),
        (Platform.MASTODON, "@ana@social.example hi", 7),
        (Platform.MASTODON, "@a.b-c@social.example hi", 9),
        (Platform.MASTODON, "https://example.com/" + "a" * 90, 23),
        (Platform.FARCASTER, "né👾", 7),
    ],
)
def test_count__text__is_in_the_platforms_own_unit(
    platform: Platform, text: str, length: int
) -> None:
    assert PLATFORMS[platform].count(text) == length


@pytest.mark.parametrize("platform", Platform)
def test_fits__at_the_limit_and_one_over__tells_them_apart(platform: Platform) -> None:
    rules = PLATFORMS[platform]
    assert rules.fits("a" * rules.limit)
    assert not rules.fits("a" * (rules.limit + 1))


@pytest.mark.parametrize("platform", Platform)
def test_rules__bands__are_ordered_and_reachable(platform: Platform) -> None:
    rules = PLATFORMS[platform]
    assert 0 < rules.words[0] < rules.words[1] <= rules.limit / 4
    assert 0 <= rules.reading_ease[0] < rules.reading_ease[1] <= 100


@pytest.mark.parametrize("platform", Platform)
def test_slug__in_any_case__gives_its_platform(platform: Platform) -> None:
    slug = PLATFORMS[platform].slug
    assert platform_from_slug(slug) is platform
    assert platform_from_slug(f" {slug.upper()} ") is platform


def test_slug__of_no_platform__says_which_there_are() -> None:
    with pytest.raises(ValueError, match="use one of x, linkedin, bluesky, mastodon"):
        platform_from_slug("myspace")

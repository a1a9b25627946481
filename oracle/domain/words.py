"""Platforms, kinds of contributions, and the five criteria."""

from enum import IntEnum, StrEnum
from typing import Literal

PlatformSlug = Literal["x", "linkedin", "bluesky", "mastodon", "farcaster", "lens"]
"""A platform's name in documents, commands and addresses."""


class Platform(IntEnum):
    """Where a post would be published; the number is the one stored on chain."""

    X = 1
    LINKEDIN = 2
    BLUESKY = 3
    MASTODON = 4
    FARCASTER = 5
    LENS = 6


class ContributionKind(StrEnum):
    """What a contribution is. Numbers on chain count from 1: 0 is a card, which nobody contributes.

    An image, audio or a model is linked from its document, which describes it in words.
    """

    TEXT = "text"
    CONVERSATION = "conversation"
    IMAGE = "image"
    AUDIO = "audio"
    MODEL = "model"

    @property
    def number(self) -> int:
        """The number by which the chain knows it."""
        return 1 + list(ContributionKind).index(self)

    @property
    def is_media(self) -> bool:
        """Whether it is too big for its document."""
        return self not in (ContributionKind.TEXT, ContributionKind.CONVERSATION)


class Criterion(StrEnum):
    """The five criteria, in the order in which a score sheet lists them on chain."""

    ENGAGEMENT = "engagement"
    TREND = "trend_relevance"
    SENTIMENT = "sentiment"
    VIRALITY = "virality"
    READABILITY = "readability"

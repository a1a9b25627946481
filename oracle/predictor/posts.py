"""Posts as the predictor knows them: what was known before publishing, and what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from oracle.domain import Platform

OUTCOMES = ("impressions", "likes", "replies", "reposts", "quotes", "clicks")
"""What may be counted of a post."""

ACTIONS = {
    "like": "likes",
    "reply": "replies",
    "repost": "reposts",
    "quote": "quotes",
    "click": "clicks",
}
"""The actions of `oracle.scoring.engagement.ACTIONS` that posts' outcomes count."""

_INTERACTIONS = ("likes", "replies", "reposts", "quotes")


@dataclass(frozen=True, slots=True)
class Post:
    """One post. `at` has a zone; `topic` may be empty; `followers` are those at the time.

    `outcomes` are counts by names of `OUTCOMES`, as they stood at last; what nobody counted lacks.
    """

    author: str
    at: datetime
    platform: Platform
    text: str
    topic: str = ""
    media: bool = False
    followers: int | None = None
    outcomes: Mapping[str, int] = field(default_factory=dict)

    @property
    def interactions(self) -> int | None:
        """Likes, replies, reposts and quotes together, which anyone can see; None without any."""
        counts = [self.outcomes[name] for name in _INTERACTIONS if name in self.outcomes]
        return sum(counts) if counts else None

    @property
    def readers(self) -> int | None:
        """Impressions, or where nobody counted them followers: what a rate is per."""
        return self.outcomes.get("impressions") or self.followers or None


def in_order(posts: Iterable[Post]) -> list[Post]:
    """By time of publishing; at the same time by author and text, so that the order is one."""
    return sorted(posts, key=lambda post: (post.at, post.author, post.text))

"""What an author's posts usually do, in their own words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from oracle.domain import Platform
from oracle.predictor.history import SETTLED, Histories
from oracle.predictor.posts import Post

AUTHOR = "you"
_BETWEEN = timedelta(days=1)


@dataclass(frozen=True)
class Usual:
    """`figures` are those of a typical post of theirs, with names of `OUTCOMES` of the predictor.

    `posts` is how many posts these figures are of, 0..30.
    """

    followers: int | None = None
    posts: int = 0
    figures: tuple[tuple[str, int], ...] = ()

    def history(self, platform: Platform, at: datetime) -> Histories:
        """As many settled posts, a day apart, each with the usual figures and no text."""
        if not self.figures:
            return Histories([])
        last = at - SETTLED - _BETWEEN
        return Histories(
            Post(
                author=AUTHOR,
                at=last - _BETWEEN * number,
                platform=platform,
                text="",
                followers=self.followers,
                outcomes=dict(self.figures),
            )
            for number in reversed(range(self.posts))
        )

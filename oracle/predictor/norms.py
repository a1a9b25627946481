"""What is typical for an author: their own median, and for a new one everybody's."""

import math
from collections.abc import Sequence
from statistics import median

from pydantic import BaseModel, ConfigDict

from oracle.predictor.history import Past
from oracle.predictor.posts import Post

INTERACTIONS = "interactions"
TARGETS = ("impressions", "likes", "replies", "reposts", INTERACTIONS)
"""What is forecast as a number."""

_DOUBT = 2


class Norms(BaseModel):
    """Medians over all authors, in logs: of each target, and of the target per follower."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    counts: dict[str, float]
    shares: dict[str, float]

    def typical(self, post: Post, past: Past, target: str) -> float:
        """log(1 + count) to expect of any post of this author, by what was known before.

        The author's median counts by the number of posts, everybody's at the author's followers
        as two.
        """
        own = past.interactions if target == INTERACTIONS else past.counts(target)
        if post.followers is not None and target in self.shares:
            cold = self.shares[target] + math.log1p(post.followers)
        else:
            cold = self.counts[target]
        if not own:
            return max(cold, 0.0)
        warm = math.log1p(median(own))
        return max((len(own) * warm + _DOUBT * cold) / (len(own) + _DOUBT), 0.0)


def count_of(post: Post, target: str) -> int | None:
    """How many came of a post; None where nobody counted."""
    return post.interactions if target == INTERACTIONS else post.outcomes.get(target)


def norms_of(posts: Sequence[Post]) -> Norms:
    """The norms of posts that are trained on; a target that nobody counted has none."""
    counts, shares = {}, {}
    for target in TARGETS:
        known = [(p, math.log1p(n)) for p in posts if (n := count_of(p, target)) is not None]
        if known:
            counts[target] = median(log for _, log in known)
        followed = [log - math.log1p(p.followers) for p, log in known if p.followers is not None]
        if followed:
            shares[target] = median(followed)
    return Norms(counts=counts, shares=shares)

"""What a population shall be like."""

import math
from dataclasses import dataclass

from oracle.audience.population import LEAST_READERS, MOST_READERS, MOST_TOPICS
from oracle.errors import Permanent

MOST_FOLLOWS = 200_000_000


@dataclass(frozen=True)
class PopulationPlan:
    """The parameters a population is drawn from; the same plan gives the same population.

    `follows` is how many accounts a reader follows on average. `follower_exponent` is γ of the
    followers' distribution P(k) ~ k^-γ: 2.276 is what Kwak et al. (What is Twitter, a social
    network or a news media?, WWW 2010) fit to Twitter up to 10^5 followers. `interest` is the
    Dirichlet concentration: the lower, the fewer topics a reader cares about. `activity` is the
    mean chance of seeing a post in one's feed: analytics vendors report actual impressions of 1 to
    20% of the possible ones (Union Metrics, "How do Twitter impressions work"). `homophily` is the
    share of follows chosen by interest. The last three and `follows` are editorial choices.

    Raises `Permanent` where a value makes no population.
    """

    readers: int = 100_000
    seed: int = 0
    topics: int = 16
    follows: float = 20.0
    follower_exponent: float = 2.276
    interest: float = 0.25
    activity: float = 0.1
    homophily: float = 0.5

    def __post_init__(self) -> None:
        bounds = {
            "readers": (LEAST_READERS, MOST_READERS),
            "seed": (0, 2**63 - 1),
            "topics": (1, MOST_TOPICS),
            "follows": (1, 200),
            "follower_exponent": (2.05, 5),
            "interest": (0.01, 100),
            "activity": (0.001, 1),
            "homophily": (0, 1),
        }
        for name, (least, most) in bounds.items():
            value = getattr(self, name)
            if not (math.isfinite(value) and least <= value <= most):
                raise Permanent(f"{name} is {value:g}: give {least:,} to {most:,}")
        if self.readers * self.follows > MOST_FOLLOWS:
            raise Permanent(
                f"{self.readers:,} readers with {self.follows:g} follows each are more than "
                f"{MOST_FOLLOWS:,} follows: give fewer of either"
            )

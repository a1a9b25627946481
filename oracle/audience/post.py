"""A post as simulated readers meet it: how much it draws, and what it is about."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from oracle.audience.population import Floats, Population
from oracle.errors import Permanent

ACTIONS = ("like", "reply", "repost", "click")
# Editorial: that posts of one look differ in what they draw is known, how much is not.
DOUBT = 1.0


@dataclass(frozen=True)
class Post:
    """`rates` are P(action) of `ACTIONS`, 0..1, for the average reader who sees the post once.

    `topics` says what it is about: shares that sum to 1, one for each topic of the population.
    Whoever has a predictor gives its probabilities; nothing here knows where they come from.
    `doubt` is how little they are to be trusted: each run multiplies all rates by the post's true
    appeal, lognormal with mean 1 and this σ; 0 takes them as they are.

    Raises `Permanent` where a rate or a share is no such number.
    """

    rates: Mapping[str, float]
    topics: tuple[float, ...]
    doubt: float = 0.0

    def __post_init__(self) -> None:
        if set(self.rates) != set(ACTIONS):
            raise Permanent(f"a post needs the rates of {', '.join(ACTIONS)}, and no others")
        for name, rate in self.rates.items():
            if not 0 <= rate <= 1:
                raise Permanent(f"the rate of {name} is {rate:g}: give 0 to 1")
        if not 0 <= self.doubt <= 3:
            raise Permanent(f"the doubt is {self.doubt:g}: give 0 to 3")
        shares = self.topics
        if not shares or any(not 0 <= share <= 1 for share in shares):
            raise Permanent("what a post is about are shares of 0 to 1, one for each topic")
        if abs(math.fsum(shares) - 1) > 1e-6:
            raise Permanent(f"what a post is about sums to {math.fsum(shares):g}, not to 1")

    def draw_appeal(self, rng: np.random.Generator) -> float:
        """What one run multiplies the rates by: e^(σz - σ²/2) with z normal."""
        return math.exp(self.doubt * rng.standard_normal() - self.doubt**2 / 2)

    def times(self, appeal: float) -> "Post":
        """The same post with every rate `appeal` times as high, up to 1."""
        return replace(self, rates={name: min(1, p * appeal) for name, p in self.rates.items()})


def match(population: Population, post: Post) -> Floats:
    """How many times likelier than the average reader each one is to act, (readers,), mean 1.

    m_i = Σ_k q_k θ_ik / Σ_k q_k θ̄_k, with the post's topics q, the reader's interests θ_i and the
    population's mean θ̄: interests that are twice the average's on what the post is about make an
    act twice as likely. Cosine would do; a ratio has the mean 1, and a planted ratio is known.

    Raises `Permanent` where post and population have other numbers of topics.
    """
    if len(post.topics) != population.topics:
        raise Permanent(
            f"the post is about {len(post.topics)} topics and the population has "
            f"{population.topics}: build one that fits"
        )
    about: NDArray[np.float64] = np.array(post.topics)
    average = float(about @ population.mean_interests)
    return (population.interests @ about.astype(np.float32)) / np.float32(max(average, 1e-12))

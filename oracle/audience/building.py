"""From a plan to a population."""

import numpy as np

from oracle.audience.graph import Told, draw_follows
from oracle.audience.plan import PopulationPlan
from oracle.audience.population import Floats, Population

_ACTIVITY_STRENGTH = 10.0


def build_population(plan: PopulationPlan, told: Told = lambda _: None) -> Population:
    """The population of `plan`: always the same one. `told` hears how many more readers are done.

    Interests are Dirichlet(interest, …, interest) over the topics; activity is Beta with mean
    `plan.activity` and α + β = 10.
    """
    rng = np.random.default_rng(plan.seed)
    interests = _interests(plan, rng)
    alpha = _ACTIVITY_STRENGTH * plan.activity
    beta = _ACTIVITY_STRENGTH - alpha
    activity = rng.beta(alpha, beta, plan.readers) if beta else np.ones(plan.readers)
    starts, followers = draw_follows(plan, interests, rng, told)
    return Population(
        interests=interests,
        activity=activity.astype(np.float32),
        starts=starts,
        followers=followers,
        homophily=plan.homophily,
        seed=plan.seed,
    )


def _interests(plan: PopulationPlan, rng: np.random.Generator) -> Floats:
    """Gamma variables over their sum, (readers, topics): a Dirichlet variable."""
    shares = rng.standard_gamma(plan.interest, (plan.readers, plan.topics), dtype=np.float32)
    shares += np.float32(1e-12)
    shares /= shares.sum(axis=1, keepdims=True)
    return shares

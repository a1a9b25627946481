"""A made-up world in which it is known which variant is best: a simulation, measured on nobody.

Each persona has its own chance of success for every variant, drawn once: 0.30 to 0.50 for the card
as it is, up to 0.10 more or less for the others, and 0.15 to 0.25 more for one, its best, which
differs between personas. A post succeeds or not, by that chance alone.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oracle.assistant.feedback.bandit import sampled

Values = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """`chances`: (personas, variants), the true chance of success; variant 0 is the static one."""

    chances: Values

    @property
    def best(self) -> Values:
        """The chance of each persona's best variant, (personas,)."""
        highest: Values = self.chances.max(axis=1)
        return highest


def make_world(personas: int, variants: int, seed: int) -> World:
    """A world in which the best variants of the personas go through all but the static one."""
    random = np.random.default_rng(seed)
    static = random.uniform(0.3, 0.5, (personas, 1))
    others = static + random.uniform(-0.1, 0.1, (personas, variants))
    others[:, :1] = static
    place = 1 + (np.arange(personas) + random.integers(variants - 1)) % (variants - 1)
    others[np.arange(personas), place] = static[:, 0] + random.uniform(0.15, 0.25, personas)
    return World(np.clip(others, 0.02, 0.98))


@dataclass(frozen=True)
class Played:
    """What happened, each (posts, runs, personas): the variant that was chosen, and success."""

    chosen: NDArray[np.intp]
    success: NDArray[np.bool_]

    def regret(self, world: World) -> Values:
        """The chance of success that was given away so far, (posts, runs): mean over personas."""
        given = world.chances[np.arange(world.chances.shape[0]), self.chosen]
        total: Values = np.cumsum((world.best - given).mean(axis=2), axis=0)
        return total

    def win_rate(self) -> float:
        """The share of all posts that succeeded."""
        return float(self.success.mean())


Policy = Callable[[Values, Values, np.random.Generator], NDArray[np.intp]]
"""Chooses a variant along the last axis of alphas and betas, (runs, personas, variants)."""


def learning(alphas: Values, betas: Values, random: np.random.Generator) -> NDArray[np.intp]:
    """Thompson sampling, as drafts have it."""
    return sampled(alphas, betas, random)


def static(alphas: Values, _betas: Values, _random: np.random.Generator) -> NDArray[np.intp]:
    """Always the card as it is."""
    return np.zeros(alphas.shape[:-1], dtype=np.intp)


def play(world: World, policy: Policy, posts: int, runs: int, seed: int) -> Played:
    """`runs` independent lives of all personas, each of so many posts, from nothing known."""
    random = np.random.default_rng(seed)
    shape = (runs, *world.chances.shape)
    alphas, betas = np.ones(shape), np.ones(shape)
    chosen = np.zeros((posts, *shape[:-1]), dtype=np.intp)
    success = np.zeros(chosen.shape, dtype=bool)
    personas = np.arange(shape[1])
    for post in range(posts):
        chosen[post] = policy(alphas, betas, random)
        success[post] = random.random(shape[:-1]) < world.chances[personas, chosen[post]]
        reward = success[post][..., None] * _one(chosen[post], shape[-1])
        alphas += reward
        betas += _one(chosen[post], shape[-1]) - reward
    return Played(chosen, success)


def _one(chosen: NDArray[np.intp], variants: int) -> Values:
    """1 where a variant was chosen, else 0."""
    found: Values = np.eye(variants)[chosen]
    return found

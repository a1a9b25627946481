"""How far a published post will go, from the reshares seen so far: a Hawkes process.

The post itself draws *reach* reshares, and each reshare *branching* more, both with the delays of
`cascades`. Both are estimated from the times seen by Gibbs sampling over who begot whom, with the
priors reach ~ Gamma(1, mean 50) and branching ~ Gamma(4, mean 0.5), of which draws over 0.95 count
as 0.95: of a cascade that would never end too little is expected. What is still to come is then
simulated once for each draw. Where followers are known a reshare begets by its share of them
(SEISMIC, Zhao and others, 2015).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oracle.errors import Permanent
from oracle.predictor.cascades import (
    MAX_EVENTS,
    Reshares,
    delay_at,
    density,
    descend,
    directly,
    share,
)

Values = NDArray[np.float64]

HORIZON = 7 * 86_400.0
"""A post's final number is that after seven days, in seconds."""
MAX_SEEN = 5_000
_DRAWS, _WARM = 400, 100
_REACH_SHAPE, _REACH_RATE = 1.0, 1 / 50
_BRANCH_SHAPE, _BRANCH_RATE, _BRANCH_MOST = 4.0, 8.0, 0.95
_ENOUGH_WEIGHTS = 10
_BLOCK = 256


@dataclass(frozen=True)
class FollowUp:
    """Reshares seen, and the final number: `low` to `high` holds it in 9 of 10 cases."""

    seen: int
    low: int
    typical: int
    high: int
    branching: float


def follow(
    times: Sequence[float],
    now: float,
    followers: Sequence[float] | None = None,
    seed: int = 1,
) -> FollowUp:
    """What becomes of a post whose reshares came at `times` (seconds after it), all until `now`.

    `followers` of those who reshared, if known. The same figures give the same answer. Raises
    `Permanent` where a time is negative or later than `now`, a figure is no number, or there are
    more than 5,000.
    """
    at = np.sort(_checked(times, "times"))
    if not 0 < now < float("inf") or (len(at) and at[-1] > now):
        raise Permanent("every reshare has to be between the post and the time of looking")
    if now >= HORIZON:
        return FollowUp(len(at), len(at), len(at), len(at), 0.0)
    weights = _weights(times, followers)
    random = np.random.default_rng(seed)
    reach, branching = _fewer(*_draws(random, at, weights, now), len(at))
    final = len(at) + _to_come(random, at, weights, now, reach, branching)
    low, typical, high = np.quantile(final, [0.05, 0.5, 0.95])
    return FollowUp(len(at), int(low), round(typical), int(np.ceil(high)), float(branching.mean()))


def _checked(values: Sequence[float], what: str) -> Values:
    found = np.asarray(values, float)
    if len(found) > MAX_SEEN:
        raise Permanent(f"{len(found)} reshares are over {MAX_SEEN:,}: look as of the last one")
    if not np.all(np.isfinite(found) & (found >= 0)):
        raise Permanent(f"{what} of reshares have to be numbers of 0 and more")
    return found


def _weights(times: Sequence[float], followers: Sequence[float] | None) -> Values:
    """Of each reshare, by time: its followers over their mean; 1 where little is known."""
    if followers is None or len(times) < _ENOUGH_WEIGHTS:
        return np.ones(len(times))
    known = _checked(followers, "followers")
    if len(known) != len(times):
        raise Permanent("followers and times of reshares differ in number")
    ordered = known[np.argsort(np.asarray(times, float), kind="stable")]
    mean = float(ordered.mean())
    return ordered / mean if mean > 0 else np.ones(len(times))


def _draws(
    random: np.random.Generator, at: Values, weights: Values, now: float
) -> tuple[Values, Values]:
    """`_DRAWS` draws of reach and branching, given what was seen."""
    by_post, by_others = density(at), _excitement(at, weights)
    drawn_by_post = float(share(np.array(now)))
    drawn_by_others = float(np.sum(weights * share(now - at)))
    reach, branching = float(len(at) + 1), 0.5
    found = []
    for _ in range(_WARM + _DRAWS):
        direct = reach * by_post
        chance = direct / (direct + branching * by_others)
        own = int(np.count_nonzero(random.uniform(size=len(at)) < chance))
        reach = random.gamma(_REACH_SHAPE + own, 1 / (_REACH_RATE + drawn_by_post))
        branching = min(
            random.gamma(_BRANCH_SHAPE + len(at) - own, 1 / (_BRANCH_RATE + drawn_by_others)),
            _BRANCH_MOST,
        )
        found.append((reach, branching))
    reaches, branchings = np.array(found[_WARM:]).T
    return reaches, branchings


def _fewer(reach: Values, branching: Values, seen: int) -> tuple[Values, Values]:
    """As many of the draws as can be simulated, at least 40: large cascades need fewer."""
    expected = (float(reach.mean()) + seen) / (1 - float(branching.mean()))
    count = int(min(max(MAX_EVENTS / 4 / expected, 40), len(reach)))
    places = np.linspace(0, len(reach) - 1, count).astype(int)
    return reach[places], branching[places]


def _excitement(at: Values, weights: Values) -> Values:
    """At each reshare, the sum over earlier ones of weight · density; by blocks, for memory."""
    found = np.zeros(len(at))
    for start in range(0, len(at), _BLOCK):
        stop = min(start + _BLOCK, len(at))
        delays = at[start:stop, None] - at[None, :stop]
        earlier = np.arange(stop)[None, :] < np.arange(start, stop)[:, None]
        found[start:stop] = np.sum(earlier * weights[:stop] * density(delays), axis=1)
    return found


def _to_come(
    random: np.random.Generator,
    at: Values,
    weights: Values,
    now: float,
    reach: Values,
    branching: Values,
) -> Values:
    """How many reshares come after `now`, for each draw."""
    pool = weights if len(weights) else np.ones(1)
    late = directly(random, reach, now, HORIZON, pool)
    early = _from_seen(random, at, weights, now, branching)
    both = zip(_parts(late), _parts(early), strict=True)
    first = Reshares(*(np.concatenate(pair) for pair in both))
    born = descend(random, first, branching, pool, HORIZON)
    runs = np.concatenate([each.run for each in born])
    return np.bincount(runs, minlength=len(reach)).astype(float)


def _from_seen(
    random: np.random.Generator, at: Values, weights: Values, now: float, branching: Values
) -> Reshares:
    """What those who were seen still beget after `now`."""
    low, high = share(now - at), share(HORIZON - at)
    each = weights * (high - low)
    total = float(each.sum())
    if total == 0:
        return Reshares(np.zeros(0, int), np.zeros(0), np.zeros(0))
    run = np.repeat(np.arange(len(branching)), random.poisson(branching * total))
    of = random.choice(len(at), len(run), p=each / total)
    delays = delay_at(random.uniform(low[of], high[of]))
    return Reshares(run, at[of] + delays, random.choice(weights, len(run)))


def _parts(reshares: Reshares) -> tuple[NDArray[np.int64], Values, Values]:
    return reshares.run, reshares.at, reshares.weight

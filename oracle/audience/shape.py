"""The shape of cascades: how deep, how viral, how heavy a tail."""

import numpy as np
from numpy.typing import NDArray


def depths(parents: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many reposts each node of a `Cascade`'s tree is away from the author, (nodes,)."""
    found = np.zeros(len(parents), np.int64)
    above = np.arange(len(parents))
    while (climbs := above > 0).any():
        found += climbs
        above = parents[above]
    return found


def structural_virality(parents: NDArray[np.int64]) -> float:
    """Mean distance of two different nodes of the tree; 0 for an author alone.

    Goel, Anderson, Hofman and Watts (The structural virality of online diffusion, 2016): about 2
    for one broadcast, high for long chains. The sum of distances (the Wiener index) of a tree with
    n nodes is Σ s · (n - s) over its edges, where s is the number of nodes below the edge.
    """
    n = len(parents)
    if n == 1:
        return 0.0
    below = np.ones(n, np.int64)
    levels = depths(parents)
    for level in range(int(levels.max()), 0, -1):
        nodes = np.flatnonzero(levels == level)
        np.add.at(below, parents[nodes], below[nodes])
    edges = below[1:].astype(np.float64)
    return float(2 * (edges * (n - edges)).sum() / (n * (n - 1.0)))


def tail_exponent(values: NDArray[np.int64], least: int) -> float:
    """γ of P(k) ~ k^-γ for k ≥ `least`: 1 + n / Σ ln(k / (least - 1/2)).

    The discrete maximum likelihood estimate, approximately: Clauset, Shalizi and Newman (Power-law
    distributions in empirical data, 2009). NaN where fewer than 10 values are that high.
    """
    tail = values[values >= least]
    if len(tail) < 10:
        return float("nan")
    return float(1 + len(tail) / np.log(tail / (least - 0.5)).sum())

"""What happened to a post in one run: who saw it, who acted, and who had it from whom."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oracle.audience.population import Floats, Ids
from oracle.audience.post import ACTIONS


@dataclass(frozen=True)
class Acts:
    """Who did something, and when: hours after the post. Both of the same length."""

    readers: Ids
    hours: Floats


@dataclass(frozen=True)
class Cascade:
    """What happened to a post in one run.

    `seen` is every impression, a reader may be in it several times; in `acts` of each of `ACTIONS`
    a reader is at most once. `parents` is the tree of who had it from whom: node 0 is the author,
    its own parent, and node j the j-th to repost; parents come before children.
    """

    seen: Acts
    acts: Mapping[str, Acts]
    parents: NDArray[np.int64]

    @property
    def size(self) -> int:
        """Author and reposters."""
        return len(self.parents)


class CascadeLog:
    """What a run collects, wave by wave. `appeal` is what all its rates are multiplied by."""

    def __init__(self, appeal: float) -> None:
        self.appeal = np.float32(appeal)
        self._seen: list[Acts] = []
        nothing = Acts(np.empty(0, np.int32), np.empty(0, np.float32))
        self._acts: dict[str, list[Acts]] = {name: [nothing] for name in ACTIONS}
        self._parents: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]
        self._size = 1

    def see(self, readers: Ids, hours: Floats) -> None:
        """Impressions."""
        self._seen.append(Acts(readers, hours))

    def act(self, name: str, readers: Ids, hours: Floats) -> None:
        """Acts of one of `ACTIONS`."""
        self._acts[name].append(Acts(readers, hours))

    def grow(self, parents: NDArray[np.int64]) -> NDArray[np.int64]:
        """New nodes below `parents`; their numbers."""
        self._parents.append(parents)
        self._size += len(parents)
        return np.arange(self._size - len(parents), self._size)

    def cascade(self) -> Cascade:
        """All of it."""
        acts = {name: _together(some) for name, some in self._acts.items()}
        return Cascade(_together(self._seen), acts, np.concatenate(self._parents))


def _together(parts: list[Acts]) -> Acts:
    return Acts(
        np.concatenate([part.readers for part in parts]),
        np.concatenate([part.hours for part in parts]),
    )

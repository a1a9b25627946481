"""Training, calibration and test posts, in this order of time."""

from collections.abc import Sequence
from dataclasses import dataclass

from oracle.errors import Permanent
from oracle.predictor.posts import Post

MIN_ROWS = 400
_TRAIN, _CALIBRATE = 0.6, 0.8


@dataclass(frozen=True)
class Split:
    """Rows of posts by time: the model learns from the first, is calibrated on the second and
    measured on the third.
    """

    train: slice
    calibrate: slice
    test: slice


def split(posts: Sequence[Post]) -> Split:
    """60%, 20% and 20% of `posts`, which are by time; posts of one moment stay together.

    Raises `Permanent` where they are too few, or all of one time.
    """
    if len(posts) < MIN_ROWS:
        raise Permanent(f"{len(posts)} posts are too few to learn from: give {MIN_ROWS} or more")
    cuts = [_cut(posts, share) for share in (_TRAIN, _CALIBRATE)]
    if not 0 < cuts[0] < cuts[1] < len(posts):
        raise Permanent("too many posts have the same time: is the column time right?")
    return Split(slice(cuts[0]), slice(*cuts), slice(cuts[1], len(posts)))


def _cut(posts: Sequence[Post], share: float) -> int:
    cut = int(share * len(posts))
    while cut < len(posts) and posts[cut].at == posts[cut - 1].at:
        cut += 1
    return cut

"""What a prediction is made from: author, time, text and meaning, as rows of numbers."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oracle.predictor.history import Histories, Past, quantile
from oracle.predictor.norms import TARGETS, Norms
from oracle.predictor.posts import ACTIONS, Post
from oracle.scoring.reading import read
from oracle.scoring.sentiment import compound
from oracle.scoring.text_features import TEXT_FEATURES, text_features

Values = NDArray[np.float64]

_AUTHOR = (
    "earlier_posts",
    "followers",
    "spread",
    "trend",
    "topic_above",
    "topic_posts",
    "gap_hours",
    "posts_this_week",
    *(f"typical_{target}" for target in TARGETS),
    *(f"rate_{action}" for action in ACTIONS),
)
_TIME = ("hour", "weekday", "media")
KNOWN = (*_AUTHOR, *_TIME, *TEXT_FEATURES)
"""The features that have a meaning of their own; after them come those of the text's vector."""


@dataclass(frozen=True)
class Table:
    """Posts as rows. `features`: (n, features); `typical`: (n, len(TARGETS)), logs; `rates`:
    (n, len(ACTIONS)), logits of the author's rates; `bars`: (n, 2), the author's median and 90th
    percentile of interactions, NaN for an author with under 10 settled posts.
    """

    features: Values
    typical: Values
    rates: Values
    bars: Values

    def part(self, rows: slice) -> "Table":
        """Some of the rows."""
        return Table(*(each[rows] for each in vars(self).values()))


def tabulate(
    posts: Sequence[Post],
    histories: Histories,
    norms: Norms,
    meanings: Values,
    told: Callable[[int], None] | None = None,
) -> Table:
    """The rows of `posts`, whose vectors after PCA are `meanings`; `told` hears of each hundred."""
    features, typical, rates, bars = [], [], [], []
    for number, post in enumerate(posts):
        past = histories.before(post.author, post.at)
        usual = [norms.typical(post, past, t) if t in norms.counts else 0.0 for t in TARGETS]
        logits = [_logit(past.rate(action)) for action in ACTIONS]
        features.append(_known(post, past, usual, logits))
        typical.append(usual)
        rates.append(logits)
        bars.append(_bars(past))
        if told is not None and number % 100 == 99:
            told(100)
    return Table(
        np.hstack([np.array(features).reshape(len(posts), len(KNOWN)), meanings]),
        np.array(typical),
        np.array(rates),
        np.array(bars),
    )


def _known(post: Post, past: Past, usual: list[float], logits: list[float]) -> list[float]:
    own = past.interactions
    spread = math.log1p(quantile(own, 0.9)) - math.log1p(quantile(own, 0.5)) if own else -1.0
    above, on_topic = past.on(post.topic)
    reading = read(post.text, post.platform)
    text = text_features(reading, compound(reading.text), post.platform)
    return [
        len(past.posts),
        math.log1p(post.followers) if post.followers is not None else -1.0,
        spread,
        past.trend(),
        above,
        on_topic,
        past.gap_hours,
        past.week,
        *usual,
        *logits,
        post.at.hour + post.at.minute / 60,
        post.at.weekday(),
        float(post.media),
        *(text[name] for name in TEXT_FEATURES),
    ]


def _bars(past: Past) -> tuple[float, float]:
    own = past.interactions
    if len(own) < 10:
        return math.nan, math.nan
    return quantile(own, 0.5), quantile(own, 0.9)


def _logit(share: float) -> float:
    return math.log(share) - math.log1p(-share)

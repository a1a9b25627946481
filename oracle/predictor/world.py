"""A synthetic world: made-up authors and posts with known truth, for tests and a first run.

It says nothing about real readers, and whatever is learnt or measured on it is marked
``"data": "synthetic"``. Its truth is a documented model:

- Each author has followers (Pareto, exponent 1.2, 300 to 2,000,000) that grow by a rate of their
  own, two or three topics and a skill in each, a platform, and habits of posting.
- A post takes one of its author's topics, an *angle* (story, guide, news, opinion, boast) and a
  *style*: a question, a figure, mood, a link, hashtags, emoji, media, a length; `phrases` says it.
- impressions = Poisson(followers · 0.35 · e^(reach + n1)), n1 ~ Normal(0, `NOISE_REACH`).
- Each action = Binomial(impressions, rate · e^(draw + n2 + n3)), at most a half, with n2 ~
  Normal(0, `NOISE_DRAW`) shared by the post's actions and n3 ~ Normal(0, `NOISE_ACTION`) its own.
- *reach* and *draw* are sums of the effects below, which a predictor may learn; not the noise.

The noise was chosen before any model was trained, so that the truth itself orders two posts of one
author on one topic right about 7 times in 10. Published: humans 0.61, a model 0.66 (Tan, Lee and
Pang, 2014, on pairs of tweets by one author about one link). All is drawn from one seed.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from oracle.domain import Platform
from oracle.predictor.phrases import ANGLES, TOPICS
from oracle.predictor.posts import Post
from oracle.predictor.writing import Style, draw_style, write

NOISE_REACH, NOISE_DRAW, NOISE_ACTION = 0.45, 0.35, 0.15
_START, _DAYS = datetime(2025, 1, 6, tzinfo=UTC), 300
_RATES = {"likes": 0.03, "replies": 0.004, "reposts": 0.005, "quotes": 0.0012, "clicks": 0.015}
_PLATFORMS = [each for each in Platform if each != Platform.X]  # X's data may not train models
_ANGLE_DRAW = {"story": 0.30, "guide": 0.22, "news": -0.08, "opinion": 0.12, "boast": -0.42}
# By angle, how much more of an action than of the others.
_LEANS = {"opinion": {"replies": 0.5, "quotes": 0.5}, "guide": {"reposts": 0.4, "clicks": 0.2}}


@dataclass(frozen=True)
class World:
    """Posts by time; `truth` is each one's expected number of interactions, noise left out."""

    posts: list[Post]
    truth: np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True)
class _Author:
    name: str
    platform: Platform
    followers: float
    growth: float
    draw: float
    skills: dict[str, float]
    tastes: dict[str, float]
    hour: float
    busy: float


def make_world(
    seed: int = 1, rows: int = 12_000, authors: int = 150, told: Callable[[int], None] | None = None
) -> World:
    """The world of that seed with about so many posts; `told` hears of each hundred.

    Real X posts are no part of it, nor is anything else that was measured.
    """
    random = np.random.default_rng(seed)
    people = [_author(random, number) for number in range(authors)]
    shares = np.array([person.busy for person in people])
    writers = random.choice(authors, rows, p=shares / shares.sum())
    days = np.sort(random.uniform(0, _DAYS, rows))
    found = []
    for number, (writer, day) in enumerate(zip(writers, days, strict=True)):
        found.append(_post(random, people[writer], float(day)))
        if told is not None and number % 100 == 99:
            told(100)
    found.sort(key=lambda pair: (pair[0].at, pair[0].author, pair[0].text))
    return World([post for post, _ in found], np.array([truth for _, truth in found]))


def _author(random: np.random.Generator, number: int) -> _Author:
    topics = random.choice(list(TOPICS), random.integers(2, 4), replace=False)
    return _Author(
        name=f"author-{number:03}",
        platform=_PLATFORMS[random.integers(len(_PLATFORMS))],
        followers=float(min(300 * (1 + random.pareto(1.2)), 2e6)),
        growth=float(random.normal(0.0008, 0.0006)),
        draw=float(random.normal(0, 0.35)),
        skills={str(topic): float(random.normal(0, 0.25)) for topic in topics},
        tastes={angle: float(random.normal(0, 0.12)) for angle in ANGLES},
        hour=float(random.uniform(7, 20)),
        busy=float(random.lognormal(0, 0.6)),
    )


def _post(random: np.random.Generator, author: _Author, day: float) -> tuple[Post, float]:
    hour = (author.hour + random.normal(0, 4)) % 24
    at = _START + timedelta(days=math.floor(day), hours=float(hour))
    topic = str(random.choice(list(author.skills)))
    style = draw_style(random)
    followers = author.followers * math.exp(author.growth * day)
    reach = _reach(style, at)
    draw = author.draw + author.skills[topic] + author.tastes[style.angle] + _draw(style)
    shown = followers * 0.35 * math.exp(reach)
    rates = {name: rate * math.exp(draw + _lean(style, name)) for name, rate in _RATES.items()}
    post = Post(
        author=author.name,
        at=at,
        platform=author.platform,
        text=write(random, topic, style),
        topic=topic,
        media=style.media,
        followers=round(followers),
        outcomes=_outcomes(random, shown, rates),
    )
    visible = sum(min(rate, 0.5) for name, rate in rates.items() if name != "clicks")
    return post, shown * visible


def _reach(style: Style, at: datetime) -> float:
    """Feeds show more at noon and in the evening, on workdays, with media; less with links."""
    hour = at.hour + at.minute / 60
    daily = 0.30 * math.exp(-((hour - 12.5) ** 2) / 8) + 0.35 * math.exp(-((hour - 20) ** 2) / 6)
    weekly = -0.25 if at.weekday() >= 5 else 0.1 * (at.weekday() == 1)
    hashtags = 0.08 * min(style.hashtags, 2) - 0.20 * max(style.hashtags - 2, 0)
    return daily + weekly + 0.22 * style.media - 0.30 * style.link + hashtags


def _draw(style: Style) -> float:
    """What moves readers to act at all."""
    length = -0.05 * abs(style.sentences - 3)
    mood = 0.10 * (style.mood > 0) + 0.05 * (style.mood < 0)
    return _ANGLE_DRAW[style.angle] + length + mood + 0.10 * style.figure + 0.05 * style.emoji


def _lean(style: Style, action: str) -> float:
    """What moves them to this action rather than to the others."""
    lean = _LEANS.get(style.angle, {}).get(action, 0.0)
    lean += 0.6 * style.question * (action == "replies")
    lean += 0.25 * (style.mood != 0) * (action in ("reposts", "quotes"))
    return lean + 0.9 * style.link * (action == "clicks")


def _outcomes(random: np.random.Generator, shown: float, rates: dict[str, float]) -> dict[str, int]:
    impressions = int(random.poisson(shown * math.exp(random.normal(0, NOISE_REACH))))
    common = random.normal(0, NOISE_DRAW)
    outcomes = {"impressions": impressions}
    for name, rate in rates.items():
        noisy = rate * math.exp(common + random.normal(0, NOISE_ACTION))
        outcomes[name] = int(random.binomial(impressions, min(noisy, 0.5)))
    return outcomes

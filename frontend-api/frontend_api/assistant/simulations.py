"""POST /simulate: what a post may do, before it is published."""

from functools import partial
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from frontend_api.assistant.limits import SIMULATIONS, Spending
from frontend_api.web.view import Held
from oracle.assistant.simulation.audience import READERS, RUNS, Audience, Spread
from oracle.assistant.simulation.performance import Performance
from oracle.assistant.simulation.usual import Usual
from oracle.audience.forecast import QUANTILES
from oracle.domain import PlatformSlug
from oracle.errors import Permanent
from oracle.platforms import platform_from_slug

router = APIRouter(tags=["assistant"])
_MOST, _REASONS = 10**9, 16
_COUNTS = ("impressions", "likes", "replies", "reposts")
_KINDS = {"like": "likes", "reply": "replies", "repost": "reposts", "click": "clicks"}
_MADE_UP = "a synthetic world: it says nothing of real readers"
_SAYS = {
    "synthetic": f"by a predictor that learnt from {_MADE_UP}",
    "own": "by a predictor that learnt from a post history",
}
_PRIOR = "by a prior on the text, measured on nobody, played before simulated readers"
_X = "X's terms keep its figures from the predictor: yours were left out"


class UsualIn(BaseModel):
    """A typical post of the author's on that platform; what is not known is left out."""

    model_config = ConfigDict(extra="forbid")

    posts: int = Field(default=10, ge=1, le=30, description="How many posts these figures are of.")
    impressions: int | None = Field(default=None, ge=0, le=_MOST)
    likes: int | None = Field(default=None, ge=0, le=_MOST)
    replies: int | None = Field(default=None, ge=0, le=_MOST)
    reposts: int | None = Field(default=None, ge=0, le=_MOST)


class SimulateIn(BaseModel):
    """A post, and what is known of its author."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=10_000)
    platform: PlatformSlug
    followers: int = Field(default=1_000, ge=0, le=READERS)
    usual: UsualIn | None = None


class RangeOut(BaseModel):
    """Of ten such posts nine end between `low` and `high`."""

    low: int
    typical: int
    high: int


class ReasonOut(BaseModel):
    """What one thing about the post does to its expected interactions: times `factor`."""

    feature: str
    value: float | None
    factor: float


class PerformanceOut(BaseModel):
    """What to expect. `source` and `data` say whose word it is, `says` in a sentence."""

    source: Literal["predictor", "prior"]
    data: Literal["own", "synthetic", "none"]
    says: str
    note: str | None = Field(description="Why no predictor says it, or what was left out.")
    ranges: dict[str, RangeOut]
    chances: dict[str, float] = Field(description="P(a reader who sees it acts), 0..1.")
    beats: dict[str, float] = Field(description="Chances to beat the author's own posts, 0..1.")
    reasons: list[ReasonOut]


class BarOut(BaseModel):
    """How many runs came to `least` up to and with `most`."""

    least: int
    most: int
    runs: int


class SpreadOut(BaseModel):
    """One count over all runs, after seven days, and how it grew at each of `hours`."""

    quantiles: list[int] = Field(description="Those of `levels`.")
    mean: float
    histogram: list[BarOut]
    bands: list[list[int]] = Field(description="For each of `levels`, its value at each hour.")
    samples: list[list[int]] = Field(description="A few whole runs, at each hour.")


class AudienceOut(BaseModel):
    """Simulated readers. Nobody of them is real, and no platform was asked."""

    data: Literal["simulated"] = "simulated"
    says: str
    readers: int
    followers: int
    runs: int
    rates: dict[str, float]
    levels: list[float]
    hours: list[float]
    counts: dict[str, SpreadOut]


class SimulationOut(BaseModel):
    """What a post may do."""

    performance: PerformanceOut
    audience: AudienceOut


@router.post("/simulate")
async def assistant_simulate(asked: SimulateIn, held: Held, spending: Spending) -> SimulationOut:
    """What to expect of a post, with intervals, and how it may spread among simulated readers.

    By the predictor that is in use here, where one is trained; else by a prior, which is said. It
    takes about a second of one processor, and nothing where the same was asked a moment ago.
    """
    await spending.spend(SIMULATIONS)
    platform = platform_from_slug(asked.platform)
    left_out = asked.platform == "x" and asked.usual is not None
    usual = Usual(asked.followers) if left_out else _usual(asked)
    job = partial(held.assistant.simulated, asked.text, platform, usual)
    try:
        said, audience = await held.assistant.simulating.run(job)
    except Permanent as error:
        raise HTTPException(422, str(error)) from None
    return SimulationOut(
        performance=_performance(said, audience, _X if left_out else None),
        audience=_audience(audience),
    )


def _usual(asked: SimulateIn) -> Usual:
    if asked.usual is None:
        return Usual(asked.followers)
    known = {name: getattr(asked.usual, name) for name in _COUNTS}
    figures = {name: count for name, count in known.items() if count is not None}
    return Usual(asked.followers, asked.usual.posts, tuple(figures.items()))


def _performance(said: Performance | str, found: Audience, note: str | None) -> PerformanceOut:
    if isinstance(said, str):
        return PerformanceOut(
            source="prior",
            data="none",
            says=_PRIOR,
            note=said,
            ranges={_KINDS.get(kind, kind): _range(each) for kind, each in found.spreads.items()},
            chances=dict(found.rates),
            beats={},
            reasons=[],
        )
    forecast = said.forecast
    ranges = forecast.ranges.items()
    return PerformanceOut(
        source="predictor",
        data="own" if forecast.data == "own" else "synthetic",
        says=_SAYS[forecast.data],
        note=note,
        ranges={name: RangeOut(low=a, typical=b, high=c) for name, (a, b, c) in ranges},
        chances=forecast.chances,
        beats=forecast.beats,
        reasons=[ReasonOut(**vars(each)) for each in said.reasons[:_REASONS]],
    )


def _range(spread: Spread) -> RangeOut:
    low, _, typical, _, high = spread.quantiles
    return RangeOut(low=low, typical=typical, high=high)


def _audience(found: Audience) -> AudienceOut:
    return AudienceOut(
        says="Simulated readers: nobody here is real, and no platform was asked.",
        readers=READERS,
        followers=found.followers,
        runs=RUNS,
        rates=dict(found.rates),
        levels=list(QUANTILES),
        hours=list(found.hours),
        counts={_KINDS.get(kind, kind): _spread(each) for kind, each in found.spreads.items()},
    )


def _spread(spread: Spread) -> SpreadOut:
    bars: list[Any] = [BarOut(**vars(bar)) for bar in spread.bars]
    return SpreadOut(
        quantiles=list(spread.quantiles),
        mean=spread.mean,
        histogram=bars,
        bands=[list(each) for each in spread.bands],
        samples=[list(each) for each in spread.samples],
    )

"""What the commands print: tables for people, plain data for programs."""

import math
from collections.abc import Sequence
from typing import Any

from rich.table import Table

from oracle.audience.forecast import KINDS, NAMES, QUANTILES, Forecast
from oracle.audience.literature import Figure
from oracle.audience.post import Post
from oracle.audience.truth import Truth

SIMULATED = (
    "Simulated readers: nobody here is real, and no platform was asked. Rates that are not given "
    "are what the engagement criterion expects of the text alone: a prior, measured on nobody."
)


def forecast_table(forecast: Forecast, least: Sequence[int]) -> Table:
    """Quantiles over the runs, and the chance of at least so many."""
    table = Table(
        title=f"{forecast.runs:,} runs, {forecast.followers:,} followers among "
        f"{forecast.readers:,} simulated readers",
        caption=SIMULATED,
        caption_justify="left",
    )
    table.add_column("after 7 days")
    for quantile in QUANTILES:
        table.add_column("median" if quantile == 0.5 else f"{quantile:.0%}", justify="right")
    for many in least:
        table.add_column(f"≥ {many:,}", justify="right")
    for kind in KINDS:
        numbers = [f"{value:,}" for value in forecast.quantiles(kind)]
        chances = [f"{forecast.chance(kind, many):.0%}" for many in least]
        table.add_row(NAMES.get(kind, kind), *numbers, *chances)
    return table


def forecast_data(forecast: Forecast, post: Post, least: Sequence[int]) -> dict[str, Any]:
    """The same for programs: by kind, quantiles, mean and chances."""
    return {
        "simulated": True,
        "note": SIMULATED,
        "runs": forecast.runs,
        "readers": forecast.readers,
        "followers": forecast.followers,
        "seed": forecast.seed,
        "rates": dict(post.rates),
        "kinds": {kind: _kind(forecast, kind, least) for kind in KINDS},
        "depth_most": int(forecast.depth.max()),
        "structural_virality_mean": float(forecast.virality.mean()),
    }


def _kind(forecast: Forecast, kind: str, least: Sequence[int]) -> dict[str, Any]:
    pairs = zip(QUANTILES, forecast.quantiles(kind), strict=True)
    return {
        "quantiles": {f"{quantile:g}": value for quantile, value in pairs},
        "mean": float(forecast.totals(kind).mean()),
        "chance_at_least": {str(many): forecast.chance(kind, many) for many in least},
    }


def truth_table(found: Sequence[Truth]) -> Table:
    """Known truths beside what came out."""
    table = Table(title="Known truth", caption="within four standard errors", show_lines=False)
    table.add_column("what mathematics or the plan says")
    for name in ("known", "simulated", "standard error", "holds"):
        table.add_column(name, justify="right")
    for each in found:
        numbers = (each.known, each.found, each.error)
        table.add_row(each.name, *(f"{n:.4f}" for n in numbers), "yes" if each.holds else "NO")
    return table


def appeal_table(found: Sequence[tuple[float, float, float]]) -> Table:
    """Posts that differ in appeal alone: both columns should grow."""
    grows = all(list(column) == sorted(column) for column in zip(*found, strict=True))
    table = Table(
        title="One post, its rates multiplied",
        caption="further with each" if grows else "NOT further with each",
    )
    for name in ("appeal", "mean impressions", "mean reposts"):
        table.add_column(name, justify="right")
    for appeal, *means in found:
        table.add_row(f"× {appeal:g}", *(f"{mean:,.2f}" for mean in means))
    return table


def figure_table(found: Sequence[Figure], readers: int, count: int) -> Table:
    """The literature beside the simulation."""
    table = Table(
        title=f"The literature beside {count:,} simulated cascades over {readers:,} readers",
        caption=f"What is given was fed in; the rest follows. {_differs(found)}",
        caption_justify="left",
    )
    for name in ("statistic", "published", "simulated", "ratio", "source"):
        table.add_column(name, justify="left" if name in ("statistic", "source") else "right")
    for each in found:
        published = each.says if each.published is None else _shown(each, each.published)
        name = f"{each.name} (given)" if each.given else each.name
        table.add_row(name, published, _shown(each, each.found), _ratio(each), each.source)
    return table


def _differs(found: Sequence[Figure]) -> str:
    apart = [e.name for e in found if e.published and not 0.8 <= e.found / e.published <= 1.25]
    return f"Apart by more than a fifth: {'; '.join(apart) or 'none'}."


def validation_data(
    truth: Sequence[Truth],
    appeal: Sequence[tuple[float, float, float]],
    figures: Sequence[Figure],
) -> dict[str, Any]:
    """All three for programs; null stands for a statistic without a case."""
    return {
        "simulated": True,
        "truths": [vars(each) | {"holds": each.holds} for each in truth],
        "appeal": [
            {"appeal": each, "impressions": seen, "reposts": reposts}
            for each, seen, reposts in appeal
        ],
        "literature": [
            vars(each) | {"found": each.found if math.isfinite(each.found) else None}
            for each in figures
        ],
    }


def _shown(figure: Figure, value: float) -> str:
    if math.isnan(value):
        return "no case"
    return f"{100 * value:.3g}%" if figure.share else f"{value:.3f}"


def _ratio(figure: Figure) -> str:
    if figure.published is None or math.isnan(figure.found):
        return ""
    return f"{figure.found / figure.published:.2f}"

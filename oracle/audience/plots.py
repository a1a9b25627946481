"""A forecast as a picture: a fan over time, and how runs ended."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from oracle.audience.forecast import HOURS, NAMES, Forecast
from oracle.errors import Permanent

_BLUE = "#2563eb"
_BANDS = ((5, 95, 0.15), (25, 75, 0.3))
_TICKS = {1 / 12: "5 min", 1: "1 h", 6: "6 h", 24: "1 day", 168: "7 days"}
_ENDINGS = ("impressions", "like", "reply", "repost")


def check_plotting(file: Path) -> None:
    """Nothing, if a plot can be made into `file`. Raises `Permanent` with what to do."""
    if file.suffix.lower() != ".png":
        raise Permanent(f"{file}: a plot is a PNG, give a name that ends in .png")
    if not file.absolute().parent.is_dir():
        raise Permanent(f"{file}: there is no such folder")
    _figure()


def plot_forecast(forecast: Forecast, title: str, file: Path) -> None:
    """Draw `forecast` into the PNG `file`. Raises `Permanent` where it cannot be written."""
    figure = _figure()
    grid = figure.add_gridspec(2, len(_ENDINGS), height_ratios=(3, 2))
    _fan(figure.add_subplot(grid[0, :]), forecast)
    for column, kind in enumerate(_ENDINGS):
        _ends(figure.add_subplot(grid[1, column]), forecast, kind)
    figure.suptitle(
        f"{title}\n{forecast.runs:,} runs over {forecast.readers:,} simulated readers: "
        "nobody here is real",
        fontsize=11,
    )
    try:
        figure.savefig(file, dpi=120)
    except OSError as error:
        raise Permanent(f"{file}: {error.strerror}") from error


def _figure() -> Any:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise Permanent("a plot needs matplotlib: run `make predict`") from error
    return Figure(figsize=(11, 7), layout="constrained")


def _fan(axes: Any, forecast: Forecast) -> None:
    curves = forecast.curves("impressions")
    for low, high, alpha in _BANDS:
        ends = np.percentile(curves, (low, high), axis=0)
        axes.fill_between(HOURS, *ends, color=_BLUE, alpha=alpha, lw=0, label=f"{low} to {high}%")
    axes.plot(HOURS, np.median(curves, axis=0), color=_BLUE, label="median run")
    axes.set_xscale("log")
    axes.set_xticks(list(_TICKS), list(_TICKS.values()))
    axes.minorticks_off()
    axes.set_ylim(bottom=0)
    axes.set_ylabel("impressions so far")
    axes.legend(loc="upper left", frameon=False)
    axes.grid(alpha=0.3)


def _ends(axes: Any, forecast: Forecast, kind: str) -> None:
    totals = forecast.totals(kind)
    axes.hist(totals, bins=_bins(totals), color=_BLUE)
    axes.axvline(float(np.median(totals)), color="black", lw=1, ls="--")
    axes.set_title(f"{NAMES.get(kind, kind)}, median {np.median(totals):,.0f}", fontsize=10)
    axes.set_ylabel("runs")
    axes.locator_params(axis="x", nbins=4, integer=True)


def _bins(totals: NDArray[np.int64]) -> NDArray[np.float64]:
    """At most 30 bins of whole numbers."""
    low, high = int(totals.min()), int(totals.max())
    step = max(1, -(-(high - low + 1) // 30))
    return np.arange(low, high + step + 1, step) - 0.5

"""A report for people: what a model is worth, beside published figures, and what it is not."""

import math
from collections.abc import Iterable
from html import escape
from pathlib import Path

from oracle.predictor.boosters import PROMISE
from oracle.predictor.evaluating import Held, Measured
from oracle.predictor.gates import CALIBRATION, COVERAGE, LEAK, PAIRS, missed
from oracle.predictor.model import Model
from oracle.predictor.plots import draw

NOTES = {
    "synthetic": "synthetic data: a made-up world, says nothing about real readers",
    "own": "own post history",
}
_PUBLISHED = (
    ("the better of two posts of one author on one topic", "humans 0.61, a model 0.66", "Tan 2014"),
    ("Spearman of popularity", "0.59 to 0.77", "SMPD challenges"),
    ("relative error one hour after posting", "15%", "SEISMIC, Zhao 2015: 166,076 tweets"),
    ("whether a cascade doubles", "AUC 0.877", "Cheng 2014"),
)
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}td,th{border-bottom:1px solid #ddd;padding:.3rem .8rem;"
    "text-align:left}img{max-width:100%}.note{color:#b00020;font-weight:600}"
)


def write_report(held: Held, model: Model, measured: Measured, folder: Path) -> Path:
    """Write ``index.html`` and its plots into `folder`; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    note = NOTES[measured.data]
    plots = draw(held, model, note, folder)
    facts = model.facts
    parts = [
        "<h1>Success simulation: what it is worth</h1>",
        f"<p class='note'>Data: {escape(note)}.</p>",
        f"<p>{measured.rows:,} held-out posts, all later than the {facts.rows:,} posts' first 80%, "
        f"on which the model was trained and calibrated (until {facts.until:%Y-%m-%d}; "
        f"{escape(NOTES[facts.data])}). Embedder "
        f"{escape(facts.directions.embedder)}; trained {escape(facts.trained_at)}.</p>",
        f"<p>{_size(measured)}.</p>",
        _verdict(measured),
        _table(("measure", "here", "gate"), _rows(measured)),
        "<h2>Beside published figures</h2>",
        "<p>Measured by others, on other data, and real: they are no comparison of models.</p>",
        _table(("what", "figure", "source"), _PUBLISHED),
        *(f"<h2>{name[:-4].capitalize()}</h2><img src='{name}' alt='{name}'>" for name in plots),
    ]
    page = folder / "index.html"
    page.write_text(
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Troupe: predictor</title>"
        f"<style>{_STYLE}</style>{''.join(parts)}</html>"
    )
    return page


def lines(measured: Measured, trained_on: str) -> list[str]:
    """The same figures as plain lines; `trained_on` is the `data` of the model's training."""
    rows = [f"{name}: {here} (gate: {gate})" for name, here, gate in _rows(measured)]
    data = [f"data: {NOTES[measured.data]}", f"trained on: {NOTES[trained_on]}"]
    return [*data, _size(measured), *rows]


def _rows(measured: Measured) -> list[tuple[str, str, str]]:
    shares = ", ".join(f"{name} {share:.1%}" for name, share in measured.coverage.items())
    actions = ", ".join(f"{name} {error:.1%}" for name, error in measured.actions_error.items())
    usual, explained = measured.author_mean_spearman, measured.explained
    beyond, off = measured.explained_beyond_author, measured.calibration_error
    pairs = _figure(measured.pairwise_accuracy)
    return [
        ("pairwise accuracy, same author and topic if named", pairs, f"≥ {PAIRS:.2f}"),
        (
            "Spearman of interactions",
            f"{measured.spearman:.3f}",
            f"> {usual:.3f}, the author's own mean",
        ),
        ("calibration error of the chances", _figure(off), f"≤ {CALIBRATION}"),
        (
            f"interval coverage, promised {PROMISE:.0%}",
            shares or "none",
            f"mean within {100 * COVERAGE:.0f} points",
        ),
        ("R² beyond the author", _figure(beyond), f"≤ {LEAK}, else a leak"),
        ("R² with how large authors are", _figure(explained), "none"),
        ("calibration error of rates, of the mean", actions or "none", "none"),
    ]


def _figure(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else "these posts can't tell"


def _size(measured: Measured) -> str:
    """Twice the promised share's standard error, by calibration and test posts of that number."""
    wobble = 2 * math.sqrt(2 * PROMISE * (1 - PROMISE) / measured.rows)
    return f"held-out posts: {measured.rows:,}, so chance alone moves a coverage by ±{wobble:.1%}"


def _verdict(measured: Measured) -> str:
    wrong = missed(measured)
    if not wrong:
        return "<p>It meets every gate.</p>"
    return f"<p class='note'>It misses: {escape('; '.join(wrong))}.</p>"


def _table(head: tuple[str, str, str], rows: Iterable[tuple[str, str, str]]) -> str:
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{''.join(f'<th>{escape(name)}</th>' for name in head)}</tr>{body}</table>"

"""``python -m oracle predictor predict | explain | follow``: one post, before and after."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from oracle.domain import Platform
from oracle.predictor.library import check_lightgbm
from oracle.predictor.options import FILE, TIME, json_option, of_a_post, say

if TYPE_CHECKING:
    from oracle.predictor.history import Histories
    from oracle.predictor.posts import Post
    from oracle.predictor.single import Predictor


@click.command()
@of_a_post
def predict(as_json: bool, **asked: Any) -> None:
    """Say what to expect of a post before it is published: TEXT, or a file that holds it.

    The forecast is kept in FOLDER/forecasts.jsonl; `evaluate --data` compares it with what
    happened, once the post is in the history.

    \b
      python -m oracle predictor predict "How to begin with compost: start small."
      python -m oracle predictor predict "…" --data posts.csv --at 2026-01-31T12:00:00+01:00
    """
    from oracle.predictor.keeping import keep

    predictor, post, histories = _asked(**asked)
    said = predictor.forecast(post, histories)
    keep(asked["folder"], post, said)
    if as_json:
        click.echo(json.dumps(said.as_json()))
        return
    from oracle.predictor.report import NOTES

    click.echo(f"{post.author} at {post.at:%Y-%m-%d %H:%M} UTC; learnt from {NOTES[said.data]}")
    click.echo(f"interactions: {said.interactions:,} typical")
    for name, (low, typical, high) in said.ranges.items():
        click.echo(f"{name}: {typical:,} typical, {low:,} to {high:,} in 9 of 10 cases")
    for name, chance in said.beats.items():
        bar = {"beats_median": "median", "beats_tenth": "90th percentile"}[name]
        click.echo(f"beats the author's {bar}: {chance:.0%}")
    if not said.beats:
        click.echo("beats the author's median: the author has too few known posts to say")
    for name, chance in said.chances.items():
        click.echo(f"a reader's chance to {name}: {chance:.2%}")


@click.command()
@of_a_post
def explain(as_json: bool, **asked: Any) -> None:
    """Say why: what each feature does to the expected interactions, over the author's median.

    TEXT is the post, or a file that holds it.

    \b
      python -m oracle predictor explain "Thrilled to share my certificate in compost!"
    """
    predictor, post, histories = _asked(**asked)
    reasons = predictor.explain(post, histories)
    if as_json:
        found = {"data": predictor.data, "reasons": [asdict(each) for each in reasons]}
        click.echo(json.dumps(found))
        return
    from oracle.predictor.report import NOTES

    click.echo(f"expected interactions, beyond the author's median; {NOTES[predictor.data]}")
    for reason in reasons[:12]:
        value = "" if reason.value is None else f" = {reason.value:.4g}"
        click.echo(f"× {reason.factor:.2f}  {reason.feature}{value}")


@click.command()
@click.argument("file", type=FILE)
@click.option("--at", type=TIME, help="The moment of looking, with a zone. [default: now]")
@json_option
def follow(file: Path, at: datetime | None, as_json: bool) -> None:
    """Say how far a published post will go, from the reshares seen so far.

    FILE is a CSV with a column `time` (ISO 8601 with a zone) and, if known, `followers`: the first
    row is the post, the others its reshares. The final number is that after seven days.

    \b
      python -m oracle predictor follow reshares.csv --at 2026-01-31T13:00:00+01:00
    """
    from oracle.predictor.following import follow_file

    found = follow_file(file, at or datetime.now(UTC))
    if as_json:
        click.echo(json.dumps({**asdict(found), "validated_on": "simulated cascades"}))
        return
    click.echo(f"reshares seen: {found.seen:,}")
    click.echo(f"in the end: {found.typical:,}, {found.low:,} to {found.high:,} in 9 of 10 cases")
    click.echo(f"each reshare begets about {found.branching:.2f} more")
    click.echo("by a model that was tested on simulated cascades only")


def _asked(
    text: str,
    author: str | None,
    platform: Platform | None,
    at: datetime | None,
    topic: str,
    media: bool,
    followers: int | None,
    data: Path | None,
    folder: Path,
) -> "tuple[Predictor, Post, Histories]":
    check_lightgbm()
    from oracle.files import given_text
    from oracle.predictor.workflow import Draft, asked_of

    draft = Draft(given_text(text), author, platform, at, topic, media, followers)
    return asked_of(folder, draft, data, say)

"""``python -m oracle predictor``: trained, measured, asked and explained."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from oracle.domain import Platform
from oracle.errors import Fatal, Permanent
from oracle.platforms import PLATFORMS, platform_from_slug

if TYPE_CHECKING:
    from oracle.predictor.history import Histories
    from oracle.predictor.posts import Post
    from oracle.predictor.single import Predictor

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SLUGS = ", ".join(rules.slug for rules in PLATFORMS.values())
_say = partial(click.echo, err=True)


class _PlatformType(click.ParamType):
    name = "PLATFORM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return value if isinstance(value, Platform) else platform_from_slug(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class _TimeType(click.ParamType):
    name = "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            self.fail("write 2026-01-31T12:00:00+01:00", param, ctx)
        if at.tzinfo is None:
            self.fail("say the zone too: 2026-01-31T12:00:00+01:00", param, ctx)
        return at.astimezone(UTC)


_data = click.option(
    "--data", type=_FILE, help="Your post history, CSV or Parquet. [default: a synthetic world]"
)
_folder = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".troupe/predictor"),
    show_default=True,
    help="Where the models are.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def _of_a_post(command: Any) -> Any:
    options = [
        click.argument("text"),
        click.option("--author", help="Whose post. [default: the first author of the history]"),
        click.option(
            "--platform",
            type=_PlatformType(),
            help=f"{_SLUGS}. [default: the author's last]",
        ),
        click.option("--at", type=_TimeType(), help="When, with a zone. [default: now]"),
        click.option("--topic", default="", help="As in the history."),
        click.option("--media", is_flag=True, help="A picture or video is attached."),
        click.option("--followers", type=click.IntRange(0), help="[default: the author's last]"),
        _data,
        _folder,
        _json,
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@_data
@_folder
@click.option("--seed", default=1, show_default=True, help="Of the synthetic world.")
@click.option(
    "--rows",
    type=click.IntRange(400, 200_000),
    default=12_000,
    show_default=True,
    help="Posts of the synthetic world.",
)
@click.option(
    "--embedder",
    default="words",
    show_default=True,
    help="words (no weights), minilm, or any sentence-transformers model: hub id or folder.",
)
@_json
def train(
    data: Path | None, folder: Path, seed: int, rows: int, embedder: str, as_json: bool
) -> None:
    """Train a model, measure it on posts held out, and use it if it meets every gate.

    The posts are split by time: 60% to learn from, 20% to calibrate, 20% to measure. Where a gate
    is missed this ends with 1, says which, and the model in use stays. A model that is replaced is
    kept, and `undo` puts it back. Every training is a line of FOLDER/trainings.jsonl, and a report
    with plots is in FOLDER/report.

    Without --data the posts are of a synthetic world: good to try the commands and to see what the
    figures look like, but it says nothing about real readers.

    \b
      python -m oracle predictor train
      python -m oracle predictor train --data posts.csv --embedder minilm
    """
    _needs_lightgbm()
    from oracle.predictor import steps, workflow

    dataset = steps.own_posts(data, _say) if data else steps.synthetic_posts(seed, rows)
    opened = steps.open_by_name(embedder, folder)
    _ended(workflow.train_and_promote(dataset, opened, embedder, folder), as_json)


@click.command()
@_data
@_folder
@_json
@click.pass_context
def evaluate(context: click.Context, data: Path | None, folder: Path, as_json: bool) -> None:
    """Measure the model in use on held-out posts, later than all that it learnt from.

    Ends with 1 where it misses a gate. Without a model one is trained first, on --data or a
    synthetic world. With --data another history can be measured, such as what was published since.

    \b
      python -m oracle predictor evaluate --json
    """
    _needs_lightgbm()
    from oracle.predictor.workflow import evaluate_in

    if not (folder / "model").exists():
        _say("there is no model yet: training one, as `train` does")
        context.invoke(train, data=data, folder=folder, as_json=as_json)
    _ended(evaluate_in(folder, data, _say), as_json)


@click.command()
@_of_a_post
def predict(as_json: bool, **asked: Any) -> None:
    """Say what to expect of a post before it is published.

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
@_of_a_post
def explain(as_json: bool, **asked: Any) -> None:
    """Say why: what each feature does to the expected interactions, over the author's median.

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
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_folder
def export(file: Path, folder: Path) -> None:
    """Write the part of the model in use that rounds can use, as a document to pin.

    It reads the text alone, holds plain numbers, and says what data it learnt from. Governance
    adopts it with a scoring profile that names its digest, which is printed.

    \b
      python -m oracle predictor export predictor.json
      python -m oracle ipfs add predictor.json
    """
    _needs_lightgbm()
    from oracle.domain import digest_of
    from oracle.predictor.files import FOREST, read_parts

    data = read_parts(folder / "model").get(FOREST)
    if data is None:
        raise Permanent("the model's posts told too little of what readers do: nothing to export")
    try:
        file.write_bytes(data)
    except OSError as error:
        raise Permanent(f"{file}: {error.strerror}") from error
    click.echo(digest_of(data))


@click.command()
@_folder
def undo(folder: Path) -> None:
    """Put the model before the last one that was promoted back in use; again puts it back."""
    _needs_lightgbm()
    from oracle.predictor.files import undo as go_back

    go_back(folder / "model")
    click.echo("the model before is in use")


@click.command()
@click.argument("file", type=_FILE)
@click.option("--at", type=_TimeType(), help="The moment of looking, with a zone. [default: now]")
@_json
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
    _needs_lightgbm()
    from oracle.predictor.workflow import Draft, asked_of

    draft = Draft(text, author, platform, at, topic, media, followers)
    return asked_of(folder, draft, data, _say)


def _ended(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({key: value for key, value in found.items() if key != "lines"}))
    else:
        click.echo("\n".join(found["lines"]))
        click.echo(f"report: {found['report']}")
    for wrong in found["missed"]:
        _say(f"misses a gate: {wrong}")
    sys.exit(1 if found["missed"] else 0)


def _needs_lightgbm() -> None:
    if find_spec("lightgbm") is None:
        raise Fatal("predictions need LightGBM and matplotlib: run `make predict`")


COMMANDS = [train, evaluate, predict, explain, export, undo, follow]

"""``python -m oracle predictor``: trained, measured, put in use and taken back."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from oracle.errors import Permanent
from oracle.predictor.asking import explain, follow, predict
from oracle.predictor.library import check_lightgbm
from oracle.predictor.options import data_option, folder_option, json_option, say
from oracle.settings import load_settings


@click.command()
@data_option
@folder_option
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
    help="words (no weights), minilm, or any sentence-transformers model: hub id or folder. "
    "[default: TROUPE_EMBEDDER, or words]",
)
@json_option
def train(
    data: Path | None, folder: Path, seed: int, rows: int, embedder: str | None, as_json: bool
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
    check_lightgbm()
    from oracle.predictor import steps, workflow

    dataset = steps.own_posts(data, say) if data else steps.synthetic_posts(seed, rows)
    asked = embedder or load_settings().embedder or "words"
    opened = steps.open_by_name(asked, folder)
    _ended(workflow.train_and_promote(dataset, opened, asked, folder), as_json)


@click.command()
@data_option
@folder_option
@json_option
@click.pass_context
def evaluate(context: click.Context, data: Path | None, folder: Path, as_json: bool) -> None:
    """Measure the model in use on held-out posts, later than all that it learnt from.

    Ends with 1 where it misses a gate. Without a model one is trained first, on --data or a
    synthetic world. With --data another history can be measured, such as what was published since.

    \b
      python -m oracle predictor evaluate --json
    """
    check_lightgbm()
    from oracle.predictor.workflow import evaluate_in

    if not (folder / "model").exists():
        say("there is no model yet: training one, as `train` does")
        context.invoke(train, data=data, folder=folder, as_json=as_json)
    _ended(evaluate_in(folder, data, say), as_json)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@folder_option
def export(file: Path, folder: Path) -> None:
    """Write the part of the model in use that rounds can use, as a document to pin.

    It reads the text alone, holds plain numbers, and says what data it learnt from. Governance
    adopts it with a scoring profile that names its digest, which is printed.

    \b
      python -m oracle predictor export predictor.json
      python -m oracle ipfs add predictor.json
    """
    check_lightgbm()
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
@folder_option
def undo(folder: Path) -> None:
    """Put the model before the last one that was promoted back in use; again puts it back."""
    check_lightgbm()
    from oracle.predictor.files import undo as go_back

    go_back(folder / "model")
    click.echo("the model before is in use")


def _ended(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({key: value for key, value in found.items() if key != "lines"}))
    else:
        click.echo("\n".join(found["lines"]))
        click.echo(f"report: {found['report']}")
    for wrong in found["missed"]:
        say(f"misses a gate: {wrong}")
    sys.exit(1 if found["missed"] else 0)


COMMANDS = [train, evaluate, predict, explain, export, undo, follow]

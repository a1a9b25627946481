"""``python -m oracle feedback``: what became of drafts, and what is learnt from it.

Imports are inside: the other commands of ``python -m oracle`` start without the libraries here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from oracle.errors import Permanent
from oracle.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from oracle.assistant.feedback.ledger import Ledger

Prepare = Callable[[], Settings]
_JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
_FILE = click.Path(path_type=Path)
_MOST_FIGURES = 20


@click.command()
@click.option("--persona", help="Only that persona.")
@_JSON
@click.pass_obj
def show(prepare: Prepare, persona: str | None, as_json: bool) -> None:
    """Show what is known of each way to instruct a persona.

    A reward is 0..1 (see `feedback record --help`); drafts draw from what is known here (Thompson
    sampling), so that what earned more is tried more often.
    """
    from oracle.assistant.feedback.learning import Feedback
    from oracle.assistant.feedback.show import arms_table

    with _ledger(prepare) as ledger:
        feedback = Feedback(ledger)
        known = [persona] if persona else feedback.personas()
        found = {each: feedback.arms(each) for each in known}
    if as_json:
        _print_json({each: {n: _arm(a) for n, a in arms.items()} for each, arms in found.items()})
        return
    if not found:
        click.echo("nothing is known yet: write with `draft`, then say what became of it")
    for each, arms in found.items():
        _print(arms_table(each, arms))


@click.command()
@click.argument("post")
@click.argument("which", type=click.Choice(["up", "down"]))
@click.option("--by", default="", help="Who says so; each one's thumb counts once.")
@click.pass_obj
def thumbs(prepare: Prepare, post: str, which: str, by: str) -> None:
    """Say whether the draft POST is good.

    \b
      python -m oracle feedback thumbs 3f9a1c0b77de up
    """
    _keep(prepare, post, {"kind": "thumb", "up": which == "up"}, by)


@click.command()
@click.argument("post")
@click.argument("kind", type=click.Choice(["votes", "prize", "engagement"]))
@click.argument("figures", nargs=-1, required=True)
@click.option("--by", default="", help="Who says so; each one's counts once. [default: you]")
@click.pass_obj
def record(prepare: Prepare, post: str, kind: str, figures: tuple[str, ...], by: str) -> None:
    """Record what became of POST, by FIGURES as name=value.

    Reward: votes give entries · votes / (2 · all), at most 1; a prize (entries - place) / (entries
    - 1); engagement the share of the persona's earlier posts on that platform with which readers
    did less. The same figures told twice count once. X's data may not train models: engagement on
    X is taken only from another source.

    \b
      python -m oracle feedback record 3f9a1c0b77de votes votes=120 all=400 entries=5
      python -m oracle feedback record 3f9a1c0b77de prize place=1 entries=5
      python -m oracle feedback record 3f9a1c0b77de engagement impressions=1800 likes=41 \\
          replies=6 reposts=4 published=2026-01-31T12:00:00Z
    """
    pairs = [figure.partition("=") for figure in figures[:_MOST_FIGURES]]
    if wrong := next((name for name, sign, _ in pairs if not sign or name == "kind"), None):
        raise Permanent(f"{wrong[:60]!r} is no figure: write it as likes=41")
    _keep(prepare, post, {"kind": kind} | {name: value for name, _, value in pairs}, by)


@click.command()
@click.argument("post")
@click.argument("file", type=click.File("rb"))
@click.pass_obj
def predicted(prepare: Prepare, post: str, file: Any) -> None:
    """Keep what was predicted of POST, to be compared with what happens: see `feedback compare`.

    FILE, or - for standard input, is what `predictor predict --json` printed.
    """
    from oracle.assistant.feedback.learning import Feedback
    from oracle.assistant.feedback.predictions import prediction_of

    try:
        said = json.loads(file.read(64 * 1024))
    except (ValueError, RecursionError):
        raise Permanent("this is no JSON: give what `predictor predict --json` prints") from None
    with _ledger(prepare) as ledger:
        click.echo(f"record {Feedback(ledger).keep_prediction(post, prediction_of(said)).number}")


@click.command()
@_JSON
@click.pass_obj
def compare(prepare: Prepare, as_json: bool) -> None:
    """Show predictions that were kept beside what happened."""
    from oracle.assistant.feedback.predictions import compared
    from oracle.assistant.feedback.show import compared_table

    with _ledger(prepare) as ledger:
        found = compared(ledger.standing())
    if as_json:
        _print_json([each.as_json() for each in found])
    else:
        _print(compared_table(found))


@click.command()
@click.option("--persona", help="Only that persona.")
@click.option("--last", type=click.IntRange(1, 100_000), default=50, show_default=True)
@_JSON
@click.pass_obj
def history(prepare: Prepare, persona: str | None, last: int, as_json: bool) -> None:
    """Show the records: what was drafted, predicted, measured and taken back.

    They are only ever added; one that was taken back stays, and counts no longer.
    """
    from oracle.assistant.feedback.learning import persona_of
    from oracle.assistant.feedback.ledger import standing
    from oracle.assistant.feedback.show import history_table

    with _ledger(prepare) as ledger:
        records = ledger.records()
    upright = standing(records)
    shown = [r for r in records if persona is None or r.persona == persona_of(persona)][-last:]
    if as_json:
        counts = {each.number for each in upright}
        _print_json([each.model_dump() | {"counts": each.number in counts} for each in shown])
    else:
        _print(history_table(shown, upright))


@click.command()
@click.argument("number", type=click.IntRange(1, 2**62))
@click.option("--why", default="a mistake", show_default=True)
@click.pass_obj
def revert(prepare: Prepare, number: int, why: str) -> None:
    """Take record NUMBER back, so that it counts no longer.

    Taking a reversal back restores what it took. A draft's outcomes count only while it does.
    """
    with _ledger(prepare) as ledger:
        click.echo(f"record {ledger.revert(number, why[:300] or 'a mistake').number}")


@click.command()
@click.argument("file", type=_FILE)
@click.pass_obj
def export(prepare: Prepare, file: Path) -> None:
    """Write posts with real engagement to a new FILE, .csv or .parquet.

    It has the columns that the predictor's next training reads:
    `python -m oracle predictor train --data FILE`.
    """
    from oracle.assistant.feedback.exporting import export_posts

    with _ledger(prepare) as ledger:
        click.echo(f"{export_posts(ledger.standing(), file)} posts")


@click.command()
@click.argument("card")
@click.argument("out", type=_FILE)
@click.pass_obj
def propose(prepare: Prepare, card: str, out: Path) -> None:
    """Write the card that follows from what was learnt to a new file OUT.

    CARD is a file or a default persona. The best variant's line is added to its style; it takes 20
    outcomes of that variant and of the card as it is, and a chance of 95% that it earns more.
    Nothing else happens: what changes a persona for good is a governance proposal with that card.
    """
    from oracle.assistant.feedback.learning import Feedback
    from oracle.assistant.feedback.proposing import propose as proposed
    from oracle.assistant.inputs import card_named
    from oracle.ipfs.tree import whole

    known = card_named(card)
    with _ledger(prepare) as ledger:
        found = proposed(known, Feedback(ledger).arms(known.name))
    try:
        with whole(out) as part:
            part.write_bytes(found.card.to_bytes())
    except OSError as error:
        raise Permanent(f"{error.filename or out}: {error.strerror}") from None
    click.echo(
        f"{found.variant} is better than {known.name}'s card as it is with a chance of "
        f"{found.chance:.0%} ({found.outcomes} outcomes)\ncard {found.card.digest}"
    )


@click.command()
@click.option("--personas", type=click.IntRange(1, 16), default=4, show_default=True)
@click.option("--posts", type=click.IntRange(10, 10_000), default=500, show_default=True)
@click.option("--runs", type=click.IntRange(2, 200), default=50, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**31), default=1, show_default=True)
@click.option(
    "--plot", "png", type=_FILE, default=".troupe/learning.png", show_default=True,
    help="The PNG of regret and win rate; one that is there is replaced.",
)  # fmt: skip
@_JSON
def simulate(personas: int, posts: int, runs: int, seed: int, png: Path, as_json: bool) -> None:
    """Show that it learns, in a made-up world where the best variants are known.

    Compares drafts that learn with a static prompt. Its figures are of a simulation, measured on
    nobody.

    \b
      python -m oracle feedback simulate --posts 1000 --plot learning.png
    """
    from oracle.assistant.console import spinner
    from oracle.assistant.feedback.show import simulation_table
    from oracle.assistant.feedback.simulation import plot
    from oracle.assistant.feedback.simulation import simulate as simulated

    with spinner("simulating"):
        found = simulated(personas, posts, runs, seed)
    if as_json:
        _print_json(found.as_json())
    else:
        _print(simulation_table(found))
    plot(found, png)
    click.echo(f"plot: {png}", err=True)


COMMANDS = [
    *(show, thumbs, record, predicted, compare),
    *(history, revert, export, propose, simulate),
]


@contextmanager
def _ledger(prepare: Prepare) -> Iterator[Ledger]:
    from oracle.assistant.feedback.opening import open_ledger

    with open_ledger(prepare().people) as ledger:
        yield ledger


def _keep(prepare: Prepare, post: str, figures: dict[str, Any], by: str) -> None:
    from oracle.assistant.feedback.learning import Feedback
    from oracle.assistant.feedback.records import rewarded_in
    from oracle.assistant.feedback.rewards import outcome_of

    outcome = outcome_of(figures)
    with _ledger(prepare) as ledger:
        kept = Feedback(ledger).record(post, outcome, by)
    click.echo(f"record {kept.number}: reward {rewarded_in(kept).reward:.2f}")


def _arm(arm: Any) -> dict[str, Any]:
    low, high = arm.posterior.interval()
    return {
        "drafts": arm.choices,
        "outcomes": arm.outcomes,
        "mean": arm.posterior.mean,
        "low": low,
        "high": high,
    }


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))


def _print(shown: RenderableType) -> None:
    from rich.console import Console

    Console(file=sys.stdout).print(shown)

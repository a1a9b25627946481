"""``python -m oracle feedback``: what became of drafts, and what is learnt from it.

Imports are inside: the other commands of ``python -m oracle`` start without the libraries here.
"""

from collections.abc import Sequence
from typing import Any

import click

from oracle.assistant.feedback.doors import JSON, Prepare, opened_ledger, print_json, print_shown
from oracle.assistant.feedback.outward import COMMANDS as OUTWARD
from oracle.errors import Permanent


@click.command()
@click.option("--persona", help="Only that persona.")
@JSON
@click.pass_obj
def show(prepare: Prepare, persona: str | None, as_json: bool) -> None:
    """Show what is known of each way to instruct a persona.

    A reward is 0..1 (see `feedback record --help`); drafts draw from what is known here (Thompson
    sampling), so that what earned more is tried more often.
    """
    from oracle.assistant.feedback.learning import Feedback
    from oracle.assistant.feedback.show import arms_table

    with opened_ledger(prepare) as ledger:
        feedback = Feedback(ledger)
        known = [persona] if persona else [each for _, each in ledger.personas()]
        found = {each: feedback.arms(each) for each in known}
    if as_json:
        print_json({each: {n: _arm(a) for n, a in arms.items()} for each, arms in found.items()})
        return
    if not found:
        click.echo("nothing is known yet: write with `draft`, then say what became of it")
    for each, arms in found.items():
        print_shown(arms_table(each, arms))


@click.command()
@click.argument("post")
@click.argument("which", type=click.Choice(["up", "down"]))
@click.option("--by", default="", help="Who says so; each one's thumb counts once.")
@click.pass_obj
def thumbs(prepare: Prepare, post: str, which: str, by: str) -> None:
    """Say whether the draft POST is good.

    \b
      python -m oracle feedback thumbs 3f9a1c0b77de52aa up
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
      python -m oracle feedback record 3f9a1c0b77de52aa votes votes=120 all=400 entries=5
      python -m oracle feedback record 3f9a1c0b77de52aa prize place=1 entries=5
      python -m oracle feedback record 3f9a1c0b77de52aa engagement impressions=1800 likes=41 \\
          replies=6 reposts=4 published=2026-01-31T12:00:00Z
    """
    _keep(prepare, post, {"kind": kind} | _figures(figures), by)


@click.command()
@click.option("--persona", help="Only that persona.")
@click.option("--last", type=click.IntRange(1, 100_000), default=50, show_default=True)
@JSON
@click.pass_obj
def history(prepare: Prepare, persona: str | None, last: int, as_json: bool) -> None:
    """Show the records: what was drafted, predicted, measured and taken back.

    They are only ever added; one that was taken back stays, and counts no longer.
    """
    from oracle.assistant.feedback.learning import persona_of
    from oracle.assistant.feedback.show import history_table
    from oracle.assistant.feedback.standing import standing

    with opened_ledger(prepare) as ledger:
        records = ledger.records()
    upright = standing(records)
    shown = [r for r in records if persona is None or r.persona == persona_of(persona)][-last:]
    if as_json:
        counts = {each.number for each in upright}
        print_json([each.model_dump() | {"counts": each.number in counts} for each in shown])
    elif not shown:
        click.echo("nothing is known yet: write with `draft`")
    else:
        print_shown(history_table(shown, upright))


@click.command()
@click.argument("number", type=click.IntRange(1, 2**62))
@click.option("--why", default="a mistake", show_default=True)
@click.pass_obj
def revert(prepare: Prepare, number: int, why: str) -> None:
    """Take record NUMBER back, so that it counts no longer.

    Taking a reversal back restores what it took. A draft's outcomes count only while it does.
    """
    with opened_ledger(prepare) as ledger:
        click.echo(f"record {ledger.revert(number, why[:300] or 'a mistake').number}")


COMMANDS = [show, thumbs, record, history, revert, *OUTWARD]


def _figures(given: Sequence[str]) -> dict[str, str]:
    """Figures by name. Raises `Permanent` for what is none, and for one that is given twice."""
    found: dict[str, str] = {}
    for figure in given:
        name, sign, value = figure.partition("=")
        if not sign or name == "kind":
            raise Permanent(f"{name[:60]!r} is no figure: write it as likes=41")
        if name in found:
            raise Permanent(f"{name[:60]} is given twice")
        found[name] = value
    return found


def _keep(prepare: Prepare, post: str, figures: dict[str, Any], by: str) -> None:
    from oracle.assistant.feedback.learning import Feedback
    from oracle.assistant.feedback.records import rewarded_in
    from oracle.assistant.feedback.rewards import outcome_of

    outcome = outcome_of(figures)
    with opened_ledger(prepare) as ledger:
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

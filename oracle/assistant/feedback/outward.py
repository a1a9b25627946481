"""The commands that hand on what was learnt, and show how far it can be trusted."""

import json
from pathlib import Path
from shlex import quote
from typing import Any

import click

from oracle.assistant.feedback.doors import (
    FILE,
    JSON,
    Prepare,
    opened_ledger,
    print_json,
    print_shown,
)
from oracle.errors import Permanent


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
    with opened_ledger(prepare) as ledger:
        click.echo(f"record {Feedback(ledger).keep_prediction(post, prediction_of(said)).number}")


@click.command()
@JSON
@click.pass_obj
def compare(prepare: Prepare, as_json: bool) -> None:
    """Show predictions that were kept beside what happened."""
    from oracle.assistant.feedback.predictions import compared
    from oracle.assistant.feedback.show import compared_table

    with opened_ledger(prepare) as ledger:
        found = compared(ledger.standing())
    if as_json:
        print_json([each.as_json() for each in found])
    elif not found:
        click.echo(
            "nothing to compare: keep what was predicted with `feedback predicted`, "
            "then `feedback record` what happened"
        )
    else:
        print_shown(compared_table(found))


@click.command()
@click.argument("file", type=FILE)
@click.option("--accounts", is_flag=True, help="Those of the API's accounts that agreed, instead.")
@click.pass_obj
def export(prepare: Prepare, file: Path, accounts: bool) -> None:
    """Write posts with real engagement to a new FILE, .csv or .parquet.

    It has the columns that the predictor's next training reads. Texts stand in it as they were
    written: have a spreadsheet take them as text, lest one that begins with = is run as a formula.

    Without --accounts they are the posts of the command line, with each persona as an author. With
    it they are those of all accounts of TROUPE_PEOPLE that agree to it now, in place of an address
    with a name that each export makes anew. Who knows a text that was published still knows whose
    it is, so delete FILE once the predictor has learnt. The counts are as people told them.

    \b
      python -m oracle feedback export posts.parquet --accounts
      python -m oracle predictor train --data posts.parquet
    """
    from oracle.assistant.feedback.agreeing import rows_of_accounts
    from oracle.assistant.feedback.exporting import export_posts, rows_of
    from oracle.assistant.feedback.ledger import Ledger
    from oracle.assistant.feedback.opening import opened_people

    with opened_people(prepare().people) as engine:
        rows = rows_of_accounts(engine) if accounts else rows_of(Ledger(engine).standing())
    export_posts(rows, file)
    click.echo(f"{len(rows)} posts")


@click.command()
@click.argument("card")
@click.argument("out", type=FILE)
@click.pass_obj
def propose(prepare: Prepare, card: str, out: Path) -> None:
    """Write the card that follows from what was learnt to a new file OUT.

    CARD is a file or a default persona. The best variant's line is added to its style; it takes 20
    outcomes of that variant and of the card as it is, and a chance of 95% that it earns more. Who
    looks often among several variants passes that by luck more often than once in 20.
    Nothing else happens: what changes a persona for good is a governance proposal with that card.
    """
    from oracle.assistant.feedback.learning import Feedback
    from oracle.assistant.feedback.proposing import propose as proposed
    from oracle.assistant.inputs import card_named
    from oracle.ipfs.tree import whole

    known = card_named(card)
    with opened_ledger(prepare) as ledger:
        found = proposed(known, Feedback(ledger).arms(known.name))
    try:
        with whole(out) as part:
            part.write_bytes(found.card.to_bytes())
    except OSError as error:
        raise Permanent(f"{error.filename or out}: {error.strerror}") from None
    click.echo(
        f"{found.variant} is better than {known.name}'s card as it is with a chance of "
        f"{found.chance:.0%} ({found.outcomes} outcomes)\ncard {found.card.digest}\n"
        f"put it to the vote by the persona's number: ape run propose card NUMBER {quote(str(out))}"
    )


@click.command()
@click.option("--personas", type=click.IntRange(1, 16), default=4, show_default=True)
@click.option("--posts", type=click.IntRange(10, 10_000), default=500, show_default=True)
@click.option("--runs", type=click.IntRange(2, 200), default=50, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**31), default=1, show_default=True)
@click.option(
    "--plot", "png", type=FILE, default=".troupe/learning.png", show_default=True,
    help="The PNG of regret and win rate; one that is there is replaced.",
)  # fmt: skip
@JSON
def simulate(personas: int, posts: int, runs: int, seed: int, png: Path, as_json: bool) -> None:
    """Show that it learns, in a made-up world where the best variants are known.

    Compares drafts that learn with a static prompt, which is never the best one there: whether any
    variant beats a real card, nobody knows before. Its figures are of a simulation, measured on
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
        print_json(found.as_json())
    else:
        print_shown(simulation_table(found))
    plot(found, png)
    click.echo(f"plot: {png}", err=True)


COMMANDS = [predicted, compare, export, propose, simulate]

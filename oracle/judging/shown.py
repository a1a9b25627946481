"""A comparison of texts as tables for people."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from oracle.judging.comparison import Comparison, Judged, Preferences
from oracle.printable import one_line

_NAME = 40


def tables(found: Comparison) -> Iterator[RenderableType]:
    """Whose preferences are which, and how far the judge is to be believed."""
    names = [_shown(name) for name in found.texts]
    for name, why in found.barred.items():
        yield f"{_shown(name)} could not compete in a round: {_shown(why, 200)}"
    mixed = f", {found.weight:.0%} of it the judge's" if found.judge else ""
    for voter in found.voters:
        yield _table(f"{_shown(voter.by)}'s preferences{mixed}", voter, names)
        yield _vote(voter, names)
    if found.judge is None:
        yield f"No language model judged: {_shown(found.no_judge, 300)}"
        return
    judged = found.judge
    yield _table(f"{_shown(judged.model)} as a judge, both orders", judged.preferences, names)
    yield from _trust(judged)


def _table(title: str, said: Preferences, names: list[str]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("preferred to")
    for number, _ in enumerate(names, start=1):
        table.add_column(str(number), justify="right")
    table.add_column("strength", justify="right")
    rows = zip(names, said.matrix, said.strengths, strict=True)
    for number, (name, row, strength) in enumerate(rows, start=1):
        cells = ("" if cell is None else f"{cell:.0%}" for cell in row)
        table.add_row(f"{number} {name}", *cells, f"{strength:+.2f}")
    return table


def _vote(said: Preferences, names: list[str]) -> str:
    if said.vote is None:
        return "Several are preferred alike: a round would draw by lot.\n"
    return f"Its vote: {said.vote + 1} {names[said.vote]}\n"


def _trust(judged: Judged) -> Iterator[str]:
    bias = judged.bias
    if judged.unanswered:
        yield f"{judged.unanswered} of {judged.questions} questions have no valid answer."
    if not bias.pairs:
        yield "No pair was answered in both orders: this judge says nothing."
        return
    yield (
        f"Position bias: the text shown first was preferred in {bias.first:.0%} of answers "
        f"(50% is none; 95% interval {bias.low:.0%} to {bias.high:.0%}, {bias.pairs} pairs). "
        "Averaging both orders takes it out."
    )
    yield f"The same text won in both orders in {bias.agreed:.0%} of pairs; the others are ties."
    if judged.circles:
        yield f"{judged.circles} triples are preferred in a circle."


def _shown(text: str, most: int = _NAME) -> str:
    return escape(one_line(text, most))

"""Drafts as people read them."""

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from oracle.assistant.drafts.write import Candidate, Drafts
from oracle.domain import Criterion
from oracle.platforms import PLATFORMS
from oracle.printable import one_line, printable

_HEADINGS = {criterion: str(criterion).replace("_relevance", "") for criterion in Criterion}
_BEGINNING = 68


def shown(drafts: Drafts) -> RenderableType:
    """A table of all candidates and how they begin, then the best with the reasons for its scores.

    It reads well on a terminal of 80 columns.
    """
    parts: list[RenderableType] = [_table(drafts), *_beginnings(drafts)]
    if drafts.best:
        parts += [_panel(drafts, drafts.best), *_reasons(drafts.best)]
    return Group(*parts)


def _table(drafts: Drafts) -> Table:
    title = Text(f"{drafts.card.name}: {len(drafts.candidates)} candidates")
    table = Table("", title=title, box=SIMPLE_HEAD)
    for heading in ("liking", *_HEADINGS.values()):
        table.add_column(heading, justify="right")
    for number, each in enumerate(drafts.candidates, 1):
        table.add_row(_name(drafts, number, each), *_numbers(each))
    return table


def _name(drafts: Drafts, number: int, candidate: Candidate) -> str:
    return f"{'★' if candidate is drafts.best else ' '} {number}"


def _numbers(candidate: Candidate) -> list[str]:
    if candidate.judged is None:
        return ["dropped", *["–"] * len(Criterion)]
    criteria = candidate.judged.scores.criteria
    return [f"{candidate.liking:.3f}", *(f"{criteria[c].value:,}" for c in Criterion)]


def _beginnings(drafts: Drafts) -> Iterator[Text]:
    for number, each in enumerate(drafts.candidates, 1):
        says = f"dropped: {each.dropped}" if each.dropped else one_line(each.text, _BEGINNING)
        yield Text(f"{_name(drafts, number, each)}  {says}")


def _panel(drafts: Drafts, best: Candidate) -> Panel:
    rules = PLATFORMS[drafts.platform]
    length = f"{rules.slug}: {rules.count(best.text):,} of {rules.limit:,} {rules.unit}"
    return Panel(Text(printable(best.text)), subtitle=length, subtitle_align="right")


def _reasons(best: Candidate) -> Iterator[Text]:
    if best.judged is None:
        return
    for criterion, heading in _HEADINGS.items():
        score = best.judged.scores.criteria[criterion]
        yield Text(f"{heading} {score.value:,}: {score.why}")
    parts = sorted(best.judged.liking.items(), key=lambda part: -part[1])
    said = ", ".join(f"{name} {part:.2f}" for name, part in parts if part)
    yield Text(f"liked for {said}")

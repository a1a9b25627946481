"""Scores as people read them: a bar for each criterion, and what adds up to it."""

from collections.abc import Iterator

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from oracle.domain import MAX_SCORE, CriterionScore
from oracle.printable import one_line
from oracle.scoring.appraisal import Appraisal

_WIDTH = 24


def shown(appraisal: Appraisal) -> RenderableType:
    """It reads well on a terminal of 80 columns."""
    if appraisal.criteria is None:
        return Text(f"It could not compete: {appraisal.refused}")
    parts: list[RenderableType] = []
    for criterion, score in appraisal.criteria.items():
        heading = f"{str(criterion).replace('_', ' '):16} {score.value:>6,}  "
        parts.append(Text(heading, style="bold") + Text(bar(score.value), style="cyan"))
        parts.append(Text(f"  {one_line(score.why, 300)}", style="dim"))
        if score.parts:
            parts.append(_parts(score))
    return Group(*parts)


def bar(value: int, width: int = _WIDTH) -> str:
    """`value` of 10000 as a bar of that many characters."""
    full = round(width * value / MAX_SCORE)
    return "█" * full + "░" * (width - full)


def _parts(score: CriterionScore) -> Table:
    table = Table(box=SIMPLE, show_header=False, padding=(0, 1), show_edge=False)
    for column in ("right", "left", "right"):
        table.add_column(justify=column)
    for row in _rows(score):
        table.add_row(*row)
    return table


def _rows(score: CriterionScore) -> Iterator[tuple[str, str, str]]:
    yield f"{score.base:,}", "to begin with", ""
    for part in score.parts:
        yield f"{part.points:+,}", part.name, f"{part.value:g}"

"""Feedback as people read it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from oracle.assistant.feedback.bandit import chances
from oracle.assistant.feedback.learning import Arm
from oracle.assistant.feedback.predictions import Compared
from oracle.assistant.feedback.records import (
    CHOICE,
    OUTCOME,
    PREDICTION,
    Prediction,
    Reversal,
    choice_in,
    rewarded_in,
)
from oracle.assistant.feedback.rewards import Outcome, Thumb
from oracle.assistant.feedback.simulation import LABEL, Simulation
from oracle.assistant.people.tables import Record
from oracle.printable import one_line

_WIDE = 60


def arms_table(persona: str, arms: dict[str, Arm]) -> Table:
    """What is known of each variant for a persona."""
    best = chances({name: arm.posterior for name, arm in arms.items()})
    table = _table(one_line(persona, _WIDE), "variant")
    for heading in ("drafts", "outcomes", "mean reward", "90% between", "is the best"):
        table.add_column(heading, justify="right")
    for name, arm in arms.items():
        low, high = arm.posterior.interval()
        table.add_row(
            name,
            str(arm.choices),
            str(arm.outcomes),
            f"{arm.posterior.mean:.2f}",
            f"{low:.2f} and {high:.2f}",
            f"{best[name]:.0%}",
        )
    return table


def history_table(records: Sequence[Record], upright: Sequence[Record]) -> Table:
    """Records, and which of them count no longer."""
    table = _table("", "no", "when (UTC)", "persona", "post", "what")
    counted = {each.number for each in upright}
    for each in records:
        when = datetime.fromtimestamp(each.at, UTC).strftime("%Y-%m-%d %H:%M")
        says = _says(each) if each.number in counted else f"taken back: {_says(each)}"
        table.add_row(str(each.number), when, Text(each.persona), each.post, Text(says))
    return table


def compared_table(found: Sequence[Compared]) -> Table:
    """Predictions beside what happened."""
    inside = sum(each.inside is True for each in found)
    title = f"{inside} of {len(found)} figures in their interval"
    table = _table(title, "post", "figure", "predicted", "between", "happened", "")
    for each in found:
        between = f"{each.low:,.0f} and {each.high:,.0f}"
        mark = "inside" if each.inside else "outside"
        table.add_row(
            each.post, each.figure, f"{each.middle:,.0f}", between, f"{each.happened:,}", mark
        )
    return table


def simulation_table(found: Simulation) -> Table:
    """The personas of a simulation, and all of them together."""
    table = _table(LABEL, "persona", "best variant")
    for heading in ("static", "learning", "best possible", "best chosen, last quarter"):
        table.add_column(heading, justify="right")
    for line in found.lines:
        table.add_row(
            str(line.persona),
            line.best_variant,
            f"{line.static:.3f}",
            f"{line.learning:.3f}",
            f"{line.best_possible:.3f}",
            f"{line.late_best:.0%}",
        )
    rates = found.as_json()["win_rate"]
    table.add_section()
    table.add_row("all", "", *(f"{rates[k]:.3f}" for k in ("static", "learning", "best_possible")))
    table.caption = Text(_regret(found))
    return table


def _regret(found: Simulation) -> str:
    """Regret in words, at three moments."""
    said = (
        f"{post}: {found.regret_static[post - 1]:.1f} static, "
        f"{found.regret_learning[post - 1]:.1f} learning"
        for post in found.moments
    )
    return f"successes given away by a persona, after posts {'; '.join(said)}"


def _table(title: str, *columns: str) -> Table:
    return Table(*columns, title=Text(title), box=SIMPLE_HEAD)


def _says(record: Record) -> str:
    if record.kind == CHOICE:
        choice = choice_in(record)
        how = choice.variant or "no variant"
        return f"drafted for {choice.platform} ({how}): {one_line(choice.text, _WIDE)}"
    if record.kind == OUTCOME:
        rewarded = rewarded_in(record)
        told = _told(rewarded.outcome)
        return one_line(f"{rewarded.outcome.kind}: {told}; reward {rewarded.reward:.2f}", 200)
    if record.kind == PREDICTION:
        return one_line(f"predicted: {Prediction.model_validate(record.data).by}", 200)
    reversal = Reversal.model_validate(record.data)
    return one_line(f"took {reversal.number} back: {reversal.why}", 200)


def _told(outcome: Outcome) -> str:
    if isinstance(outcome, Thumb):
        return "up" if outcome.up else "down"
    figures = outcome.model_dump(exclude_none=True, exclude_defaults=True, exclude={"kind"})
    return ", ".join(f"{name} {value}" for name, value in figures.items())

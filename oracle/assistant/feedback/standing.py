"""Which records count: those that no other takes back."""

from collections.abc import Sequence
from typing import Any

from oracle.assistant.feedback.records import REVERSAL, Reversal
from oracle.assistant.people.tables import Record
from oracle.errors import Permanent


def standing(records: Sequence[Record]) -> list[Record]:
    """Those of `records` that no reversal which stands itself takes back.

    All are given that are of the same personas, or posts: what takes one back is of the same.
    """
    gone: set[int] = set()
    for each in sorted(records, key=_number, reverse=True):
        if each.kind == REVERSAL and _number(each) not in gone:
            gone.add(Reversal.model_validate(each.data).number)
    return [each for each in records if _number(each) not in gone]


def told(data: dict[str, Any]) -> dict[str, Any]:
    """What was told, without what was made of it."""
    return {name: value for name, value in data.items() if name != "reward"}


def refuse_doubles(upright: Sequence[Record]) -> None:
    """Nothing, if each key stands once. Raises `Permanent` where one would count twice."""
    keys = [each.key for each in upright if each.kind != REVERSAL]
    double = next((key for key in keys if keys.count(key) > 1), None)
    if double is not None:
        raise Permanent(f"{double!r} would count twice: take the newer record back first")


def _number(record: Record) -> int:
    return record.number or 0

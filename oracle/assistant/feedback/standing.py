"""Which records count: those that no other takes back."""

from collections.abc import Sequence
from itertools import islice
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


def oldest_spent(records: Sequence[Record]) -> set[int]:
    """The numbers of the oldest of a post's records that was taken back, and of all that took it
    back and restored it: without them the same stand. None where nothing was taken back.

    `records` are oldest first.
    """
    upright = standing(records)
    spent = (each for each in records if each.kind != REVERSAL and each not in upright)
    found = {_number(each) for each in islice(spent, 1)}
    for each in records:
        if each.kind == REVERSAL and Reversal.model_validate(each.data).number in found:
            found.add(_number(each))
    return found


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

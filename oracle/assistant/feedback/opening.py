"""Feedback as it is opened: on the people database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.people.database import open_people


@contextmanager
def opened_people(people: Path) -> Iterator[Engine]:
    """The people database at a path, made where there is none, and closed at the end.

    Raises `Fatal` where it can't be opened or is something else.
    """
    engine = open_people(people)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def open_ledger(people: Path) -> Iterator[Ledger]:
    """The command line's own ledger there; raises as `opened_people` does."""
    with opened_people(people) as engine:
        yield Ledger(engine)


@contextmanager
def open_feedback(people: Path) -> Iterator[Feedback]:
    """What the ledger there teaches; raises as `opened_people` does."""
    with open_ledger(people) as ledger:
        yield Feedback(ledger)

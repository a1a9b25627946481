"""Feedback as it is opened: on the people database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.people.database import open_people


@contextmanager
def open_ledger(people: Path) -> Iterator[Ledger]:
    """The ledger in the people database at a path, made where there is none.

    Raises `Fatal` where it can't be opened or is something else.
    """
    engine = open_people(people)
    try:
        yield Ledger(engine)
    finally:
        engine.dispose()


@contextmanager
def open_feedback(people: Path) -> Iterator[Feedback]:
    """What the ledger there teaches; raises as `open_ledger` does."""
    with open_ledger(people) as ledger:
        yield Feedback(ledger)

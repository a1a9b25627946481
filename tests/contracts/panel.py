"""The operators of the committee, answering questions as a test wants it."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.contracts.clock import Clock
from tests.contracts.sheets import SALT
from tests.factories import commitment


class Panel:
    """Payloads are mapped from an operator's index to its answer."""

    def __init__(self, committee: Any, clock: Clock, operators: Sequence[Any]) -> None:
        self._committee, self._clock = committee, clock
        self.operators = operators

    def leader(self, question: bytes) -> Any:
        """The operator whose turn it is."""
        address = self._committee.leader(question)
        return next(operator for operator in self.operators if operator.address == address)

    def promise(self, question: bytes, operator: Any, payload: bytes, salt: bytes = SALT) -> bytes:
        """An operator's commitment."""
        committee = self._committee.address
        return commitment(31337, committee, question, operator.address, payload, salt)

    def commit(self, question: bytes, answers: Mapping[int, bytes]) -> None:
        """Operators commit to their answers."""
        for index, payload in answers.items():
            operator = self.operators[index]
            promise = self.promise(question, operator, payload)
            self._committee.commit(question, promise, sender=operator)

    def reveal(self, question: bytes, answers: Mapping[int, bytes]) -> list[Any]:
        """Operators reveal their answers; the receipts."""
        return [
            self._committee.reveal(question, payload, SALT, sender=self.operators[index])
            for index, payload in answers.items()
        ]

    def end_commits(self, question: bytes) -> None:
        """The commit window ends: reveals start."""
        self._clock.move_to(self._committee.question(question).commitEnd)

    def end_reveals(self, question: bytes) -> None:
        """The reveal window ends."""
        self._clock.move_to(self._committee.question(question).revealEnd)

    def answer(self, question: bytes, answers: Mapping[int, bytes]) -> None:
        """Commits and reveals, to the end of the reveal window."""
        self.commit(question, answers)
        self.end_commits(question)
        self.reveal(question, answers)
        self.end_reveals(question)

    def agree(self, question: bytes, payload: bytes) -> None:
        """All answer the same, to the end of the reveal window."""
        self.answer(question, dict.fromkeys(range(len(self.operators)), payload))

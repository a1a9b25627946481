"""Plays a round step by step, as its actors do."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from tests.contracts.clock import Clock
from tests.contracts.sheets import SALT, sheet
from tests.factories import commitment

BRIEF, MANIFEST = b"\xb1" * 32, b"\xe2" * 32
LINKEDIN = 2
BOUNTY = 1_000 * 10**18
ROSTER = (1, 2, 3)


class Play:
    """A round's actors. Payloads are mapped from an operator's index to its sheet."""

    def __init__(
        self, contracts: SimpleNamespace, clock: Clock, operators: Sequence[Any], proposer: Any
    ) -> None:
        self._contracts = contracts
        self._rounds, self._committee = contracts.rounds, contracts.committee
        self._clock = clock
        self.operators = operators
        self._proposer = proposer

    def propose(self, personas: Sequence[int] = ROSTER, bounty: int = BOUNTY) -> int:
        """Open a round; its number."""
        self._contracts.token.approve(self._rounds, bounty, sender=self._proposer)
        self._rounds.propose(BRIEF, LINKEDIN, list(personas), bounty, sender=self._proposer)
        return int(self._rounds.roundCount())

    def current_parameters(self) -> dict[str, Any]:
        """The parameters in force, by name, for `addParameters`."""
        found = self._rounds.parameters(self._rounds.currentVersion())
        return dict(zip(found.__dataclass_fields__, found, strict=True))

    def leader(self, round_id: int) -> Any:
        """The operator whose turn it is."""
        address = self._committee.leader(self.question(round_id))
        return next(operator for operator in self.operators if operator.address == address)

    def submit(self, round_id: int) -> None:
        """The leader submits the entries."""
        self._rounds.submitEntries(round_id, MANIFEST, sender=self.leader(round_id))

    def open_voting(self, **proposal: Any) -> int:
        """A round that can be voted on, a second after the submission; its number."""
        round_id = self.propose(**proposal)
        self.submit(round_id)
        self._clock.move_to(self._clock.now() + 1)
        return round_id

    def question(self, round_id: int) -> bytes:
        """The name of the round's question."""
        return bytes(self._rounds.questionId(round_id))

    def commit(self, round_id: int, sheets: Mapping[int, bytes]) -> None:
        """Operators commit to their sheets."""
        for index, payload in sheets.items():
            operator, question = self.operators[index], self.question(round_id)
            promise = self.promise(round_id, operator, payload)
            self._committee.commit(question, promise, sender=operator)

    def promise(self, round_id: int, operator: Any, payload: bytes, salt: bytes = SALT) -> bytes:
        """An operator's commitment."""
        question, committee = self.question(round_id), self._committee.address
        return commitment(31337, committee, question, operator.address, payload, salt)

    def reveal(self, round_id: int, sheets: Mapping[int, bytes]) -> None:
        """Operators reveal their sheets."""
        for index, payload in sheets.items():
            arguments = (self.question(round_id), payload, SALT)
            self._committee.reveal(*arguments, sender=self.operators[index])

    def end_voting(self, round_id: int) -> None:
        """The vote and commit window ends: reveals start."""
        self._clock.move_to(self._committee.question(self.question(round_id)).commitEnd)

    def end_reveals(self, round_id: int) -> None:
        """The reveal window ends."""
        self._clock.move_to(self._committee.question(self.question(round_id)).revealEnd)

    def score(self, round_id: int, sheets: Mapping[int, bytes]) -> None:
        """Commits and reveals, to the end of the reveal window."""
        self.commit(round_id, sheets)
        self.end_voting(round_id)
        self.reveal(round_id, sheets)
        self.end_reveals(round_id)

    def settle(self, round_id: int) -> Any:
        """Anybody settles; the receipt."""
        return self._rounds.settle(round_id, sender=self._proposer)

    def play_out(self, levels: Sequence[int], **proposal: Any) -> int:
        """A whole round in which all operators agree on those levels; its number."""
        round_id = self.open_voting(**proposal)
        self.score(round_id, dict.fromkeys(range(len(self.operators)), sheet(levels)))
        self.settle(round_id)
        return round_id

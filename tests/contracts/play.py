"""Plays a round step by step, as its actors do."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from tests.contracts.clock import Clock
from tests.contracts.panel import Panel
from tests.contracts.sheets import SALT, sheet

BRIEF, MANIFEST = b"\xb1" * 32, b"\xe2" * 32
LINKEDIN = 2
BOUNTY = 1_000 * 10**18
ROSTER = (1, 2, 3)


class Play:
    """A round's actors. Payloads are mapped from an operator's index to its sheet."""

    def __init__(
        self, contracts: SimpleNamespace, clock: Clock, panel: Panel, proposer: Any
    ) -> None:
        self._contracts, self._rounds = contracts, contracts.rounds
        self._clock, self._panel, self._proposer = clock, panel, proposer

    def propose(self, personas: Sequence[int] = ROSTER, bounty: int = BOUNTY) -> int:
        """Open a round; its number."""
        self._contracts.token.approve(self._rounds, bounty, sender=self._proposer)
        self._rounds.propose(BRIEF, LINKEDIN, list(personas), bounty, sender=self._proposer)
        return int(self._rounds.roundCount())

    def current_parameters(self) -> dict[str, Any]:
        """The parameters in force, by name, for `addParameters`."""
        return parameters_of(self._rounds)

    def leader(self, round_id: int) -> Any:
        """The operator whose turn it is."""
        return self._panel.leader(self.question(round_id))

    def submit(self, round_id: int) -> Any:
        """The leader submits the entries; the receipt."""
        return self._rounds.submitEntries(round_id, MANIFEST, sender=self.leader(round_id))

    def open_voting(self, **proposal: Any) -> int:
        """A round that can be voted on, a second after the submission; its number."""
        round_id = self.propose(**proposal)
        self.submit(round_id)
        self._clock.move_to(self._clock.now() + 1)
        return round_id

    def question(self, round_id: int) -> bytes:
        """The name of the round's question."""
        return bytes(self._rounds.questionId(round_id))

    def promise(self, round_id: int, operator: Any, payload: bytes, salt: bytes = SALT) -> bytes:
        """An operator's commitment."""
        return self._panel.promise(self.question(round_id), operator, payload, salt)

    def commit(self, round_id: int, sheets: Mapping[int, bytes]) -> None:
        """Operators commit to their sheets."""
        self._panel.commit(self.question(round_id), sheets)

    def reveal(self, round_id: int, sheets: Mapping[int, bytes]) -> list[Any]:
        """Operators reveal their sheets; the receipts."""
        return self._panel.reveal(self.question(round_id), sheets)

    def end_voting(self, round_id: int) -> None:
        """The vote and commit window ends: reveals start."""
        self._panel.end_commits(self.question(round_id))

    def end_reveals(self, round_id: int) -> None:
        """The reveal window ends."""
        self._panel.end_reveals(self.question(round_id))

    def score(self, round_id: int, sheets: Mapping[int, bytes]) -> None:
        """Commits and reveals, to the end of the reveal window."""
        self._panel.answer(self.question(round_id), sheets)

    def settle(self, round_id: int) -> Any:
        """Anybody settles; the receipt."""
        return self._rounds.settle(round_id, sender=self._proposer)

    def play_out(self, levels: Sequence[int], **proposal: Any) -> int:
        """A whole round in which all operators agree on those levels; its number."""
        round_id = self.open_voting(**proposal)
        self._panel.agree(self.question(round_id), sheet(levels))
        self.settle(round_id)
        return round_id


def parameters_of(contract: Any) -> dict[str, Any]:
    """A contract's parameters in force, by name, for its `addParameters`."""
    found = contract.parameters(contract.currentVersion())
    return dict(zip(found.__dataclass_fields__, found, strict=True))

"""What the DAO does on the API's stage: proposals from the vote to the execution."""

from collections.abc import Sequence
from typing import Any

from tests.frontend_api.stage import WINDOW_S, Stage

Action = tuple[str, int, bytes]
"""Target, value in wei, calldata."""

DELAY_S = EXTENSION_S = TIMELOCK_S = WINDOW_S
PERIOD_S = 2 * WINDOW_S


def call(function: Any, value: int = 0) -> Action:
    """A call of a contract's function, as an action."""
    return function.address, value, bytes.fromhex(function._encode_transaction_data()[2:])


def propose(stage: Stage, actions: Sequence[Action], description: str | bytes) -> int:
    """The first voter proposes; the number of the proposal."""
    proposer = stage.voters[0]
    targets, values, calldatas = zip(*actions, strict=True)
    governor = stage.contract("TroupeGovernor")
    if isinstance(description, bytes):
        text = description + f"#proposer={proposer}".encode()
        stage.send(_Raw(stage, targets, values, calldatas, text), proposer)
    else:
        text = f"{description}#proposer={proposer}"
        stage.send(governor.functions.propose(targets, values, calldatas, text), proposer)
    return int(governor.functions.latestProposalId().call())


def vote(stage: Stage, proposal_id: int, voter: str, support: int, reason: str = "") -> None:
    """A vote: 0 against, 1 for, 2 abstain."""
    governor = stage.contract("TroupeGovernor").functions
    stage.send(governor.castVoteWithReason(proposal_id, support, reason), voter)


def begin_vote(stage: Stage) -> None:
    """Move past the wait before a vote."""
    stage.travel(DELAY_S + 1)


def pass_(stage: Stage, actions: Sequence[Action], description: str) -> int:
    """A proposal that both voters vote for, until its vote is over."""
    proposal_id = propose(stage, actions, description)
    begin_vote(stage)
    for voter in stage.voters:
        vote(stage, proposal_id, voter, 1, f"Yes to {description}")
    stage.travel(PERIOD_S + EXTENSION_S)
    return proposal_id


def queue(stage: Stage, proposal_id: int) -> None:
    """Put a passed proposal in the timelock."""
    _send(stage, "queue", proposal_id)


def execute(stage: Stage, proposal_id: int) -> None:
    """Carry out a queued proposal, once its delay is over."""
    stage.travel(TIMELOCK_S + 1)
    _send(stage, "execute", proposal_id)


def cancel(stage: Stage, proposal_id: int) -> None:
    """Its proposer takes a proposal back."""
    _send(stage, "cancel", proposal_id)


def enact(stage: Stage, actions: Sequence[Action], description: str) -> int:
    """Everything from the proposal to the execution."""
    proposal_id = pass_(stage, actions, description)
    queue(stage, proposal_id)
    execute(stage, proposal_id)
    return proposal_id


def _send(stage: Stage, name: str, proposal_id: int) -> None:
    function = stage.contract("TroupeGovernor").get_function_by_signature(f"{name}(uint256)")
    stage.send(function(proposal_id), stage.voters[0])


class _Raw:
    """A proposal whose description is bytes that no text encodes to."""

    def __init__(self, stage: Stage, *arguments: Any) -> None:
        self._stage, self._arguments = stage, arguments

    def transact(self, options: dict[str, Any]) -> Any:
        targets, values, calldatas, text = self._arguments
        governor = self._stage.contract("TroupeGovernor")
        kept = b"?" * len(text)
        function = governor.functions.propose(targets, values, calldatas, kept.decode())
        data = bytes.fromhex(function._encode_transaction_data()[2:]).replace(kept, text)
        transaction = {"to": governor.address, "data": data, **options}
        return self._stage.w3.eth.send_transaction(transaction)

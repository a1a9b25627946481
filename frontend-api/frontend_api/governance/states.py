"""Where a proposal is in its life, at a block's time: as `TroupeGovernor.state` says it."""

from enum import StrEnum

from frontend_api.projection.governance_tables import Proposal


class State(StrEnum):
    """OpenZeppelin's `ProposalState`, in its order. No proposal of this governor expires."""

    PENDING = "pending"
    ACTIVE = "active"
    CANCELED = "canceled"
    DEFEATED = "defeated"
    SUCCEEDED = "succeeded"
    QUEUED = "queued"
    EXPIRED = "expired"
    EXECUTED = "executed"


def state_of(row: Proposal, now: int, quorum: int) -> State:
    """The state at `now` (Unix seconds); `quorum` are the votes needed (see `quorum_at`)."""
    if row.outcome is not None:
        return State(row.outcome)
    if now <= row.vote_start:
        return State.PENDING
    if now <= row.vote_end:
        return State.ACTIVE
    if not quorum_reached(row, quorum) or int(row.for_votes) <= int(row.against_votes):
        return State.DEFEATED
    return State.SUCCEEDED if row.eta is None else State.QUEUED


def quorum_reached(row: Proposal, quorum: int) -> bool:
    """Whether enough voted for or abstained."""
    return int(row.for_votes) + int(row.abstain_votes) >= quorum

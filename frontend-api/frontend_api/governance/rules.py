"""The governor's settings, and what they ask of a proposal."""

from typing import Any

from eth_utils.address import to_checksum_address
from sqlmodel import col, or_, select

from frontend_api.governance.schemas import GovernorOut
from frontend_api.projection.governance_tables import Transfer
from frontend_api.projection.tables import Event
from frontend_api.projection.words import ZERO_ADDRESS
from frontend_api.web.view import View

_PERCENT = 100


def quorum_at(view: View, moment: int) -> int:
    """The votes that a proposal needs whose vote starts then: a share of the supply, in wei."""
    return supply_at(view, moment) * quorum_percent_at(view, moment) // _PERCENT


def quorum_percent_at(view: View, moment: int) -> int:
    """The share of the supply that has to vote, in percent, at a block's time."""
    return int(setting(view, "QuorumNumeratorUpdated", "newQuorumNumerator", moment) or 0)


def supply_at(view: View, moment: int) -> int:
    """All reward tokens there were, in wei."""
    query = select(Transfer).where(
        or_(Transfer.sender == ZERO_ADDRESS, Transfer.receiver == ZERO_ADDRESS),
        col(Transfer.timestamp) <= moment,
    )
    return sum(
        int(row.amount) if row.sender == ZERO_ADDRESS else -int(row.amount)
        for row in view.session.exec(query)
    )


def setting(
    view: View,
    name: str,
    argument: str,
    moment: int | None = None,
    contract: str = "TroupeGovernor",
) -> Any:
    """What the newest event of that name (up to a block's time) says; None where there is none."""
    query = select(Event).where(Event.name == name, Event.contract == contract)
    if moment is not None:
        query = query.where(col(Event.timestamp) <= moment)
    newest = query.order_by(col(Event.block_number).desc(), col(Event.log_index).desc())
    event = view.session.exec(newest.limit(1)).first()
    return event.args[argument] if event else None


def read_governor(view: View) -> GovernorOut:
    """The governor's settings as of the projected block."""
    now, deployed = view.block.timestamp, view.status.deployment["contracts"]
    guardian = setting(view, "ProposalGuardianSet", "newProposalGuardian")
    delay = setting(view, "MinDelayChange", "newDuration", contract="Timelock")
    return GovernorOut(
        governor=to_checksum_address(deployed["TroupeGovernor"]["address"]),
        timelock=to_checksum_address(deployed["Timelock"]["address"]),
        token=view.status.token["address"],
        voting_delay=setting(view, "VotingDelaySet", "newVotingDelay") or 0,
        voting_period=setting(view, "VotingPeriodSet", "newVotingPeriod") or 0,
        late_quorum_extension=setting(view, "LateQuorumVoteExtensionSet", "newVoteExtension") or 0,
        proposal_threshold=str(setting(view, "ProposalThresholdSet", "newProposalThreshold") or 0),
        quorum_percent=quorum_percent_at(view, now),
        quorum=str(quorum_at(view, now)),
        supply=str(supply_at(view, now)),
        timelock_delay=delay or 0,
        guardian=None if guardian in (None, ZERO_ADDRESS) else guardian,
    )

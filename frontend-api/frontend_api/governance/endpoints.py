"""GET /governor, /proposals, /voters and /treasury."""

from typing import Annotated

from eth_utils.address import to_checksum_address
from fastapi import APIRouter, Path, Query

from frontend_api.governance import proposals as proposal_rows
from frontend_api.governance.rules import read_governor
from frontend_api.governance.schemas import (
    BallotOut,
    GovernorOut,
    ProposalDetail,
    ProposalOut,
    TreasuryOut,
    VoterDetail,
    VoterOut,
)
from frontend_api.governance.treasury import read_treasury
from frontend_api.governance.voters import list_voters, read_voter
from frontend_api.web.kept import KeptRoute
from frontend_api.web.openapi import refuses
from frontend_api.web.paging import Id, IntCursor, Limit, Page
from frontend_api.web.view import Viewed

router = APIRouter(route_class=KeptRoute, tags=["governance"])
_SAME = "`next_cursor` of the page before."
Place = Annotated[str | None, Query(pattern=r"^\d{1,18}-\d{1,18}$", description=_SAME)]
Rank = Annotated[str | None, Query(pattern=r"^\d{1,78}-0x[0-9a-fA-F]{40}$", description=_SAME)]
Address = Annotated[str, Path(pattern=r"^0x[0-9a-fA-F]{40}$")]


@router.get("/governor")
def governor_get(view: Viewed) -> GovernorOut:
    """The rules that new proposals are under."""
    return read_governor(view)


@router.get("/proposals")
def proposals_list(view: Viewed, cursor: IntCursor = None, limit: Limit = 20) -> Page[ProposalOut]:
    """Governance proposals, newest first, with their state at the projected block."""
    return proposal_rows.list_proposals(view, cursor, limit)


@router.get("/proposals/{proposal_id}", responses=refuses(404))
def proposal_get(view: Viewed, proposal_id: Id) -> ProposalDetail:
    """A proposal: its text, what it would do, and what happened to it."""
    return proposal_rows.read_proposal(view, proposal_id)


@router.get("/proposals/{proposal_id}/votes", responses=refuses(404))
def proposal_votes(
    view: Viewed, proposal_id: Id, cursor: Place = None, limit: Limit = 20
) -> Page[BallotOut]:
    """The votes on a proposal with their reasons, in chain order."""
    block, _, index = cursor.partition("-") if cursor else ("", "", "")
    after = (int(block), int(index)) if cursor else None
    return proposal_rows.list_ballots(view, proposal_id, after, limit)


@router.get("/voters")
def voters_list(view: Viewed, cursor: Rank = None, limit: Limit = 20) -> Page[VoterOut]:
    """Whoever has votes, the most powerful first."""
    votes, _, address = cursor.partition("-") if cursor else ("", "", "")
    return list_voters(view, (votes, address) if cursor else None, limit)


@router.get("/voters/{address}")
def voter_get(view: Viewed, address: Address) -> VoterDetail:
    """An account's votes, delegate and history; one without any has nothing."""
    return read_voter(view, to_checksum_address(address))


@router.get("/treasury")
def treasury_get(view: Viewed) -> TreasuryOut:
    """What the DAO owns, and what it got and spent."""
    return read_treasury(view)

"""From the token's and the governor's most frequent events to rows of their own."""

from collections.abc import Mapping
from typing import Any

from frontend_api.projection.governance_tables import Ballot, Delegation, Power, Transfer
from frontend_api.projection.words import ZERO_ADDRESS, storable

_LONGEST_REASON = 4_000


def token_row(
    name: str, args: Mapping[str, Any], place: dict[str, Any]
) -> Transfer | Delegation | Power:
    """The row of an event of the reward token."""
    match name:
        case "Transfer":
            sender, receiver = args["from"], args["to"]
            return Transfer(**place, sender=sender, receiver=receiver, amount=str(args["value"]))
        case "DelegateChanged":
            to = args["toDelegate"]
            return Delegation(
                **place, delegator=args["delegator"], delegate=None if to == ZERO_ADDRESS else to
            )
        case _:
            before, votes = str(args["previousVotes"]), str(args["newVotes"])
            return Power(**place, delegate=args["delegate"], before=before, votes=votes)


def ballot(args: Mapping[str, Any], place: dict[str, Any]) -> Ballot:
    """The row of a vote on a governance proposal; of its reason the first 4,000 characters."""
    return Ballot(
        **place,
        proposal_id=args["proposalId"],
        voter=args["voter"],
        support=args["support"],
        weight=str(args["weight"]),
        reason=storable(args["reason"])[:_LONGEST_REASON],
    )

"""From the chain's events to rows of the log, each with the subjects it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontend_api.projection.governance_tables import LogRow
from frontend_api.projection.tables import Event, Vote
from frontend_api.projection.token import ballot, token_row
from frontend_api.projection.words import round_of, storable
from oracle.chain.events import ChainEvent

_DOCUMENTS = {
    "GenerationProposed": ("briefDigest",),
    "EntriesSubmitted": ("manifest",),
    "PersonaRegistered": ("card",),
    "CardUpdated": ("card",),
    "ContributionMade": ("digest",),
    "TrainingRequested": ("dataset", "recipe"),
    "ModelSubmitted": ("model",),
}


@dataclass(frozen=True)
class Intake:
    """Turns events into rows.

    `contracts` are names by checksum address, `vaults` their personas, which grow in number.
    """

    contracts: Mapping[str, str]
    vaults: Mapping[str, int]
    rounds: str

    def rows(self, event: ChainEvent) -> list[LogRow]:
        """The rows of one event; a transfer of rewards to a vault is a row of the vault's too."""
        place: dict[str, Any] = {
            "block_number": event.block_number,
            "log_index": event.log_index,
            "timestamp": event.block_timestamp,
            "tx": event.tx_hash,
        }
        contract = self.contracts.get(event.address, "RevenueVault")
        match contract, event.name:
            case "GenerationRounds", "VoteCast":
                return [_vote(event.args, place)]
            case "TroupeGovernor", "VoteCast" | "VoteCastWithParams":
                return [ballot(event.args, place)]
            case "RewardToken", "Transfer" if event.args["to"] in self.vaults:
                row = token_row(event.name, event.args, place)
                return [row, self._event(contract, event, place)]
            case "RewardToken", _:
                return [token_row(event.name, event.args, place)]
        return [self._event(contract, event, place)]

    def _event(self, contract: str, event: ChainEvent, place: dict[str, Any]) -> Event:
        return Event(
            **place,
            contract=contract,
            name=event.name,
            args=_args(contract, event),
            round_id=self._round(event.args),
            persona_id=self._persona(contract, event),
            token_id=event.args.get("tokenId"),
            review_id=event.args.get("reviewId"),
            job_id=event.args.get("jobId"),
            proposal_id=event.args.get("proposalId"),
            operation=event.args.get("id") if contract == "Timelock" else None,
            operator=event.args.get("operator") if contract == "OracleCommittee" else None,
        )

    def _persona(self, contract: str, event: ChainEvent) -> int | None:
        """The persona that an event is about, where it names it or its vault."""
        if contract == "RevenueVault":
            return self.vaults[event.address]
        if contract == "RewardToken":
            return self.vaults.get(event.args["to"])
        named: int | None = event.args.get("personaId")
        return named

    def _round(self, args: Mapping[str, Any]) -> int | None:
        if "questionId" in args:
            return round_of(args["questionId"], self.rounds)
        round_id: int | None = args.get("roundId")
        return round_id


def _args(contract: str, event: ChainEvent) -> dict[str, Any]:
    """An event's arguments; a transfer of rewards says of which asset, as vaults do."""
    match contract, event.name:
        case "RewardToken", _:
            return {**event.args, "asset": event.address}
        case _, "ProposalCreated":
            return {**event.args, "description": storable(event.args["description"])}
    return event.args


def _vote(args: Mapping[str, Any], place: dict[str, Any]) -> Vote:
    return Vote(
        **place,
        round_id=args["roundId"],
        voter=args["voter"],
        entry=args["entry"],
        weight=str(args["weight"]),
    )


def wanted_digests(event: Event) -> list[str]:
    """The digests of the documents that an event names."""
    match event.name:
        case "Revealed":
            return _last_word(event.args["payload"])
        case "ParametersAdded":
            found = [event.args["parameters"].get(key) for key in ("scoringProfile", "promptPool")]
        case _:
            found = [event.args[key] for key in _DOCUMENTS.get(event.name, ())]
    return [digest for digest in found if digest is not None]


def _last_word(payload: str) -> list[str]:
    """The digest of the pinned sheet at a payload's end; a consumer may accept less than that."""
    return ["0x" + payload[-64:]] if len(payload) >= len("0x") + 64 else []

"""From the chain's events to rows of the log, each with the subjects it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontend_api.projection.tables import Event, Vote
from frontend_api.projection.words import round_of
from oracle.chain.events import ChainEvent


@dataclass(frozen=True)
class Intake:
    """Turns events into rows. `contracts` are names by checksum address, vaults left out."""

    contracts: Mapping[str, str]
    rounds: str

    def row(self, event: ChainEvent) -> Event | Vote:
        """The row of one event."""
        place: dict[str, Any] = {
            "block_number": event.block_number,
            "log_index": event.log_index,
            "timestamp": event.block_timestamp,
            "tx": event.tx_hash,
        }
        if event.name == "VoteCast":
            return _vote(event.args, place)
        contract = self.contracts.get(event.address, "RevenueVault")
        return Event(
            **place,
            contract=contract,
            name=event.name,
            args=event.args,
            round_id=self._round(event.args),
            persona_id=event.args.get("personaId"),
            token_id=event.args.get("tokenId"),
            operator=event.args.get("operator") if contract == "OracleCommittee" else None,
        )

    def _round(self, args: Mapping[str, Any]) -> int | None:
        if "questionId" in args:
            return round_of(args["questionId"], self.rounds)
        round_id: int | None = args.get("roundId")
        return round_id


def _vote(args: Mapping[str, Any], place: dict[str, Any]) -> Vote:
    return Vote(
        **place,
        round_id=args["roundId"],
        voter=args["voter"],
        entry=args["entry"],
        weight=str(args["weight"]),
    )


def wanted_digest(event: Event) -> str | None:
    """The digest of the document that an event names, if it names one."""
    match event.name:
        case "GenerationProposed":
            found = event.args["briefDigest"]
        case "EntriesSubmitted":
            found = event.args["manifest"]
        case "Revealed":
            found = "0x" + event.args["payload"][-64:]
        case "PersonaRegistered" | "CardUpdated":
            found = event.args["card"]
        case "ParametersAdded":
            found = event.args["parameters"]["scoringProfile"]
        case _:
            return None
    return str(found)

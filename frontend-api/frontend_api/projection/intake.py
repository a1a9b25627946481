"""From the chain's events to rows of the log, each with the subjects it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontend_api.projection.tables import Event, Vote
from frontend_api.projection.words import round_of
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
            review_id=event.args.get("reviewId"),
            job_id=event.args.get("jobId"),
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

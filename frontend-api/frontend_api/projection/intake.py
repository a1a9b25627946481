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
    """Turns events into rows.

    `contracts` are names by checksum address, `vaults` their personas, which grow in number.
    """

    contracts: Mapping[str, str]
    vaults: Mapping[str, int]
    rounds: str

    def row(self, event: ChainEvent) -> Event | Vote | None:
        """The row of one event; None of a transfer of rewards that no vault gets."""
        place: dict[str, Any] = {
            "block_number": event.block_number,
            "log_index": event.log_index,
            "timestamp": event.block_timestamp,
            "tx": event.tx_hash,
        }
        if event.name == "VoteCast":
            return _vote(event.args, place)
        contract = self.contracts.get(event.address, "RevenueVault")
        persona_id = self._persona(contract, event)
        if contract == "RewardToken" and persona_id is None:
            return None
        return Event(
            **place,
            contract=contract,
            name=event.name,
            args=_args(contract, event),
            round_id=self._round(event.args),
            persona_id=persona_id,
            token_id=event.args.get("tokenId"),
            review_id=event.args.get("reviewId"),
            job_id=event.args.get("jobId"),
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
    return {**event.args, "asset": event.address} if contract == "RewardToken" else event.args


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

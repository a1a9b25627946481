"""The operator's database behind `oracle.ports.RoundStore`."""

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from oracle.domain import MAX_ROSTER, ZERO_DIGEST
from oracle.ports import Proposal, RosterPersona, Submission
from oracle.store.database import transaction
from oracle.store.inbox import events, events_open
from oracle.store.tables import Event, Generated

ENDINGS = ("RoundSettled", "RoundExpired", "RoundFailed")
"""The events of which each ends a round."""


class StoredRounds:
    """What final logs say of the rounds on a chain, and what this operator made for them."""

    def __init__(self, engine: Engine, chain_id: int) -> None:
        self._engine, self._chain_id = engine, chain_id

    def unfinished(self) -> list[Proposal]:
        """Rounds that have not ended, oldest first."""
        with transaction(self._engine) as session:
            found = events_open(session, self._chain_id, "GenerationProposed", ENDINGS)
            return [self._proposal(session, event) for event in found]

    def proposal(self, round_id: int) -> Proposal | None:
        """The generation proposal that opened a round."""
        with transaction(self._engine) as session:
            found = self._events(session, "GenerationProposed", round_id)
            return self._proposal(session, found[0]) if found else None

    def submission(self, round_id: int) -> Submission | None:
        """The entries of a round, once submitted."""
        with transaction(self._engine) as session:
            found = self._events(session, "EntriesSubmitted", round_id)
        return _submission(found[0]) if found else None

    def settled_before(self, block_number: int, limit: int) -> list[str]:
        """Digests of the latest settled rounds' manifests before a block, oldest first."""
        query = select(Event.subject).where(
            Event.chain_id == self._chain_id,
            Event.name == "RoundSettled",
            Event.block_number < block_number,
        )
        newest = query.order_by(col(Event.block_number).desc(), col(Event.log_index).desc())
        with transaction(self._engine) as session:
            rounds = session.exec(newest.limit(limit)).all()
            entries = [
                self._events(session, "EntriesSubmitted", r)[0] for r in rounds if r is not None
            ]
        return [event.args["manifest"] for event in reversed(entries)]

    def manifest(self, proposal: Proposal) -> bytes | None:
        """The manifest this operator made for a round."""
        with transaction(self._engine) as session:
            found = session.get(Generated, (proposal.round_id, proposal.block_hash))
        return found.data if found else None

    def keep_manifest(self, proposal: Proposal, manifest: bytes) -> bytes:
        """Keep it; the one kept before, if any, is returned and stays."""
        round_id, block_hash = proposal.round_id, proposal.block_hash
        with transaction(self._engine) as session:
            kept = session.get(Generated, (round_id, block_hash))
            if kept is None:
                kept = Generated(round_id=round_id, block_hash=block_hash, data=manifest)
                session.add(kept)
        return kept.data

    def _events(self, session: Session, name: str, subject: int) -> list[Event]:
        return events(session, self._chain_id, [name], subject)

    def _proposal(self, session: Session, event: Event) -> Proposal:
        args = event.args
        columns = [words(args[name]) for name in ("roster", "cardVersions", "modelVersions")]
        personas = [self._persona(session, *row) for row in zip(*columns, strict=True) if row[0]]
        return Proposal(
            round_id=args["roundId"],
            block_number=event.block_number,
            block_hash=event.block_hash,
            brief=args["briefDigest"],
            platform=args["platform"],
            parameters_version=args["parametersVersion"],
            roster=tuple(personas),
        )

    def _persona(
        self, session: Session, persona_id: int, card_version: int, model_version: int
    ) -> RosterPersona:
        cards = self._events(session, "PersonaRegistered", persona_id)
        cards += self._events(session, "CardUpdated", persona_id)
        models = self._events(session, "ModelUpdated", persona_id)
        return RosterPersona(
            persona_id=persona_id,
            card=cards[card_version - 1].args["card"],
            model=models[model_version - 1].args["model"] if model_version else ZERO_DIGEST,
        )


def _submission(event: Event) -> Submission:
    args = event.args
    return Submission(
        round_id=args["roundId"],
        operator=args["operator"],
        manifest=args["manifest"],
        commit_end=args["voteEnd"],
        reveal_end=args["revealEnd"],
    )


def words(word: int) -> list[int]:
    """The sixteen uint16 values of a word, the lowest bits first."""
    return [word >> 16 * place & 0xFFFF for place in range(MAX_ROSTER)]

"""What a persona's events say: its row, its versions, its contributions and their claims."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, delete, or_, select

from frontend_api.projection.tables import (
    Claim,
    Contribution,
    Entry,
    Event,
    Persona,
    PersonaVersion,
    Round,
)
from oracle.domain import ZERO_DIGEST

CONTRIBUTION_KINDS = ("card", "text", "conversation", "image", "audio", "model")


def fold_persona(session: Session, persona_id: int) -> None:
    """Make a persona's rows anew from its events and its entries in settled rounds."""
    for table in (Claim, Contribution, PersonaVersion):
        session.exec(delete(table).where(col(table.persona_id) == persona_id))
    session.exec(delete(Persona).where(col(Persona.id) == persona_id))
    events = _events(session, persona_id)
    if events:
        persona = _registered(events[0])
        versions = _versions(persona, events)
        _add_standings(persona, _settled(session, persona_id))
        tokens = _contributions(events)
        session.add_all([persona, *versions, *tokens, *_claims(persona_id, events)])


def _events(session: Session, persona_id: int) -> Sequence[Event]:
    own = col(Event.persona_id) == persona_id
    made = select(Event.token_id).where(Event.name == "ContributionMade", own)
    query = (
        select(Event)
        .where(or_(own, col(Event.token_id).in_(made)), col(Event.round_id).is_(None))
        .order_by(col(Event.block_number), col(Event.log_index))
    )
    return session.exec(query).all()


def _registered(event: Event) -> Persona:
    return Persona(
        id=event.args["personaId"],
        vault=event.args["vault"],
        registrant=event.args["registrant"],
        registered_at=event.timestamp,
        card=event.args["card"],
        block_number=event.block_number,
    )


def _versions(persona: Persona, events: Iterable[Event]) -> list[PersonaVersion]:
    versions = []
    for event in events:
        persona.block_number = event.block_number
        match event.name:
            case "PersonaRegistered":
                versions.append(_version(event, "card", 1, persona.card))
            case "CardUpdated":
                persona.card, persona.card_version = event.args["card"], event.args["version"]
                versions.append(_version(event, "card", persona.card_version, persona.card))
            case "ModelUpdated":
                digest, persona.model_version = event.args["model"], event.args["version"]
                persona.model = None if digest == ZERO_DIGEST else digest
                versions.append(_version(event, "model", persona.model_version, digest))
            case "ActivitySet":
                persona.active = event.args["active"]
    return versions


def _version(event: Event, kind: str, version: int, digest: str) -> PersonaVersion:
    return PersonaVersion(
        persona_id=event.args["personaId"],
        kind=kind,
        version=version,
        digest=digest,
        timestamp=event.timestamp,
        tx=event.tx,
        block_number=event.block_number,
    )


def _settled(session: Session, persona_id: int) -> Sequence[tuple[Entry, int]]:
    query = (
        select(Entry, Round.block_number)
        .join(Round, col(Round.id) == col(Entry.round_id))
        .where(Entry.persona_id == persona_id, Round.state == "settled")
    )
    return session.exec(query).all()


def _add_standings(persona: Persona, entries: Iterable[tuple[Entry, int]]) -> None:
    for entry, block_number in entries:
        persona.rounds += 1
        persona.wins += entry.rank == 1
        persona.finals_sum += entry.final_score or 0
        persona.prizes = str(int(persona.prizes) + int(entry.prize))
        persona.block_number = max(persona.block_number, block_number)


def _contributions(events: Iterable[Event]) -> list[Contribution]:
    """A token's first `Transfer` comes before its `ContributionMade`, which says the same."""
    tokens: dict[int, Contribution] = {}
    for event in events:
        if event.name == "ContributionMade":
            tokens[event.args["tokenId"]] = _contribution(event)
        elif event.token_id in tokens:
            _change(tokens[event.token_id], event)
    return list(tokens.values())


def _contribution(event: Event) -> Contribution:
    return Contribution(
        token_id=event.args["tokenId"],
        persona_id=event.args["personaId"],
        kind=CONTRIBUTION_KINDS[event.args["kind"]],
        contributor=event.args["contributor"],
        holder=event.args["contributor"],
        digest=event.args["digest"],
        timestamp=event.timestamp,
        tx=event.tx,
        block_number=event.block_number,
    )


def _change(token: Contribution, event: Event) -> None:
    token.block_number = event.block_number
    if event.name == "ContributionAccepted":
        token.status, token.impact = "accepted", str(event.args["impact"])
    elif event.name == "Transfer":
        token.holder = event.args["to"]


def _claims(persona_id: int, events: Iterable[Event]) -> list[Claim]:
    return [
        Claim(
            block_number=event.block_number,
            log_index=event.log_index,
            persona_id=persona_id,
            token_id=event.args["tokenId"],
            asset=event.args["asset"],
            to=event.args["to"],
            amount=str(event.args["amount"]),
            timestamp=event.timestamp,
            tx=event.tx,
        )
        for event in events
        if event.name == "RevenueClaimed"
    ]

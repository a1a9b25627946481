"""What a persona's events say: its row, its versions, and what it was given."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select as columns_of
from sqlmodel import Session, col, delete, or_, select

from frontend_api.projection.contributions import contributions_in
from frontend_api.projection.tables import (
    Contribution,
    Entry,
    Event,
    Persona,
    PersonaVersion,
    Round,
    TrainingJob,
)
from frontend_api.projection.training import jobs_in
from oracle.domain import ZERO_DIGEST

_NAMED = {
    "token_id": col(Event.token_id),
    "review_id": col(Event.review_id),
    "job_id": col(Event.job_id),
}
"""What an event of a persona may name, so that later events name it alone."""

_CONTRACTS = ("PersonaRegistry", "ContributionNFT", "TrainingJobs")


def personas_of(session: Session, events: Iterable[Event]) -> set[int]:
    """The personas whose own events these are, by their ids or by what other events named."""
    own = [event for event in events if event.contract in _CONTRACTS]
    named = (
        column.in_({getattr(event, name) for event in own} - {None})
        for name, column in _NAMED.items()
    )
    owners = session.exec(select(Event.persona_id).where(or_(*named)))
    found = {*(event.persona_id for event in own), *owners}
    return {persona for persona in found if persona is not None}


def fold_persona(session: Session, persona_id: int) -> None:
    """Make a persona's rows anew from its events and its entries in settled rounds."""
    for table in (Contribution, PersonaVersion, TrainingJob):
        session.exec(delete(table).where(col(table.persona_id) == persona_id))
    session.exec(delete(Persona).where(col(Persona.id) == persona_id))
    events = _events(session, persona_id)
    if events:
        persona = _registered(events[0])
        versions = _versions(persona, events)
        if places := session.exec(_places(col(Entry.persona_id) == persona_id)).all():
            _count(persona, places, 1)
        session.add_all([persona, *versions, *contributions_in(events), *jobs_in(events)])


def _events(session: Session, persona_id: int) -> Sequence[Event]:
    own = col(Event.persona_id) == persona_id
    named = (c.in_(select(c).where(own, c.is_not(None))) for c in _NAMED.values())
    query = (
        select(Event)
        .where(or_(own, *named), col(Event.contract).in_(_CONTRACTS))
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


def move_standings(session: Session, rounds: Collection[int], *, back: bool = False) -> None:
    """Count settled rounds in their personas' standings, or with `back` no longer.

    So they are moved from what a round said to what it says now, whatever else they count.
    """
    found = defaultdict[int, list[Any]](list)
    for place in session.exec(_places(col(Entry.round_id).in_(rounds))):
        found[place[0]].append(place)
    for persona_id, places in found.items():
        if persona := session.get(Persona, persona_id):
            _count(persona, places, -1 if back else 1)


def standing_in(session: Session, rounds: Collection[int]) -> set[int]:
    """The personas that are in some of the rounds, where those are settled."""
    return {place[0] for place in session.exec(_places(col(Entry.round_id).in_(rounds)))}


def _places(*conditions: Any) -> Any:
    """The places in settled rounds that count: columns, for a persona may have many."""
    columns = Entry.persona_id, Entry.rank, Entry.final_score, Entry.prize, Round.block_number
    joined = col(Round.id) == col(Entry.round_id)
    query: Any = columns_of(*map(col, columns)).join(Round, joined)
    return query.where(col(Round.state) == "settled", *conditions)


def _count(persona: Persona, places: Sequence[Any], sign: int) -> None:
    """Add places, or with `sign` -1 take them away; sums first, for a row's fields are slow."""
    _, ranks, finals, prizes, blocks = zip(*places, strict=True)
    persona.rounds += sign * len(places)
    persona.wins += sign * ranks.count(1)
    persona.finals_sum += sign * sum(final or 0 for final in finals)
    persona.prizes = str(int(persona.prizes) + sign * sum(map(int, prizes)))
    persona.block_number = max(persona.block_number, *blocks)

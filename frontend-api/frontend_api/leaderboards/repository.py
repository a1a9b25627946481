"""Who did most, from the projection."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Float, case
from sqlmodel import cast, col, func, select

from frontend_api.leaderboards.schemas import (
    ContributorRank,
    Leaderboards,
    OperatorRank,
    PersonaRank,
    VoterRank,
)
from frontend_api.operators.repository import work_of
from frontend_api.personas.repository import standings
from frontend_api.projection.tables import Contribution, Operator, Persona, Vote
from frontend_api.web.view import View
from oracle.domain import Card


def read_leaderboards(view: View, limit: int) -> Leaderboards:
    """The first `limit` of each."""
    return Leaderboards(
        personas=_personas(view, limit),
        operators=_operators(view, limit),
        contributors=_contributors(view, limit),
        voters=_voters(view, limit),
    )


def _personas(view: View, limit: int) -> list[PersonaRank]:
    query = select(Persona).order_by(
        *_most(Persona.prizes), col(Persona.wins).desc(), col(Persona.id)
    )
    return [
        PersonaRank(
            persona_id=row.id,
            name=card.name if (card := view.documents.find(Card, row.card).document) else None,
            **standings(row).model_dump(),
        )
        for row in view.session.exec(query.limit(limit))
    ]


def _operators(view: View, limit: int) -> list[OperatorRank]:
    query = select(Operator).order_by(*_most(Operator.fees), col(Operator.number))
    rows, work = view.session.exec(query.limit(limit)).all(), work_of(view)
    return [
        OperatorRank(
            operator=row.address,
            fees=row.fees,
            penalties=row.penalties,
            asked=work[row.address].asked if row.address in work else 0,
            revealed=work[row.address].revealed if row.address in work else 0,
        )
        for row in rows
    ]


def _contributors(view: View, limit: int) -> list[ContributorRank]:
    impact = func.sum(cast(Contribution.impact, Float))
    accepted = func.sum(case((col(Contribution.status) == "accepted", 1), else_=0))
    count, who = func.count(), col(Contribution.contributor)
    query = select(who, count, accepted).group_by(who)
    query = query.order_by(impact.desc(), count.desc(), who).limit(limit)
    rows = view.session.exec(query).all()
    impacts = _impacts(view, [row[0] for row in rows])
    return [
        ContributorRank(
            contributor=who, contributions=count, accepted=accepted, impact=str(impacts[who])
        )
        for who, count, accepted in rows
    ]


def _impacts(view: View, contributors: Sequence[str]) -> dict[str, int]:
    """Exact sums, which floating point does not give."""
    query = select(Contribution.contributor, Contribution.impact)
    sums = dict.fromkeys(contributors, 0)
    for who, impact in view.session.exec(query.where(col(Contribution.contributor).in_(sums))):
        sums[who] += int(impact)
    return sums


def _voters(view: View, limit: int) -> list[VoterRank]:
    count, last, who = func.count(), func.max(Vote.timestamp), col(Vote.voter)
    query = select(who, count, last).group_by(who)
    query = query.order_by(count.desc(), last.desc(), who).limit(limit)
    return [
        VoterRank(voter=who, votes=count, last_at=last)
        for who, count, last in view.session.exec(query)
    ]


def _most(amount: Any) -> tuple[Any, Any]:
    """Orders decimal strings: the longer, the larger."""
    return func.length(amount).desc(), col(amount).desc()

"""Who did most, for clients."""

from pydantic import BaseModel

from frontend_api.personas.schemas import Standings
from frontend_api.web.values import Hex, Time, Wei


class PersonaRank(Standings):
    """A persona by its prizes."""

    persona_id: int
    name: str | None


class OperatorRank(BaseModel):
    """An operator by its fees; `asked` and `revealed` count rounds."""

    operator: Hex
    fees: Wei
    penalties: Wei
    asked: int
    revealed: int


class ContributorRank(BaseModel):
    """Who gave to personas, by the impact of what was accepted, whoever holds it now."""

    contributor: Hex
    contributions: int
    accepted: int
    impact: str


class VoterRank(BaseModel):
    """Who votes in rounds, by the number of votes."""

    voter: Hex
    votes: int
    last_at: Time


class Leaderboards(BaseModel):
    """The first of each, best first."""

    personas: list[PersonaRank]
    operators: list[OperatorRank]
    contributors: list[ContributorRank]
    voters: list[VoterRank]

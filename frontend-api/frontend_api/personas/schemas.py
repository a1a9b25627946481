"""What a persona is, for clients."""

from pydantic import BaseModel

from frontend_api.contributions.schemas import ClaimOut, ContributionOut
from frontend_api.documents.reader import Pinned
from frontend_api.web.values import Final, Hex, Score, Time, Wei
from oracle.domain import Card


class PersonaCard(Pinned[Card]):
    """The card that a persona has now."""

    version: int


class PersonaModel(BaseModel):
    """The model that a persona has now; nulls for the operators' default model."""

    version: int
    digest: Hex | None
    cid: str | None


class Standings(BaseModel):
    """How a persona did in settled rounds; `wins` are those in which it ranked first."""

    rounds: int
    wins: int
    prizes: Wei
    average_final: Score | None


class PersonaOut(BaseModel):
    """A persona; `name` and `tone` are its card's, null where that can't be read."""

    id: int
    active: bool
    name: str | None
    tone: str | None
    vault: Hex
    registrant: Hex
    registered_at: Time
    final: Final
    card: PersonaCard
    model: PersonaModel
    standings: Standings


class VersionOut(BaseModel):
    """A card or model that a persona has or had."""

    kind: str
    version: int
    digest: Hex
    cid: str
    block: int
    time: Time
    tx: Hex
    final: Final


class PlaceOut(BaseModel):
    """A persona's place in a round."""

    round_id: int
    state: str
    index: int
    final_score: Score | None
    rank: int | None
    prize: Wei


class TrainingJobOut(BaseModel):
    """An order to train the persona's model. `attributions` is how many of up to 16 contributions
    each may follow; `win_rate` is the committee's, null before it and without a quorum."""

    id: int
    state: str
    dataset: Hex
    recipe: Hex
    attributions: int
    model: Hex | None
    submitter: Hex | None
    win_rate: Score | None
    rolled_back: bool
    time: Time
    tx: Hex
    final: Final


class PersonaDetail(PersonaOut):
    """A persona with all that it has, did and was given, newest first."""

    versions: list[VersionOut]
    rounds: list[PlaceOut]
    contributions: list[ContributionOut]
    training_jobs: list[TrainingJobOut]
    claims: list[ClaimOut]

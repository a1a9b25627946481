"""What a round is, for clients."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel

from frontend_api.deployment.schemas import ParametersOut, PlatformOut
from frontend_api.documents.reader import Pinned, Reference
from frontend_api.rounds.phase import Phase
from frontend_api.web.values import Final, Hex, PerCriterion, Score, Time, Wei
from oracle.domain import Brief, Quote, Sampling, ScorePart, ScoreSheet


class RosterPlace(BaseModel):
    """A persona in a round, with its versions as of the proposal."""

    index: int
    persona_id: int
    name: str | None
    card_version: int
    model_version: int


class Deadlines(BaseModel):
    """When a round's windows close; the last two are null before entries are in."""

    leader_until: Time
    entries_until: Time
    vote_until: Time | None
    reveal_until: Time | None


class Progress(BaseModel):
    """How many operators were asked, committed, revealed, and revealed what the contract refused;
    and how many votes there are."""

    members: int
    committed: int
    revealed: int
    refused: int
    votes: int


class Winner(BaseModel):
    """The entry of rank 1."""

    index: int
    persona_id: int
    name: str | None
    final_score: Score
    prize: Wei


class RoundOut(BaseModel):
    """A round. `phase` is derived with the time of the projected block."""

    id: int
    state: Literal["open", "voting", "settled", "expired", "failed"]
    phase: Phase
    close_with: Literal["settle", "expire"] | None
    final: Final
    version: int
    platform: PlatformOut
    proposer: Hex
    bounty: Wei
    sponsored: Wei
    brief: Pinned[Brief]
    roster: list[RosterPlace]
    opened_at: Time
    deadlines: Deadlines
    progress: Progress
    winner: Winner | None


class SponsorOut(BaseModel):
    """Who added to the bounty, and what it took back."""

    sponsor: Hex
    amount: Wei
    reclaimed: Wei


class TimelineEvent(BaseModel):
    """An event of a round; integers in `data` are decimal strings."""

    contract: str
    name: str
    block: int
    time: Time
    tx: Hex
    log_index: int
    final: Final
    data: dict[str, Any]


class RoundDetail(RoundOut):
    """A round, its 100 largest sponsors, and what happened: the first and the newest 200 events."""

    question_id: Hex
    parameters: ParametersOut
    manifest: Reference | None
    submitter: Hex | None
    decided: bool | None
    refund: Wei | None
    sponsors: list[SponsorOut]
    timeline: list[TimelineEvent]


class Length(BaseModel):
    """An entry's length as its platform counts."""

    count: int
    limit: int
    unit: str
    fits: bool


class Engine(BaseModel):
    """What wrote an entry (see `EngineInfo`), and how to say it in words."""

    name: str
    version: str
    model: str
    built_in: bool
    label: str


class Provenance(BaseModel):
    """What made an entry; with it anyone can make it again.

    `attempts` is how many times its model was asked, `note` how that differs from what the card
    asks for.
    """

    card: Hex
    model: Hex | None
    seed: Hex
    attempts: int
    note: str
    prompt: Hex
    sampling: Sampling


class QuoteOut(Quote):
    """A quote, with the words of the entry that it is about."""

    quoted: str


class CriterionOut(BaseModel):
    """One criterion by one operator; all but `value` is from its pinned sheet.

    `base` and the points of all `parts` add up to `value`; without parts `base` says nothing.
    """

    value: Score
    why: str | None
    base: Score | None
    parts: Sequence[ScorePart]


class OperatorScores(BaseModel):
    """One operator's evaluation of an entry; `ballots` are the personas that voted for it."""

    operator: Hex
    composite: Score
    disqualified: str | None
    criteria: PerCriterion[CriterionOut]
    ballots: list[int]
    problem: str | None


class EntryVotes(BaseModel):
    """The community's votes for an entry; `share` is in hundredths of a percent of all."""

    count: int
    weight: Wei
    share: int


class EntryOut(BaseModel):
    """One persona's answer, and how it was judged."""

    index: int
    persona_id: int
    name: str | None
    text: str | None
    failure: str | None
    length: Length | None
    engine: Engine | None
    provenance: Provenance | None
    quotes: list[QuoteOut]
    unused: list[str]
    criteria: PerCriterion[Score] | None
    operators: list[OperatorScores]
    votes: EntryVotes
    composite: Score | None
    final_score: Score | None
    rank: int | None
    prize: Wei
    disqualified: str | None


class EntriesOut(BaseModel):
    """All the entries of a round, in roster order."""

    round_id: int
    phase: Phase
    provisional: bool
    manifest: Reference | None
    items: list[EntryOut]


class VoteOut(BaseModel):
    """A community vote."""

    voter: Hex
    entry: int
    persona_id: int
    weight: Wei
    block: int
    time: Time
    tx: Hex
    final: Final


class SheetOut(BaseModel):
    """What one operator did in a round; what has not happened yet is null."""

    operator: Hex
    number: int
    commitment: Hex | None
    committed_at: Time | None
    commit_tx: Hex | None
    revealed_at: Time | None
    reveal_tx: Hex | None
    refused_at: Time | None
    refused_tx: Hex | None
    payload: Hex | None
    composites: list[Score] | None
    criteria: list[list[Score]] | None
    ballots: list[int] | None
    sheet: Pinned[ScoreSheet] | None
    fee: Wei
    penalty: Wei
    final: Final

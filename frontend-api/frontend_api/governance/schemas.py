"""What governance is, for clients."""

from typing import Any, Literal

from pydantic import BaseModel

from frontend_api.governance.states import State
from frontend_api.web.values import Final, Hex, Time, Wei

Support = Literal["against", "for", "abstain"]


class GovernorOut(BaseModel):
    """The rules that new proposals are under. Delays and periods are in seconds; `quorum` is what
    a vote that starts now would need; `guardian` may cancel until `guardianUntil` of the
    contract."""

    governor: Hex
    timelock: Hex
    token: Hex
    voting_delay: int
    voting_period: int
    late_quorum_extension: int
    proposal_threshold: Wei
    quorum_percent: int
    quorum: Wei
    supply: Wei
    timelock_delay: int
    guardian: Hex | None


class ChangeOut(BaseModel):
    """One thing that an action would change, in words; `before` is null where it isn't known."""

    what: str
    before: str | None
    after: str


class Argument(BaseModel):
    """One argument of a call: integers as decimal strings, bytes as hex, structs as objects."""

    name: str
    type: str
    value: Any


class ActionOut(BaseModel):
    """One call in the timelock's name. `contract` and `function` are null where it is not known;
    `data` is cut at 4,096 of its `length` bytes; `warning` says what a voter should beware of."""

    target: Hex
    value: Wei
    data: Hex
    length: int
    contract: str | None
    function: str | None
    arguments: list[Argument]
    sentence: str
    changes: list[ChangeOut]
    warning: str | None


class ProposalOut(BaseModel):
    """A governance proposal as of the projected block. `quorum` is null before the vote starts;
    `does` are the sentences of its first five actions."""

    id: int
    title: str
    proposer: Hex
    state: State
    created_at: Time
    vote_start: Time
    vote_end: Time
    extended: bool
    eta: Time | None
    ended_at: Time | None
    against_votes: Wei
    for_votes: Wei
    abstain_votes: Wei
    voters: int
    quorum: Wei | None
    quorum_reached: bool
    action_count: int
    does: list[str]
    tx: Hex
    final: Final


class StepOut(BaseModel):
    """Something that happened to a proposal."""

    contract: str
    name: str
    block: int
    time: Time
    tx: Hex
    final: Final


class ProposalDetail(ProposalOut):
    """A proposal with all that it would do. The description is a stranger's text, cut at 50,000
    characters; at most 50 of the actions are here."""

    description: str
    actions: list[ActionOut]
    timeline: list[StepOut]


class BallotOut(BaseModel):
    """A vote on a proposal; `reason` is a stranger's text, at most 4,000 characters of it."""

    proposal_id: int
    voter: Hex
    support: Support
    weight: Wei
    reason: str
    block: int
    time: Time
    tx: Hex
    final: Final


class VoterOut(BaseModel):
    """A holder or a delegate. `share` is of the supply, in hundredths of a percent; `contract` its
    name where it is one of ours."""

    address: Hex
    votes: Wei
    share: int
    balance: Wei
    delegate: Hex | None
    delegators: int
    contract: str | None
    final: Final


class PowerOut(BaseModel):
    """Voting power from that moment on."""

    votes: Wei
    before: Wei
    block: int
    time: Time
    tx: Hex
    final: Final


class DelegatorOut(BaseModel):
    """Somebody whose tokens vote through another."""

    address: Hex
    balance: Wei


class DelegationOut(BaseModel):
    """To whom votes were given at that moment; null for nobody."""

    delegate: Hex | None
    time: Time
    tx: Hex
    final: Final


class RoundVoteOut(BaseModel):
    """A vote for an entry in a round."""

    round_id: int
    entry: int
    weight: Wei
    time: Time
    tx: Hex
    final: Final


class VoterDetail(VoterOut):
    """A voter with its history: the newest 100 of each, and its 100 largest delegators."""

    checkpoints: list[PowerOut]
    delegations: list[DelegationOut]
    delegated_by: list[DelegatorOut]
    ballots: list[BallotOut]
    rounds: list[RoundVoteOut]


class AssetOut(BaseModel):
    """What the treasury has of an asset; the zero address is the native coin. `exact` is as of the
    projected block; otherwise it is what the node told at the head."""

    asset: Hex
    balance: Wei
    exact: bool


class MovementOut(BaseModel):
    """What came into the treasury or left it; `proposal_id` where a proposal moved it."""

    asset: Hex
    direction: Literal["in", "out"]
    amount: Wei
    other: Hex
    contract: str | None
    proposal_id: int | None
    block: int
    time: Time
    tx: Hex
    final: Final


class TreasuryOut(BaseModel):
    """What the DAO owns, in its timelock, and the newest 100 movements of reward tokens and
    spends of the native coin; no event tells of native coins that come in."""

    address: Hex
    assets: list[AssetOut]
    movements: list[MovementOut]

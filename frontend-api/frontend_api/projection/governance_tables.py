"""The projection's tables of governance: the token's and the governor's log, and what they say.

`Transfer`, `Delegation`, `Power` and `Ballot` are log; `Holder` and `Proposal` are folded from it.
"""

from sqlalchemy import BigInteger
from sqlmodel import Field

from frontend_api.projection.tables import Event, ProjectionTable, Vote


class Transfer(ProjectionTable, table=True):
    """Reward tokens that moved; from or to the zero address they were made or destroyed."""

    block_number: int = Field(primary_key=True, sa_type=BigInteger)
    log_index: int = Field(primary_key=True)
    timestamp: int = Field(sa_type=BigInteger)
    tx: str
    sender: str = Field(index=True)
    receiver: str = Field(index=True)
    amount: str


class Delegation(ProjectionTable, table=True):
    """A holder gave its votes to somebody; null for nobody."""

    block_number: int = Field(primary_key=True, sa_type=BigInteger)
    log_index: int = Field(primary_key=True)
    timestamp: int = Field(sa_type=BigInteger)
    tx: str
    delegator: str = Field(index=True)
    delegate: str | None


class Power(ProjectionTable, table=True):
    """A delegate's votes changed: a checkpoint of its voting power."""

    block_number: int = Field(primary_key=True, sa_type=BigInteger)
    log_index: int = Field(primary_key=True)
    timestamp: int = Field(sa_type=BigInteger)
    tx: str
    delegate: str = Field(index=True)
    before: str
    votes: str


class Ballot(ProjectionTable, table=True):
    """A vote on a governance proposal: `support` is 0 against, 1 for, 2 abstain."""

    block_number: int = Field(primary_key=True, sa_type=BigInteger)
    log_index: int = Field(primary_key=True)
    timestamp: int = Field(sa_type=BigInteger)
    tx: str
    proposal_id: int = Field(index=True, sa_type=BigInteger)
    voter: str = Field(index=True)
    support: int
    weight: str
    reason: str


LogRow = Event | Vote | Transfer | Delegation | Power | Ballot
LOG = (Event, Vote, Transfer, Delegation, Power, Ballot)
"""All tables of the log."""


class Holder(ProjectionTable, table=True):
    """Whoever has tokens or votes, or gave its votes to somebody."""

    address: str = Field(primary_key=True)
    balance: str = "0"
    votes: str = "0"
    delegate: str | None = Field(default=None, index=True)


class Proposal(ProjectionTable, table=True):
    """A governance proposal, up to what the clock says of it (see `governance.states`).

    `vote_end` is the planned end, or the later one of a late quorum; `operation` is its name in the
    timelock once it is queued; `outcome` is how it ended: executed or canceled.
    """

    id: int = Field(primary_key=True, sa_type=BigInteger)
    proposer: str
    title: str
    vote_start: int = Field(sa_type=BigInteger)
    vote_end: int = Field(sa_type=BigInteger)
    extended: bool = False
    against_votes: str = "0"
    for_votes: str = "0"
    abstain_votes: str = "0"
    voters: int = 0
    eta: int | None = Field(default=None, sa_type=BigInteger)
    operation: str | None = Field(default=None, index=True)
    outcome: str | None = None
    ended_at: int | None = Field(default=None, sa_type=BigInteger)
    ended_block: int | None = Field(default=None, sa_type=BigInteger)
    timestamp: int = Field(sa_type=BigInteger)
    tx: str
    block_number: int = Field(sa_type=BigInteger)

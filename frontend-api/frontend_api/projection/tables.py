"""The projection's tables: events as they were read, and what they say, by subject.

`Event` and `Vote` are the log, with those that `governance_tables` names. Each other table but
`Wanted`, `Change` and `Status` is folded from it: a subject's rows (a round's, a persona's, a
vault's, an operator's) are a function of the subject's events alone. A rollback forgets events and
folds their subjects again, or takes back what they added, where a subject's history is long.

Sums in wei, which don't fit SQLite's integers, are decimal strings. `block_number` of a subject is
that of its last change.
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Index
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class ProjectionTable(SQLModel, registry=registry()):
    """Keeps these tables apart from those of Troupe's other databases."""


class Block(ProjectionTable, table=True):
    """One of the latest blocks that were read, by which a reorg is seen and walked back."""

    number: int = Field(primary_key=True, sa_type=BigInteger)
    hash: str
    timestamp: int = Field(sa_type=BigInteger)


class Event(ProjectionTable, table=True):
    """An event, with the subjects it is about."""

    __table_args__ = (
        Index("ix_event_persona_id_block_number", "persona_id", "block_number"),
        Index("ix_event_operator_block_number", "operator", "block_number"),
    )

    block_number: int = Field(primary_key=True, sa_type=BigInteger)
    log_index: int = Field(primary_key=True)
    timestamp: int = Field(sa_type=BigInteger)
    tx: str
    contract: str
    name: str = Field(index=True)
    args: dict[str, Any] = Field(sa_type=JSON)
    round_id: int | None = Field(default=None, index=True, sa_type=BigInteger)
    persona_id: int | None = None
    token_id: int | None = Field(default=None, index=True, sa_type=BigInteger)
    review_id: int | None = Field(default=None, index=True, sa_type=BigInteger)
    job_id: int | None = Field(default=None, index=True, sa_type=BigInteger)
    proposal_id: int | None = Field(default=None, index=True, sa_type=BigInteger)
    operation: str | None = Field(default=None, index=True)
    operator: str | None = None


class Vote(ProjectionTable, table=True):
    """A community vote; kept apart from the events, because there are so many."""

    block_number: int = Field(primary_key=True, sa_type=BigInteger)
    log_index: int = Field(primary_key=True)
    timestamp: int = Field(sa_type=BigInteger)
    tx: str
    round_id: int = Field(index=True, sa_type=BigInteger)
    voter: str = Field(index=True)
    entry: int
    weight: str


class Round(ProjectionTable, table=True):
    """A round. `decided` and `refund` are null until it ends."""

    id: int = Field(primary_key=True, sa_type=BigInteger)
    state: str
    platform: int
    proposer: str
    brief: str
    bounty: str
    sponsored: str = "0"
    parameters_version: int
    opened_at: int = Field(sa_type=BigInteger)
    leader_end: int = Field(sa_type=BigInteger)
    entry_end: int = Field(sa_type=BigInteger)
    manifest: str | None = None
    submitter: str | None = None
    vote_end: int | None = Field(default=None, sa_type=BigInteger)
    reveal_end: int | None = Field(default=None, sa_type=BigInteger)
    all_revealed: bool = False
    decided: bool | None = None
    refund: str | None = None
    block_number: int = Field(sa_type=BigInteger)


class Entry(ProjectionTable, table=True):
    """A place in a round's roster. `composite` and `final_score` are those of `RoundSettled`."""

    round_id: int = Field(primary_key=True, sa_type=BigInteger)
    index: int = Field(primary_key=True)
    persona_id: int = Field(index=True)
    card_version: int
    model_version: int
    vote_count: int = 0
    vote_weight: str = "0"
    composite: int | None = None
    final_score: int | None = None
    rank: int | None = None
    prize: str = "0"


class Sheet(ProjectionTable, table=True):
    """What one operator that was asked did in a round; `composites` are `Revealed.values`.

    A reveal that the contract refused is neither a reveal nor an absence.
    """

    round_id: int = Field(primary_key=True, sa_type=BigInteger)
    operator: str = Field(primary_key=True)
    number: int
    commitment: str | None = None
    committed_at: int | None = Field(default=None, sa_type=BigInteger)
    commit_tx: str | None = None
    revealed_at: int | None = Field(default=None, sa_type=BigInteger)
    reveal_tx: str | None = None
    refused_at: int | None = Field(default=None, sa_type=BigInteger)
    refused_tx: str | None = None
    payload: str | None = None
    composites: list[int] | None = Field(default=None, sa_type=JSON)
    fee: str = "0"
    penalty: str = "0"
    block_number: int = Field(sa_type=BigInteger)


class Sponsor(ProjectionTable, table=True):
    """Who added to a round's bounty, and what it took back."""

    round_id: int = Field(primary_key=True, sa_type=BigInteger)
    sponsor: str = Field(primary_key=True)
    amount: str = "0"
    reclaimed: str = "0"


class Persona(ProjectionTable, table=True):
    """A persona, with its standings in settled rounds. `finals_sum` is over `rounds`."""

    id: int = Field(primary_key=True)
    active: bool = False
    vault: str
    registrant: str
    registered_at: int = Field(sa_type=BigInteger)
    card: str
    card_version: int = 1
    model: str | None = None
    model_version: int = 0
    rounds: int = 0
    wins: int = 0
    finals_sum: int = Field(default=0, sa_type=BigInteger)
    prizes: str = "0"
    block_number: int = Field(sa_type=BigInteger)


class PersonaVersion(ProjectionTable, table=True):
    """A card or model that a persona has or had."""

    persona_id: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    digest: str
    timestamp: int = Field(sa_type=BigInteger)
    tx: str
    block_number: int = Field(sa_type=BigInteger)


class Contribution(ProjectionTable, table=True):
    """A contribution to a persona.

    `score` is the committee's median. `impact` is all that was accepted, what training added
    included; from `active_at` on it can become `weight`, its part of the vault's income.
    """

    token_id: int = Field(primary_key=True, sa_type=BigInteger)
    persona_id: int = Field(index=True)
    kind: str
    status: str = Field(default="pending", index=True)
    contributor: str = Field(index=True)
    holder: str = Field(index=True)
    digest: str
    review_id: int | None = Field(default=None, sa_type=BigInteger)
    score: int | None = None
    impact: str = "0"
    weight: str = "0"
    active_at: int | None = Field(default=None, sa_type=BigInteger)
    timestamp: int = Field(sa_type=BigInteger)
    tx: str
    block_number: int = Field(sa_type=BigInteger)


class TrainingJob(ProjectionTable, table=True):
    """An order to train a persona's model. `win_rate` is null unless the committee decided."""

    id: int = Field(primary_key=True, sa_type=BigInteger)
    persona_id: int = Field(index=True)
    state: str = "requested"
    dataset: str
    recipe: str
    attributions: int
    model: str | None = None
    submitter: str | None = None
    win_rate: int | None = None
    rolled_back: bool = False
    timestamp: int = Field(sa_type=BigInteger)
    tx: str
    block_number: int = Field(sa_type=BigInteger)


class Claim(ProjectionTable, table=True):
    """Revenue that a contribution's holder was paid."""

    block_number: int = Field(primary_key=True, sa_type=BigInteger)
    log_index: int = Field(primary_key=True)
    persona_id: int = Field(index=True)
    token_id: int = Field(index=True, sa_type=BigInteger)
    asset: str
    to: str = Field(index=True)
    amount: str
    timestamp: int = Field(sa_type=BigInteger)
    tx: str


class Vault(ProjectionTable, table=True):
    """A persona's vault: the sum of the weights in it."""

    persona_id: int = Field(primary_key=True)
    weight: str = "0"
    block_number: int = Field(sa_type=BigInteger)


class VaultLedger(ProjectionTable, table=True):
    """One asset of a persona's vault, as `RevenueVault` keeps it, and all that came in and went.

    `balance` is what the events tell that it holds: rewards in full, of other assets what was paid
    in or synced.
    """

    persona_id: int = Field(primary_key=True)
    asset: str = Field(primary_key=True)
    per_weight: str = "0"
    owed: str = "0"
    balance: str = "0"
    received: str = "0"
    claimed: str = "0"


class VaultShare(ProjectionTable, table=True):
    """The weight that a contribution has in its persona's vault."""

    token_id: int = Field(primary_key=True, sa_type=BigInteger)
    persona_id: int = Field(index=True)
    weight: str = "0"


class VaultAccount(ProjectionTable, table=True):
    """What a contribution earned of an asset, up to the ledger's `per_weight` of then."""

    token_id: int = Field(primary_key=True, sa_type=BigInteger)
    asset: str = Field(primary_key=True)
    persona_id: int = Field(index=True)
    per_weight: str = "0"
    earned: str = "0"
    claimed: str = "0"


class Operator(ProjectionTable, table=True):
    """A member of the committee, now or before; `fees` is all it ever earned."""

    address: str = Field(primary_key=True)
    number: int
    listed: bool
    bond: str = "0"
    credit: str = "0"
    fees: str = "0"
    penalties: str = "0"
    release_at: int | None = Field(default=None, sa_type=BigInteger)
    joined_at: int = Field(sa_type=BigInteger)
    block_number: int = Field(sa_type=BigInteger)


class Measure(ProjectionTable, table=True):
    """How often something happened in an hour (its start in Unix seconds), and how much in all.

    See `facts.py` for the names and subjects.
    """

    hour: int = Field(primary_key=True, sa_type=BigInteger)
    name: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    count: int = Field(default=0, sa_type=BigInteger)
    total: str = "0"


class Wanted(ProjectionTable, table=True):
    """A document that an event names, until it is kept in the block store."""

    digest: str = Field(primary_key=True)
    attempts: int = 0
    retry_at: int = Field(default=0, index=True, sa_type=BigInteger)


class Change(ProjectionTable, table=True):
    """One subject changed, or, without one, everything. `version` grows through rollbacks too."""

    __table_args__ = {"sqlite_autoincrement": True}

    version: int | None = Field(default=None, primary_key=True)
    round_id: int | None = Field(default=None, index=True, sa_type=BigInteger)
    persona_id: int | None = None
    operator: str | None = None
    proposal_id: int | None = Field(default=None, sa_type=BigInteger)


class Status(ProjectionTable, table=True):
    """One row: which deployment this is of, and how far it is; `building` while only the log is.

    `treasury` is what the timelock has of each asset that vaults take, by its address, as the node
    told it at `head`; events don't tell of the native coin.
    """

    id: int = Field(default=1, primary_key=True)
    deployment: dict[str, Any] = Field(sa_type=JSON)
    token: dict[str, Any] = Field(sa_type=JSON)
    head: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    treasury: dict[str, str] = Field(default={}, sa_type=JSON)
    finalized: int = Field(default=0, sa_type=BigInteger)
    updated_at: int = Field(default=0, sa_type=BigInteger)
    problem: str | None = None
    building: bool = False

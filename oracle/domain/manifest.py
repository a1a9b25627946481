"""A round's entries, with their provenance."""

from hashlib import sha256
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from oracle.domain.base import (
    MAX_REASON,
    MAX_ROSTER,
    MAX_SOURCES,
    MIN_ROSTER,
    ZERO_DIGEST,
    Address,
    Digest,
    Document,
    Many,
    Number,
    Part,
    Place,
)
from oracle.domain.card import Sampling
from oracle.domain.words import Platform


class EngineInfo(Part):
    """What wrote an entry. `built_in` is true where no language model was loaded."""

    name: str = Field(min_length=1, max_length=60)
    version: str = Field(max_length=60)
    model: str = Field(max_length=300)
    built_in: bool

    @property
    def label(self) -> str:
        """What it is, for people."""
        return "built-in writer (no language model)" if self.built_in else self.model


class Quote(Part):
    """That characters [start, end) of an entry restate [source_start, source_end) of a source.

    `source` is the index in the brief's sources, or -1 for the brief's own text.
    """

    start: Place
    end: Place
    source: int = Field(ge=-1, lt=MAX_SOURCES)
    source_start: Place
    source_end: Place


MAX_ATTEMPTS = 3


def attempt_seed(seed: str, attempt: int) -> str:
    """The seed of an entry's first, second or third attempt: 32 bytes, all as hex.

    The first is the entry's own; of a later one it is sha256 of the entry's seed and of the
    attempt's number as one byte. Nobody can choose one, and who re-runs an entry has them all.
    """
    if attempt == 1:
        return seed
    return "0x" + sha256(bytes.fromhex(seed[2:]) + bytes([attempt])).hexdigest()


class Entry(Part):
    """One persona's answer in a round, with its provenance. A failed entry has an empty text.

    `attempts` is how many times its model was asked until it wrote an entry, each time with the
    seed that `attempt_seed` derives; they are few, so that no operator has much to choose from.
    `note` says how what was asked of the model differs from what the card says, if it does.
    """

    persona_id: int = Field(ge=1, le=0xFFFF)
    card: Digest
    model: Digest = ZERO_DIGEST
    seed: Digest
    text: str = Field(max_length=10_000)
    failure: str | None = Field(default=None, max_length=MAX_REASON)
    attempts: int = Field(default=1, ge=1, le=MAX_ATTEMPTS)
    note: str = Field(default="", max_length=MAX_REASON)
    engine: EngineInfo
    prompt: Digest
    sampling: Sampling
    quotes: Many[Quote] = Field(default=(), max_length=64)
    unused: Many[Annotated[str, Field(max_length=6_000)]] = Field(default=(), max_length=64)


class Manifest(Document):
    """A round's entries in roster order, and what a scorer may look at.

    `judged` is what the profile's judge answered about every pair in both orders, a character each
    (see `oracle.scoring.answers`); nothing where none is named or none was asked.
    """

    schema_: Literal["troupe/manifest/1"] = Field(default="troupe/manifest/1", alias="schema")
    chain_id: Number
    rounds: Address
    round_id: Number
    brief: Digest
    platform: Platform
    scoring_profile: Digest
    operator: Address
    entries: Many[Entry] = Field(min_length=MIN_ROSTER, max_length=MAX_ROSTER)
    history: Many[Digest] = Field(default=(), max_length=64)
    judged: str = Field(default="", max_length=MAX_ROSTER * (MAX_ROSTER - 1), pattern=r"^[12-]*$")

    @model_validator(mode="after")
    def _is_judged_whole(self) -> Self:
        n = len(self.entries)
        if len(self.judged) not in (0, n * (n - 1)):
            raise ValueError("the judge's answers are not one for each pair in both orders")
        return self

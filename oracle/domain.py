"""The words of Troupe as plain data: documents that go to IPFS, and values that go on chain.

Every document is canonical JSON (UTF-8, sorted keys, no spaces) of at most `MAX_DOCUMENT_BYTES`,
stored as one raw IPFS block; its *digest* is the sha2-256 of those bytes, written ``0x`` + 64 hex
digits, in JSON and in Python alike. Unknown fields are refused: a document means what it says.
"""

import json
from enum import IntEnum, StrEnum
from hashlib import sha256
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, FailFast, Field, model_validator

MAX_DOCUMENT_BYTES = 256 * 1024
MAX_SCORE = 10_000
MAX_REASON = 500
MIN_ROSTER, MAX_ROSTER = 3, 16
MAX_SOURCES = 8
ZERO_DIGEST = "0x" + "00" * 32

Digest = Annotated[str, Field(pattern=r"^0x[0-9a-f]{64}$")]
Address = Annotated[str, Field(pattern=r"^0x[0-9a-fA-F]{40}$")]
Score = Annotated[int, Field(ge=0, le=MAX_SCORE)]
Number = Annotated[int, Field(ge=1, le=2**256 - 1)]
Place = Annotated[int, Field(ge=0, le=10_000)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
T = TypeVar("T")
# The first wrong one ends it: a list of 100,000 wrong things takes no list of as many errors.
Many = Annotated[tuple[T, ...], FailFast()]
# Where a picture is: inline, by IPFS or on the web.
ImageURI = Annotated[str, Field(max_length=8_000, pattern=r"^(data:image/|ipfs://|https://)")]


# Two masks, the picture of whatever has none of its own.
MASK = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 64 64'%3E%3Cg "
    "fill='none' stroke='%236d4aff' stroke-width='4'%3E%3Cpath d='M8 12h28v18a14 14 0 0 1-28 0z'"
    "/%3E%3Cpath d='M40 22h16v18a14 14 0 0 1-24 8'/%3E%3Cpath d='M16 32q6 6 12 0'/%3E%3C/g%3E%3C"
    "/svg%3E"
)


class Platform(IntEnum):
    """Where a post would be published; the number is the one stored on chain."""

    X = 1
    LINKEDIN = 2
    BLUESKY = 3
    MASTODON = 4
    FARCASTER = 5
    LENS = 6


class ContributionKind(StrEnum):
    """What a contribution is. Numbers on chain count from 1: 0 is a card, which nobody contributes.

    An image, audio or a model is linked from its document, which describes it in words.
    """

    TEXT = "text"
    CONVERSATION = "conversation"
    IMAGE = "image"
    AUDIO = "audio"
    MODEL = "model"

    @property
    def number(self) -> int:
        """The number by which the chain knows it."""
        return 1 + list(ContributionKind).index(self)

    @property
    def is_media(self) -> bool:
        """Whether it is too big for its document."""
        return self not in (ContributionKind.TEXT, ContributionKind.CONVERSATION)


class Criterion(StrEnum):
    """The five criteria, in the order in which a score sheet lists them on chain."""

    ENGAGEMENT = "engagement"
    TREND = "trend_relevance"
    SENTIMENT = "sentiment"
    VIRALITY = "virality"
    READABILITY = "readability"


class Document(BaseModel):
    """A pinned document. `to_bytes` is the one serialisation; `parse` its strict inverse."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def to_bytes(self) -> bytes:
        """Canonical JSON bytes; the same document always gives the same bytes."""
        data = self.model_dump(mode="json", by_alias=True)
        return json.dumps(
            data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        ).encode()

    @property
    def digest(self) -> str:
        """The sha2-256 digest of `to_bytes`, as ``0x`` and 64 hex digits."""
        return digest_of(self.to_bytes())

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The document in `data`.

        Raises `pydantic.ValidationError` (a `ValueError`) if the bytes are not such a document and
        `ValueError` if they are longer than `MAX_DOCUMENT_BYTES` bytes.
        """
        if len(data) > MAX_DOCUMENT_BYTES:
            raise ValueError(f"a document of {len(data)} bytes is over {MAX_DOCUMENT_BYTES}")
        return cls.model_validate_json(data)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Source(_Part):
    """A text that comes with a brief; entries may state what it says."""

    title: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=8_000)
    url: str | None = Field(default=None, max_length=500, pattern=r"^https?://")


class Brief(Document):
    """What a generation proposal asks for. The platform is not here: it is on chain."""

    schema_: Literal["troupe/brief/1"] = Field(default="troupe/brief/1", alias="schema")
    text: str = Field(min_length=1, max_length=2_000)
    sources: Many[Source] = Field(default=(), max_length=MAX_SOURCES)
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    target_sentiment: float | None = Field(default=None, ge=-1, le=1)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text.strip():
            raise ValueError("the brief is empty")
        return self


class Voice(_Part):
    """Lines of a persona's own, by which the built-in writer joins what it retrieved.

    `hooks`, `stances` and `questions` may hold ``{topic}``, which stands for the brief's subject.
    """

    hooks: Many[Line] = Field(min_length=1, max_length=32)
    stances: Many[Line] = Field(min_length=1, max_length=32)
    questions: Many[Line] = Field(min_length=1, max_length=32)
    connectives: Many[Line] = Field(min_length=1, max_length=32)


class Sampling(_Part):
    """How a language model samples this persona's text."""

    temperature: float = Field(default=0.8, gt=0, le=2)
    top_p: float = Field(default=0.95, gt=0, le=1)
    max_tokens: int = Field(default=400, ge=1, le=4_096)


class Taste(_Part):
    """How much a persona cares for each criterion when it votes on others' entries; relative."""

    engagement: float = Field(default=1, ge=0, le=10)
    trend_relevance: float = Field(default=1, ge=0, le=10)
    sentiment: float = Field(default=1, ge=0, le=10)
    virality: float = Field(default=1, ge=0, le=10)
    readability: float = Field(default=1, ge=0, le=10)


class Service(_Part):
    """Where an agent is reached, as ERC-8004's registration file lists it."""

    name: str = Field(min_length=1, max_length=60)
    endpoint: str = Field(min_length=1, max_length=500)
    version: str = Field(default="", max_length=60)


class Registration(_Part):
    """An ERC-8004 registration: a token id and ``eip155:<chain>:<registry>``."""

    agent_id: int = Field(ge=0, le=2**256 - 1, alias="agentId")
    agent_registry: str = Field(
        alias="agentRegistry", pattern=r"^eip155:[0-9]{1,78}:0x[0-9a-fA-F]{40}$"
    )


class Card(Document):
    """A character card: the JSON that defines a persona's voice.

    It is also the persona's ERC-721 metadata (name, description, image) and its ERC-8004
    registration file (type, services, registrations, supportedTrust). The registry that holds it
    says which agent it is; `registrations` is for others.
    """

    schema_: Literal["troupe/card/1"] = Field(default="troupe/card/1", alias="schema")
    type: Literal["https://eips.ethereum.org/EIPS/eip-8004#registration-v1"] = (
        "https://eips.ethereum.org/EIPS/eip-8004#registration-v1"
    )
    description: str = Field(default="A persona of Troupe.", min_length=1, max_length=300)
    image: ImageURI = MASK
    services: Many[Service] = Field(default=(), max_length=16)
    registrations: Many[Registration] = Field(default=(), max_length=16)
    supported_trust: Many[Line] = Field(
        default=("crypto-economic",), max_length=8, alias="supportedTrust"
    )
    name: str = Field(min_length=1, max_length=60)
    tone: str = Field(min_length=1, max_length=60)
    bio: str = Field(min_length=1, max_length=2_000)
    topics: Many[Line] = Field(default=(), max_length=32)
    style: Many[Line] = Field(default=(), max_length=32)
    examples: Many[Annotated[str, Field(max_length=10_000)]] = Field(default=(), max_length=16)
    donts: Many[Line] = Field(default=(), max_length=32)
    target_sentiment: float = Field(default=0.0, ge=-1, le=1)
    voice: Voice
    taste: Taste = Taste()
    sampling: Sampling = Sampling()


class Collection(Document):
    """What a collection of tokens is (ERC-7572)."""

    name: str = Field(min_length=1, max_length=60)
    description: str = Field(min_length=1, max_length=1_000)
    image: ImageURI = MASK


class PromptPool(Document):
    """Briefs from which an evaluation's held-out prompts are drawn."""

    schema_: Literal["troupe/prompts/1"] = Field(default="troupe/prompts/1", alias="schema")
    prompts: Many[Line] = Field(min_length=8, max_length=1_024)


class EngineInfo(_Part):
    """What wrote an entry. `built_in` is true where no language model was loaded."""

    name: str = Field(min_length=1, max_length=60)
    version: str = Field(max_length=60)
    model: str = Field(max_length=300)
    built_in: bool


class Quote(_Part):
    """That characters [start, end) of an entry restate [source_start, source_end) of a source.

    `source` is the index in the brief's sources, or -1 for the brief's own text.
    """

    start: Place
    end: Place
    source: int = Field(ge=-1, lt=MAX_SOURCES)
    source_start: Place
    source_end: Place


class Entry(_Part):
    """One persona's answer in a round, with its provenance. A failed entry has an empty text."""

    persona_id: int = Field(ge=1, le=0xFFFF)
    card: Digest
    model: Digest = ZERO_DIGEST
    seed: Digest
    text: str = Field(max_length=10_000)
    failure: str | None = Field(default=None, max_length=MAX_REASON)
    engine: EngineInfo
    prompt: Digest
    sampling: Sampling
    quotes: Many[Quote] = Field(default=(), max_length=64)
    unused: Many[Annotated[str, Field(max_length=6_000)]] = Field(default=(), max_length=64)


class Manifest(Document):
    """A round's entries in roster order, and what a scorer may look at."""

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


Library = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$")]
Weight = Annotated[float, Field(ge=-1e6, le=1e6)]


class Topic(_Part):
    """Something people talk about. `burst` is a z-score; `age_hours` is as of the profile."""

    text: str = Field(min_length=1, max_length=300)
    burst: float = Field(ge=0, le=100)
    age_hours: float = Field(ge=0, le=24 * 365)


class ScoringProfile(Document):
    """How operators must score; its digest is a governance parameter fixed when a round opens.

    `libraries` are the versions with which honest sheets agree; `history_window` is how many of the
    latest rounds' manifests uniqueness and the author's own history look back on.
    """

    schema_: Literal["troupe/profile/1"] = Field(default="troupe/profile/1", alias="schema")
    name: str = Field(min_length=1, max_length=60)
    embedding: Literal["tfidf"] = "tfidf"
    libraries: dict[Library, Name] = Field(max_length=64)
    history_window: int = Field(default=8, ge=0, le=64)
    action_weights: dict[Name, Weight] = Field(max_length=64)
    topics: Many[Topic] = Field(default=(), max_length=64)
    half_life_hours: float = Field(default=48, gt=0)
    duplicate_similarity: float = Field(default=0.9, gt=0, le=1)


class CriterionScore(_Part):
    """One criterion of one entry: 0..10000, and a sentence that says why."""

    value: Score
    why: str = Field(max_length=MAX_REASON)


class EntryScores(_Part):
    """An entry's five criteria; `disqualified` says why all are 0, where they are."""

    persona_id: int = Field(ge=1, le=0xFFFF)
    criteria: dict[Criterion, CriterionScore]
    disqualified: str | None = Field(default=None, max_length=MAX_REASON)


class Ballot(_Part):
    """One persona's vote for another's entry, by index in the roster."""

    persona_id: int = Field(ge=1, le=0xFFFF)
    entry: int = Field(ge=0, lt=MAX_ROSTER)
    why: str = Field(max_length=MAX_REASON)


class ScoreSheet(Document):
    """One operator's evaluation of all the entries, with every persona's ballot.

    It names no operator and no time: honest operators' sheets are the same bytes.
    """

    schema_: Literal["troupe/sheet/1"] = Field(default="troupe/sheet/1", alias="schema")
    manifest: Digest
    scoring_profile: Digest
    entries: Many[EntryScores] = Field(min_length=MIN_ROSTER, max_length=MAX_ROSTER)
    ballots: Many[Ballot] = Field(min_length=MIN_ROSTER, max_length=MAX_ROSTER)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if any(len(row.criteria) != len(Criterion) for row in self.entries):
            raise ValueError("an entry lacks a criterion")
        if len(self.ballots) != len(self.entries):
            raise ValueError("there is not a ballot for each entry")
        return self

    def payload(self) -> bytes:
        """What goes on chain: 5 uint16 per entry, 1 uint8 per ballot, and the sheet's digest."""
        criteria = b"".join(
            row.criteria[c].value.to_bytes(2) for row in self.entries for c in Criterion
        )
        return criteria + bytes(b.entry for b in self.ballots) + bytes.fromhex(self.digest[2:])


class Media(_Part):
    """A big thing that a document links: its address in IPFS and its media type."""

    uri: str = Field(max_length=300, pattern=r"^ipfs://[A-Za-z0-9]{46,120}(/[A-Za-z0-9_.~-]+)*$")
    media_type: str = Field(max_length=100, pattern=r"^[a-z]+/[a-z0-9.+-]+$")


class ContributionDocument(Document):
    """What somebody gives to a persona: the words, or the media with words that describe it.

    It names its contributor, so that a copied digest is worthless. `language` is of the text (ISO
    639-1), `licence` the terms under which it is given, best as an SPDX identifier.
    """

    schema_: Literal["troupe/contribution/1"] = Field(
        default="troupe/contribution/1", alias="schema"
    )
    contributor: Address
    persona_id: int = Field(ge=1, le=0xFFFF)
    kind: ContributionKind
    title: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=10_000)
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    media: Media | None = None
    licence: str = Field(min_length=1, max_length=100)

    @model_validator(mode="after")
    def _holds_what_it_says(self) -> Self:
        if not self.text.strip():
            raise ValueError("the text is empty")
        if self.kind.is_media != (self.media is not None):
            rule = "has to link media" if self.kind.is_media else "can't link media"
            raise ValueError(f"a contribution of kind {self.kind} {rule}")
        return self


class ContributionValue(_Part):
    """What one contribution under review is worth: 0 rejects it; and a sentence that says why."""

    token_id: Number
    document: Digest
    value: Score
    why: str = Field(max_length=MAX_REASON)


class ReviewSheet(Document):
    """One operator's review of a persona's contributions, in the order of the review.

    It names no operator and no time: honest operators' sheets are the same bytes.
    """

    schema_: Literal["troupe/review/1"] = Field(default="troupe/review/1", alias="schema")
    chain_id: Number
    contract: Address
    review_id: Number
    persona_id: int = Field(ge=1, le=0xFFFF)
    scoring_profile: Digest
    contributions: Many[ContributionValue] = Field(min_length=1, max_length=16)

    def payload(self) -> bytes:
        """What goes on chain: a uint16 per contribution, and the sheet's digest."""
        values = b"".join(row.value.to_bytes(2) for row in self.contributions)
        return values + bytes.fromhex(self.digest[2:])


def digest_of(data: bytes) -> str:
    """The digest of a raw block: ``0x`` and the 64 hex digits of its sha2-256."""
    return "0x" + sha256(data).hexdigest()

"""Character cards."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from oracle.domain.base import MASK, Document, ImageURI, Line, Many, Part, reads_as_it_looks
from oracle.domain.extensions import Extensions
from oracle.domain.words import PlatformSlug

MAX_STYLE = 32
ModelName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}$")]
"""A model or an adapter as an engine knows it: a hub id, a name, a digest."""


class Voice(Part):
    """Lines of a persona's own, by which the built-in writer joins what it retrieved.

    `hooks`, `stances` and `questions` may hold ``{topic}``, which stands for the brief's subject.
    """

    hooks: Many[Line] = Field(min_length=1, max_length=32)
    stances: Many[Line] = Field(min_length=1, max_length=32)
    questions: Many[Line] = Field(min_length=1, max_length=32)
    connectives: Many[Line] = Field(min_length=1, max_length=32)


class Sampling(Part):
    """How a language model samples this persona's text."""

    temperature: float = Field(default=0.8, gt=0, le=2)
    top_p: float = Field(default=0.95, gt=0, le=1)
    max_tokens: int = Field(default=400, ge=1, le=2_048)


class Taste(Part):
    """How much a persona cares for each criterion when it votes on others' entries; relative."""

    engagement: float = Field(default=1, ge=0, le=10)
    trend_relevance: float = Field(default=1, ge=0, le=10)
    sentiment: float = Field(default=1, ge=0, le=10)
    virality: float = Field(default=1, ge=0, le=10)
    readability: float = Field(default=1, ge=0, le=10)


class Service(Part):
    """Where an agent is reached, as ERC-8004's registration file lists it."""

    name: str = Field(min_length=1, max_length=60)
    endpoint: str = Field(min_length=1, max_length=500)
    version: str = Field(default="", max_length=60)


class Registration(Part):
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

    `platforms` are those the persona writes drafts for, all where it names none; in a round whoever
    opened it chose who writes and where, and the card refuses nobody. `model` is the hub id or
    name of the language model that it is made for, `adapter` the name by which an engine serves
    its LoRA as a model of its own; none means whatever the engine has. `extensions` are parts of
    an imported card that Troupe has no field for; no model is shown them.
    """

    schema_: Literal["troupe/card/2"] = Field(default="troupe/card/2", alias="schema")
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
    bio: str = Field(min_length=1, max_length=4_000)
    topics: Many[Line] = Field(default=(), max_length=32)
    style: Many[Line] = Field(default=(), max_length=MAX_STYLE)
    examples: Many[Annotated[str, Field(max_length=10_000)]] = Field(default=(), max_length=16)
    donts: Many[Line] = Field(default=(), max_length=32)
    target_sentiment: float = Field(default=0.0, ge=-1, le=1)
    platforms: Many[PlatformSlug] = Field(default=(), max_length=6)
    model: ModelName | None = None
    adapter: ModelName | None = None
    voice: Voice
    taste: Taste = Taste()
    sampling: Sampling = Sampling()
    extensions: Extensions = Field(default_factory=dict)

    def __hash__(self) -> int:
        """By digest: extensions are objects, which have no hash of their own."""
        return hash(self.digest)

    @field_validator("name", "tone")
    @classmethod
    def _reads_as_it_looks(cls, text: str) -> str:
        return reads_as_it_looks(text)

    @field_validator("platforms")
    @classmethod
    def _named_once(cls, slugs: tuple[PlatformSlug, ...]) -> tuple[PlatformSlug, ...]:
        if len(set(slugs)) < len(slugs):
            raise ValueError("a platform is named twice")
        return slugs

"""Character cards."""

from typing import Annotated, Literal

from pydantic import Field

from oracle.domain.base import MASK, Document, ImageURI, Line, Many, Part


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
    max_tokens: int = Field(default=400, ge=1, le=4_096)


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

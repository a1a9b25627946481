"""How operators must score."""

from typing import Annotated, Literal

from pydantic import Field

from oracle.domain.base import Digest, Document, Many, Name, Part

Library = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$")]
Embedding = Annotated[str, Field(max_length=300, pattern=r"^(tfidf|[^@\s]+@[0-9a-f]{64})$")]
Weight = Annotated[float, Field(ge=-1e6, le=1e6)]


class Topic(Part):
    """Something people talk about. `burst` is a z-score; `age_hours` is as of the profile."""

    text: str = Field(min_length=1, max_length=300)
    burst: float = Field(ge=0, le=100)
    age_hours: float = Field(ge=0, le=24 * 365)


class Judge(Part):
    """A language model that compares a round's entries two by two, for ballots alone.

    `model` is what `EngineInfo.model` says of it, `prompt` the digest of what it is asked
    (`oracle.judging.prompt.judge_prompt`), `weight` how much its word counts beside each persona's
    taste: at most half.

    Nobody can check what the writer of the entries says it answered: the weight is how far that
    operator may move each ballot between entries that a persona likes about alike.
    """

    model: str = Field(min_length=1, max_length=300)
    prompt: Digest
    weight: float = Field(gt=0, le=0.5)


class ScoringProfile(Document):
    """How operators must score; its digest is a governance parameter fixed when a round opens.

    `libraries` are the versions with which honest sheets agree; `history_window` is how many of the
    latest rounds' manifests uniqueness and the author's own history look back on. `embedding` says
    how texts are compared: "tfidf", which needs no weights, or ``<model>@<sha256 of its files>``,
    an embedding model by its full name (see `oracle.embeddings.opening`). `predictor` is the digest
    of a `ForestPredictor`; without one engagement and virality go by a documented prior. With a
    `judge` the operator that writes a round's entries asks it and puts its answers into the
    manifest, so that sheets stay functions of public documents.
    """

    schema_: Literal["troupe/profile/1"] = Field(default="troupe/profile/1", alias="schema")
    name: str = Field(min_length=1, max_length=60)
    embedding: Embedding = "tfidf"
    predictor: Digest | None = None
    judge: Judge | None = None
    libraries: dict[Library, Name] = Field(max_length=64)
    history_window: int = Field(default=8, ge=0, le=64)
    action_weights: dict[Name, Weight] = Field(max_length=64)
    topics: Many[Topic] = Field(default=(), max_length=64)
    half_life_hours: float = Field(default=48, gt=0)
    duplicate_similarity: float = Field(default=0.9, gt=0, le=1)

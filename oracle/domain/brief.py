"""What a generation proposal asks for."""

from typing import Literal, Self

from pydantic import Field, model_validator

from oracle.domain.base import MAX_SOURCES, Document, Many, Part


class Source(Part):
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

    def sentiment_or(self, own: float) -> float:
        """The mood that is asked for, -1..1: the brief's, or the writer's `own`."""
        return own if self.target_sentiment is None else self.target_sentiment

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text.strip():
            raise ValueError("the brief is empty")
        return self

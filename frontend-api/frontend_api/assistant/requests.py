"""What POST /generate takes."""

from typing import Annotated, Self

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from oracle.assistant.drafts.own import MAX_EXAMPLES, own_card
from oracle.domain import MAX_SOURCES, Brief, Card, PlatformSlug, Source
from oracle.platforms import platform_from_slug

MAX_VOICES, MAX_CANDIDATES = 5, 4
_PersonaId = Annotated[int, Field(ge=1, le=0xFFFF)]


class OwnVoiceIn(BaseModel):
    """A voice of one's own: how to write, in one's own words, and old posts to match."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    name: str = Field(default="Your own voice", min_length=1, max_length=60)
    instructions: str = Field(default="", max_length=2_000)
    examples: list[Annotated[str, Field(min_length=1, max_length=3_000)]] = Field(
        default=[], max_length=MAX_EXAMPLES
    )
    target_sentiment: float | None = Field(default=None, ge=-1, le=1)


class GenerateIn(BaseModel):
    """What to write, and who writes it: personas by id, a voice of one's own, or both."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    brief: str = Field(min_length=1, max_length=2_000, pattern=r"\S")
    sources: list[Source] = Field(default=[], max_length=MAX_SOURCES)
    platform: PlatformSlug
    personas: list[_PersonaId] = Field(default=[], max_length=MAX_VOICES)
    own: OwnVoiceIn | None = None
    candidates: int = Field(default=2, ge=1, le=MAX_CANDIDATES)
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    target_sentiment: float | None = Field(default=None, ge=-1, le=1)

    @model_validator(mode="after")
    def _has_voices(self) -> Self:
        if not 1 <= self.voices <= MAX_VOICES:
            raise ValueError(f"choose 1 to {MAX_VOICES} voices: personas, or your own")
        if len(set(self.personas)) < len(self.personas):
            raise ValueError("a persona is named twice")
        return self

    @property
    def voices(self) -> int:
        """How many write."""
        return len(self.personas) + (self.own is not None)

    def asked(self) -> Brief:
        """The brief. Raises a 422 where it can't be one."""
        try:
            return Brief(
                text=self.brief,
                sources=tuple(self.sources),
                language=self.language,
                target_sentiment=self.target_sentiment,
            )
        except ValidationError as error:
            raise _refused(error) from None

    def own_card(self) -> list[Card]:
        """The card of the own voice, or none. Raises a 422 where it can't be one."""
        if self.own is None:
            return []
        own, platform = self.own, platform_from_slug(self.platform)
        try:
            card = own_card(
                own.name, own.instructions, own.examples, platform, own.target_sentiment
            )
        except ValidationError as error:
            raise _refused(error) from None
        return [card]


def _refused(error: ValidationError) -> RequestValidationError:
    return RequestValidationError(error.errors(include_url=False, include_input=False))

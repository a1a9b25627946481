"""What an OpenAI-compatible server answers, as far as Troupe reads it; other fields are its own.

Source: https://platform.openai.com/docs/api-reference/chat/object
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[ -~]+$")]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Provenance(_Answer):
    """What the engine server tells of its model; other servers tell nothing."""

    revision: Name | None
    digest: Name
    transformers: Name
    torch: Name
    dtype: Name
    device: Name


class Model(_Answer):
    """A model that the server lists."""

    id: Name
    provenance: Provenance | None = None


class Models(_Answer):
    """``GET /models``."""

    data: tuple[Model, ...]


class Message(_Answer):
    """What the model said; `refusal` where it would not."""

    content: str | None = None
    refusal: str | None = None


class Choice(_Answer):
    """One answer, and why it ended."""

    message: Message
    finish_reason: str | None = None


class Completion(_Answer):
    """``POST /chat/completions``."""

    choices: tuple[Choice, ...] = Field(min_length=1)

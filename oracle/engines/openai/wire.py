"""What an OpenAI-compatible server answers, as far as Troupe reads it; other fields are its own.

Source: https://platform.openai.com/docs/api-reference/chat/object
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from oracle.ports import Tokens

Name = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[ -~]+$")]
Count = Annotated[int, Field(ge=0, le=10**9)]


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
    quantized: Name | None = None
    base: Name | None = None


class Model(_Answer):
    """A model that the server lists. `parent` is of an adapter at vLLM: the base that it changes.

    Source of `parent`: https://docs.vllm.ai/en/latest/features/lora.html
    """

    id: Name
    parent: Name | None = None
    provenance: Provenance | None = None

    @property
    def base(self) -> str | None:
        """Of an adapter what it is used with, as exactly as the server tells."""
        return (self.provenance and self.provenance.base) or self.parent

    def changes(self, base: "Model") -> bool:
        """Whether it is an adapter of that model.

        Who does not say so is another model: cards are strangers', and may not choose one, which
        may cost more or be private.
        """
        return self.base is not None and self.base.partition("@")[0] == base.id


class Models(_Answer):
    """``GET /models``."""

    data: tuple[Any, ...]

    def readable(self) -> tuple[Model, ...]:
        """Those whose entry can be read; among many there may be odd ones."""
        found = []
        for each in self.data:
            with suppress(ValidationError):
                found.append(Model.model_validate(each))
        return tuple(found)


class Usage(_Answer):
    """Tokens that were read and written."""

    prompt_tokens: Count = 0
    completion_tokens: Count = 0

    @property
    def tokens(self) -> Tokens:
        """The same as the port has it."""
        return Tokens(self.prompt_tokens, self.completion_tokens)


def _or_none(value: object, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValidationError:
        return None


ToldUsage = Annotated[Usage | None, WrapValidator(_or_none)]
"""None too where it can't be read: no answer is lost for a wrong count."""


class Message(_Answer):
    """What the model said, in a chunk of a stream a piece of it; `refusal` where it would not.

    `reasoning_content` (vLLM, llama.cpp, DeepSeek) or `reasoning` (Groq, Ollama) is what it
    thought before: never a part of the answer.
    """

    content: str | None = None
    refusal: str | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None

    @property
    def thought(self) -> str:
        """Its reasoning, whatever the server calls it."""
        return self.reasoning_content or self.reasoning or ""


class Choice(_Answer):
    """One answer, and why it ended."""

    message: Message
    finish_reason: str | None = None


class Completion(_Answer):
    """``POST /chat/completions``."""

    choices: tuple[Choice, ...] = Field(min_length=1)
    usage: ToldUsage = None


class ChunkChoice(_Answer):
    """A piece of an answer; `finish_reason` in the last one."""

    delta: Message | None = None
    finish_reason: str | None = None


class Chunk(_Answer):
    """One event of a stream; in the one that tells the usage there may be no choice."""

    choices: tuple[ChunkChoice, ...] = ()
    usage: ToldUsage = None


@dataclass(frozen=True)
class Problem:
    """What a server says went wrong; `field` is the one of the request that it is about."""

    message: str
    code: int | str | None = None
    field: str | None = None


def problem_in(data: bytes) -> Problem | None:
    """The error that an answer says, as OpenAI, FastAPI and others write it; or None."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return None
    match told:
        case {"error": {"message": str(message)} as error}:
            return Problem(message, _code(error.get("code")), _field(error.get("param")))
        case {"error": str(message)} | {"detail": str(message)} if message:
            return Problem(message)
        case {"detail": [{"msg": str(message), "loc": [*_, place]}, *_]}:
            return Problem(f"{place}: {message}", None, _field(place))
        case {"error": dict() | list() as other} if other:
            return Problem(json.dumps(other))
    return None


def _code(value: object) -> int | str | None:
    return value if isinstance(value, int | str) else None


def _field(value: object) -> str | None:
    return value if isinstance(value, str) else None

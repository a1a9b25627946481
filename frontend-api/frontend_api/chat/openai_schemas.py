"""The part of OpenAI's chat completions API that personas speak as models.

Source: https://platform.openai.com/docs/api-reference/chat. A field that is not here is ignored.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from oracle.assistant.chat import MAX_TEXT

Stop = Annotated[str, Field(min_length=1, max_length=100)]
MAX_TOKENS = 1_024


class _Asked(BaseModel):
    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)


class TextPart(_Asked):
    """A part of a message; of all kinds, text alone is understood."""

    type: Literal["text"]
    text: Annotated[str, Field(max_length=MAX_TEXT)]


class ChatMessage(_Asked):
    """One message. What a `system` or `developer` message wants, the persona treats as a wish."""

    role: Literal["system", "developer", "user", "assistant"]
    content: (
        Annotated[str, Field(max_length=MAX_TEXT)] | Annotated[list[TextPart], Field(max_length=16)]
    )

    @property
    def text(self) -> str:
        """All its text."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content)


class StreamOptions(_Asked):
    """What comes at the end of a stream beside the text."""

    include_usage: bool = False


class CompletionIn(_Asked):
    """What to ask of a persona: `model` is ``persona-<id>``; the last message is the user's.

    More than 1,024 tokens are never written; the card's own temperature is used where none is
    given.
    """

    model: Annotated[str, Field(min_length=1, max_length=100)]
    messages: Annotated[list[ChatMessage], Field(min_length=1, max_length=200)]
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    max_completion_tokens: Annotated[int, Field(ge=1)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    stop: Stop | Annotated[list[Stop], Field(max_length=4)] | None = None
    n: Literal[1] | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None

    @property
    def stops(self) -> tuple[str, ...]:
        """The texts before which the answer ends."""
        return (self.stop,) if isinstance(self.stop, str) else tuple(self.stop or ())


class ModelOut(BaseModel):
    """A persona as a model. `name` and `persona_id` are Troupe's own."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str
    name: str
    persona_id: int


class ModelsOut(BaseModel):
    """All personas that are active."""

    object: Literal["list"] = "list"
    data: list[ModelOut]


class AnswerMessage(BaseModel):
    """What the persona said."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class ChoiceOut(BaseModel):
    """The one answer; `length` where it was cut."""

    index: int = 0
    message: AnswerMessage
    logprobs: None = None
    finish_reason: Literal["stop", "length"]


class UsageOut(BaseModel):
    """Tokens that were read and written; estimated where the engine does not tell."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class CompletionOut(BaseModel):
    """An answer; `system_fingerprint` says what wrote it."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    system_fingerprint: str
    choices: list[ChoiceOut]
    usage: UsageOut


class ErrorDetail(BaseModel):
    """What went wrong, as OpenAI says it."""

    message: str
    type: str
    param: str | None = None
    code: str | None = None


class ErrorOut(BaseModel):
    """An error of these endpoints."""

    error: ErrorDetail


def error_of(status: int, message: str, code: str | None, param: str | None = None) -> Any:
    """The JSON of an error."""
    kinds = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
    kind = "server_error" if status >= 500 else kinds.get(status, "invalid_request_error")
    return ErrorOut(
        error=ErrorDetail(message=message, type=kind, param=param, code=code)
    ).model_dump()

"""The part of OpenAI's chat completions API that the engine server speaks.

Source: https://platform.openai.com/docs/api-reference/chat. A field that it doesn't know is
refused: ignored silently it would make the provenance of a text untrue.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Stop = Annotated[str, Field(min_length=1, max_length=100)]


class Message(BaseModel):
    """One message of a chat; its content is text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Literal["system", "user", "assistant"]
    content: str


class StreamOptions(BaseModel):
    """What comes at the end of a stream beside the text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    include_usage: bool = False


class ChatRequest(BaseModel):
    """The body of ``POST /v1/chat/completions``.

    `priority` is vLLM's: requests that wait are begun in its order, the lowest first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    model: str
    messages: tuple[Message, ...] = Field(min_length=1, max_length=256)
    temperature: float = Field(default=1, ge=0, le=2)
    top_p: float = Field(default=1, gt=0, le=1)
    max_tokens: int | None = Field(default=None, ge=1)
    max_completion_tokens: int | None = Field(default=None, ge=1)
    seed: int | None = Field(default=None, ge=0, lt=2**63)
    stop: Stop | Annotated[list[Stop], Field(max_length=4)] = []
    n: Literal[1] = 1
    stream: bool = False
    stream_options: StreamOptions | None = None
    priority: int = Field(default=0, ge=-(2**31), lt=2**31)
    user: str | None = None

    @property
    def stops(self) -> tuple[str, ...]:
        """The texts before which the answer ends."""
        return (self.stop,) if isinstance(self.stop, str) else tuple(self.stop)


class ApiError(Exception):
    """An answer that is no success, as OpenAI writes it."""

    def __init__(self, status: int, code: str, message: str, param: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.param = param

    def body(self) -> dict[str, Any]:
        """The JSON body."""
        kind = "server_error" if self.status >= 500 else "invalid_request_error"
        error = {"message": str(self), "type": kind, "param": self.param, "code": self.code}
        return {"error": error}

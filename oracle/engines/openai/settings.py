"""Where the language model is, and how patiently it is asked."""

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class OpenAISettings(BaseModel):
    """An OpenAI-compatible server: the engine server, vLLM, Ollama, OpenAI and others.

    `url` ends where ``/models`` and ``/chat/completions`` follow, `token` may be empty where the
    server wants none, and `model` None takes the only one it lists that is no adapter of another.
    A request is tried at most `attempts` times in `timeout_s` seconds in all, with pauses of
    `backoff_s`, doubled each time. No more than `concurrency` are at the server at the same time;
    the others wait for their turn, which takes nothing of their time.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = Field(default="http://127.0.0.1:8100/v1", pattern=r"^https?://[^\s?#]+$", repr=False)
    token: SecretStr = SecretStr("")
    model: str | None = Field(default=None, min_length=1, max_length=300)
    timeout_s: float = Field(default=300, gt=0, le=3_600)
    concurrency: int = Field(default=16, ge=1, le=100)
    attempts: int = Field(default=4, ge=1, le=20)
    backoff_s: float = Field(default=0.5, ge=0, le=60)

    @property
    def place(self) -> str:
        """Its host, and the port if any, for messages: a URL may hold a login or a key."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

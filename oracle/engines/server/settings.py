"""What the engine server is told; plain data that needs no torch."""

from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

Address = IPv4Address | IPv6Address
AdapterName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$")]
MAX_ADAPTERS = 64
_TOKEN_CHARACTERS = 16


def _loopback(host: Address) -> Address:
    if not host.is_loopback:
        raise ValueError(f"{host} is not a loopback address: use 127.0.0.1 or ::1")
    return host


def _unguessable(token: SecretStr) -> SecretStr:
    if len(token.get_secret_value()) < _TOKEN_CHARACTERS:
        raise ValueError(
            f"fewer than {_TOKEN_CHARACTERS} characters can be guessed: "
            "`openssl rand -hex 32` makes a token"
        )
    return token


class Limits(BaseModel):
    """The bounds of the engine server.

    `max_batch` rows are written together, each with a prompt of at most `max_prompt_tokens` and an
    answer of at most `max_tokens`; memory for all of them has to be free when the server starts.
    With the defaults five personas of a model of 4 B parameters fit in 16 GB. `max_queue` counts
    the requests that wait for a place, `window_ms` is how long the first that finds the model idle
    waits for others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_batch: int = Field(default=5, ge=1, le=256)
    max_queue: int = Field(default=64, ge=1, le=10_000)
    max_prompt_tokens: int = Field(default=6_144, ge=1, le=1_000_000)
    max_tokens: int = Field(default=2_048, ge=1, le=1_000_000)
    window_ms: int = Field(default=20, ge=0, le=1_000)

    @property
    def context(self) -> int:
        """The most tokens of a row, prompt and answer together."""
        return self.max_prompt_tokens + self.max_tokens


class EngineSettings(BaseModel):
    """The model to serve, and where.

    `model` is a hub id or a folder, `revision` a commit, tag or branch of a hub id. `adapters` are
    folders of LoRA adapters by the name under which each is asked for. With `dtype` "auto" a GPU
    takes the checkpoint's own type and a CPU takes float32. `memory` is how many GiB may be used:
    what the device has free, where it is None.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(default="Qwen/Qwen3-4B-Instruct-2507", min_length=1, max_length=300)
    revision: str = Field(default="main", min_length=1, max_length=100)
    adapters: dict[AdapterName, Path] = Field(default={}, max_length=MAX_ADAPTERS)
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    quantize: Literal["8bit", "4bit"] | None = None
    memory: float | None = Field(default=None, gt=0, le=100_000)
    host: Annotated[Address, AfterValidator(_loopback)] = IPv4Address("127.0.0.1")
    port: int = Field(default=8100, ge=1, le=65_535)
    token: Annotated[SecretStr, AfterValidator(_unguessable)]
    limits: Limits = Limits()

"""What the engine server is told; plain data that needs no torch."""

from ipaddress import IPv4Address, IPv6Address
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from oracle.domain import MAX_ROSTER

Address = IPv4Address | IPv6Address


def _loopback(host: Address) -> Address:
    if not host.is_loopback:
        raise ValueError(f"{host} is not a loopback address: use 127.0.0.1 or ::1")
    return host


class Limits(BaseModel):
    """The bounds of the engine server.

    `max_queue` counts requests that wait while a batch runs, `window_ms` is how long a first
    request waits for others to share its batch.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_batch: int = Field(default=MAX_ROSTER, ge=1, le=256)
    max_queue: int = Field(default=64, ge=1, le=10_000)
    max_prompt_tokens: int = Field(default=8_192, ge=1)
    max_tokens: int = Field(default=4_096, ge=1)
    window_ms: int = Field(default=100, ge=0, le=1_000)


class EngineSettings(BaseModel):
    """The model to serve, and where.

    `model` is a hub id or a folder, `revision` a commit, tag or branch of a hub id. With `dtype`
    "auto" a GPU takes the checkpoint's own type and a CPU takes float32.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(default="Qwen/Qwen3-4B-Instruct-2507", min_length=1, max_length=300)
    revision: str = Field(default="main", min_length=1, max_length=100)
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    host: Annotated[Address, AfterValidator(_loopback)] = IPv4Address("127.0.0.1")
    port: int = Field(default=8100, ge=1, le=65_535)
    token: SecretStr = Field(min_length=16)
    limits: Limits = Limits()

"""The API's settings: read once from the environment and `.env`, frozen, and passed in."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, HttpUrl, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from oracle.errors import Fatal


class Settings(BaseSettings):
    """Each is an environment variable ``TROUPE_<NAME>``; lists are separated by commas.

    `gateways` are asked for documents that this machine lacks, `cors` are the origins (besides
    its own) whose pages may call the API.
    """

    model_config = SettingsConfigDict(
        env_prefix="TROUPE_", env_file=".env", frozen=True, extra="ignore"
    )

    rpc_url: HttpUrl = HttpUrl("http://127.0.0.1:8545")
    deployments: Path = Path("deployments")
    projection: Path = Path(".troupe/projection.sqlite")
    blocks: Path = Path(".troupe/blocks.sqlite")
    gateways: Annotated[tuple[str, ...], NoDecode] = ()
    cors: Annotated[tuple[str, ...], NoDecode] = ()
    poll_seconds: float = Field(default=1.0, gt=0, le=60)

    @field_validator("gateways", "cors", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @property
    def local_node(self) -> bool:
        """Whether the node is on loopback, so that its URL is no secret and browsers can use it."""
        return self.rpc_url.host in {"127.0.0.1", "localhost", "[::1]"}


def load_settings() -> Settings:
    """The settings in the environment. Raises `Fatal`, naming what is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(f"TROUPE_{'.'.join(map(str, e['loc']))}".upper() for e in error.errors())
        raise Fatal(f"can't use {names or 'the settings'}: correct the environment") from error

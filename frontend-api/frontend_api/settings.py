"""The API's settings: read once from the environment and `.env`, frozen, and passed in."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, HttpUrl, SecretStr, field_validator

from oracle.engine_settings import EngineSettings
from oracle.environment import Items, Urls, load

_LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def _place(value: Any) -> Any:
    """A path as it is; an address, which may hold a password, as a secret."""
    if not isinstance(value, str):
        return value
    return SecretStr(value) if "://" in value else Path(value)


Database = Annotated[Path | SecretStr, BeforeValidator(_place)]
"""The path of an SQLite file, or a URL of PostgreSQL."""


class Settings(EngineSettings):
    """Each is an environment variable ``TROUPE_<NAME>``; lists are separated by commas.

    `rpc_fallbacks` are asked where `rpc_url` does not answer, `gateways` for documents that this
    machine lacks; `cors` are the origins (besides its own) whose pages may call the API.
    `projection` is the path of an SQLite file or a URL ``postgresql://…``, a secret, which may be
    in the file `projection_file` instead.
    `people` is the database of accounts, conversations and drafts (SQLite). `origin` is where
    people reach the page, such as ``https://troupe.example``; without it they sign in only on this
    machine. `walletconnect` is the id of a project at WalletConnect, by which wallets on phones are
    reached; browsers see it.
    `predictor` is the folder in which ``oracle predictor`` keeps the model that is in use.
    A file that is sent may have `upload_bytes`; all that was sent and that no event names yet may
    take `waiting_bytes`, files three quarters of them.
    `requests_per_minute` and `writes_per_minute` are how often one client may read and write, 0
    without a bound.
    """

    rpc_url: HttpUrl = Field(default=HttpUrl("http://127.0.0.1:8545"), repr=False)
    rpc_fallbacks: Urls = Field(default=(), repr=False)
    deployments: Path = Path("deployments")
    projection: Database = Path(".troupe/projection.sqlite")
    projection_file: Path | None = None
    people: Path = Path(".troupe/people.sqlite")
    predictor: Path = Path(".troupe/predictor")
    blocks: Path = Path(".troupe/blocks.sqlite")
    gateways: Urls = Field(default=(), repr=False)
    cors: Items = ()
    origin: HttpUrl | None = None
    walletconnect: str | None = Field(default=None, pattern=r"^[0-9a-f]{32}$")
    upload_bytes: int = Field(default=25 * 1024**2, ge=1024, le=1024**3)
    waiting_bytes: int = Field(default=2 * 1024**3, ge=1024**2)
    requests_per_minute: int = Field(default=1_200, ge=0)
    writes_per_minute: int = Field(default=240, ge=0)
    poll_seconds: float = Field(default=1.0, gt=0, le=60)

    @field_validator("origin")
    @classmethod
    def _is_an_origin(cls, value: HttpUrl | None) -> HttpUrl | None:
        if value is None:
            return None
        if value.path not in {None, "/"} or value.query or value.fragment or value.username:
            raise ValueError("write scheme and host alone, such as https://troupe.example")
        if value.scheme != "https" and value.host not in _LOOPBACK:
            raise ValueError("without TLS anybody between could take a session: use https")
        return value

    @property
    def local_node(self) -> bool:
        """Whether the node is on loopback, so that its URL is no secret and browsers can use it."""
        return self.rpc_url.host in _LOOPBACK


def load_settings() -> Settings:
    """The settings in the environment. Raises `Fatal` that names each wrong variable."""
    return load(Settings)

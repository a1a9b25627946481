"""The oracle's settings: read once from the environment and `.env`, frozen, and passed in."""

from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, HttpUrl, IPvAnyAddress, SecretStr, WebsocketUrl

from oracle.engine_settings import EngineSettings
from oracle.environment import Urls, load


class Settings(EngineSettings):
    """Each is an environment variable ``TROUPE_<NAME>``; secrets also as ``TROUPE_<NAME>_FILE``.

    `rpc_fallbacks` are asked where `rpc_url` does not answer, `ws_url` tells of new blocks at once;
    without it they are seen at the next look. `depth` is how deep a block must be before its events
    count: "finalized", or a number of confirmations where a chain has no finality. `fee_cap` is the
    most paid for a unit of gas, in wei. `poll_seconds` is the pause between two looks at the chain,
    `turn_seconds` how long each operator in turn has for what only one need do.
    `embedder` names the embedding model of predictors that are trained here: "minilm", a hub id or
    a folder; without one they go by words. Rounds use what the scoring profile names.
    `health_port` serves an operator's /health, /ready and /metrics on `health_host`,
    `worker_health_port` a worker's, each worker on a machine its own; none serves nothing.
    `signer_url` is of an external signer that holds the key instead of a keystore; credentials may
    be in it. `signer_address` says which of its keys, where it has several.
    `ipfs` "kubo" keeps a copy of what this operator makes in the Kubo daemon at `kubo_url`, which
    must be of this machine; a pinning service at `pinning_url` is asked to pin it as well.
    `database` is the path of an SQLite file or a URL ``postgresql://…``; a password may be in it,
    or where libpq looks for one (PGPASSFILE).
    `people` is the SQLite file of what people drafted and said became of it; no operator opens it.
    `executor` "celery" has entries written and questions answered by `python -m oracle worker`,
    over the RabbitMQ at `broker_url`, ``amqp://user:password@host/vhost``: one vhost per operator.
    """

    rpc_url: HttpUrl = Field(default=HttpUrl("http://127.0.0.1:8545"), repr=False)
    rpc_fallbacks: Urls = Field(default=(), repr=False)
    ws_url: WebsocketUrl | None = Field(default=None, repr=False)
    chain_id: int = Field(default=31337, ge=1)
    deployments: Path = Path("deployments")
    depth: Literal["finalized"] | Annotated[int, Field(ge=0)] = "finalized"

    database: SecretStr = SecretStr(".troupe/operator.sqlite")
    database_file: Path | None = None
    blocks: Path = Path(".troupe/blocks.sqlite")
    gateways: Urls = Field(default=(), repr=False)

    people: Path = Path(".troupe/people.sqlite")

    ipfs: Literal["embedded", "kubo"] = "embedded"
    kubo_url: HttpUrl = Field(default=HttpUrl("http://127.0.0.1:5001"), repr=False)
    pinning_url: HttpUrl | None = Field(default=None, repr=False)
    pinning_token: SecretStr | None = None
    pinning_token_file: Path | None = None

    keystore: Path | None = None
    passphrase: SecretStr | None = None
    passphrase_file: Path | None = None
    signer_url: SecretStr | None = None
    signer_url_file: Path | None = None
    signer_address: str | None = Field(default=None, pattern=r"^0x[0-9a-fA-F]{40}$")

    fee_cap: int = Field(default=200 * 10**9, gt=0)

    embedder: str | None = Field(default=None, max_length=300)

    executor: Literal["threads", "celery"] = "threads"
    broker_url: SecretStr | None = None
    broker_url_file: Path | None = None

    health_host: IPvAnyAddress = IPv4Address("127.0.0.1")
    health_port: int | None = Field(default=None, ge=1, le=65_535)
    worker_health_port: int | None = Field(default=None, ge=1, le=65_535)
    log_format: Literal["text", "json"] = "text"

    poll_seconds: float = Field(default=1.0, gt=0, le=60)
    turn_seconds: int = Field(default=10, ge=1, le=3_600)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


def load_settings() -> Settings:
    """The settings of this process. Raises `Fatal` that names each wrong variable."""
    return load(Settings)

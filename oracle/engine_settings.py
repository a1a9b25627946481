"""The settings of whatever asks a text engine: operators, and the service for people."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, HttpUrl, SecretStr, model_validator

from oracle.environment import Environment, Urls


class EngineSettings(Environment):
    """Which engine writes, and what it may cost.

    `engine_model` is the only one that the engine server lists, where it is not given;
    `engine_seconds` is how long one text may take, and `engine_concurrency` how many are asked of a
    server at the same time. A day (UTC) may take `engine_tokens_per_day`, read and written
    together, and `engine_usd_per_day` at the prices per million tokens that are read and written:
    what may pass either is not asked that day. What was spent is kept in `engine_ledger`, for all
    processes that are given the same file.
    """

    engine: Literal["builtin", "openai"] = "builtin"
    engine_url: Urls = Field(default=(HttpUrl("http://127.0.0.1:8100/v1"),), min_length=1)
    engine_model: str | None = None
    engine_seconds: float = Field(default=600, gt=0, le=3_600)
    engine_concurrency: int = Field(default=16, ge=1, le=100)
    engine_tokens_per_day: int | None = Field(default=None, ge=1)
    engine_usd_per_day: float | None = Field(default=None, gt=0)
    engine_usd_per_million_read: float = Field(default=0, ge=0)
    engine_usd_per_million_written: float = Field(default=0, ge=0)
    engine_ledger: Path = Path(".troupe/engine.sqlite")
    engine_token: SecretStr | None = None
    engine_token_file: Path | None = None

    @model_validator(mode="after")
    def _has_prices(self) -> Self:
        priced = self.engine_usd_per_million_read or self.engine_usd_per_million_written
        if self.engine_usd_per_day is not None and not priced:
            raise ValueError(
                "engine_usd_per_day bounds nothing without prices: set "
                "engine_usd_per_million_read and engine_usd_per_million_written"
            )
        return self

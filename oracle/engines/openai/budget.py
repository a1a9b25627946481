"""How many tokens and how much money a day may take."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock

from pydantic import BaseModel, ConfigDict, Field

from oracle.engines.openai.ledger import Ledger
from oracle.errors import Transient
from oracle.ports import Tokens

log = logging.getLogger(__name__)

_MILLION = 1_000_000


class OverBudget(Transient):
    """It may cost more than is left of today's budget; the next day (UTC) has a new one."""


class BudgetSettings(BaseModel):
    """What a day (UTC) may take: `tokens` read and written together, and `usd`; None is no bound.

    Prices are in US dollars per million tokens. `ledger` is where what was spent is kept, as long
    as there is a bound.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    tokens: int | None = Field(default=None, ge=1)
    usd: float | None = Field(default=None, gt=0)
    usd_per_million_read: float = Field(default=0, ge=0)
    usd_per_million_written: float = Field(default=0, ge=0)
    ledger: Path = Path(".troupe/engine.sqlite")

    @property
    def bounded(self) -> bool:
        """Whether there is any bound."""
        return self.tokens is not None or self.usd is not None

    def price(self, tokens: Tokens) -> float:
        """In US dollars."""
        read = tokens.read * self.usd_per_million_read
        return (read + tokens.written * self.usd_per_million_written) / _MILLION

    def passed(self, tokens: Tokens) -> str | None:
        """The bound that so many would pass, if any."""
        if self.tokens is not None and tokens.read + tokens.written > self.tokens:
            return f"{self.tokens} tokens (TROUPE_ENGINE_TOKENS_PER_DAY)"
        if self.usd is not None and self.price(tokens) > self.usd:
            return f"{self.usd:g} USD (TROUPE_ENGINE_USD_PER_DAY)"
        return None


def _today() -> date:
    return datetime.now(UTC).date()


class Budget:
    """A day's budget, which threads may share.

    What was spent is in the ledger: it survives a restart, and processes with the same ledger share
    it. What is being asked for now each process knows of itself alone, so that several may pass a
    bound together by what they ask for at the same time.
    """

    def __init__(
        self, settings: BudgetSettings | None = None, today: Callable[[], date] = _today
    ) -> None:
        self._settings, self._today = settings or BudgetSettings(), today
        self._ledger = Ledger(self._settings.ledger)
        self._lock = Lock()
        self._reserved = self._unsaved = Tokens()

    @contextmanager
    def reserved(self, most: Tokens) -> Iterator[None]:
        """For as long as something is done that may take so many tokens.

        Raises `OverBudget`, before anything is done, where less is left of today's budget.
        """
        if not self._settings.bounded:
            yield
            return
        with self._lock:
            taken = self._ledger.spent(self._today()) + self._reserved + self._unsaved
            if bound := self._settings.passed(taken + most):
                raise OverBudget(
                    f"today's budget for the language model is {bound}: {self._said(taken)} are "
                    f"spent or asked for, and this may take {self._said(most)}; it goes on at "
                    "00:00 UTC, or with a larger budget"
                )
            self._reserved += most
        try:
            yield
        finally:
            with self._lock:
                self._reserved -= most

    def spend(self, tokens: Tokens) -> None:
        """Keep that so many were spent; in mind, as long as the ledger can't be written."""
        if not self._settings.bounded:
            return
        with self._lock:
            self._unsaved += tokens
            try:
                self._ledger.add(self._today(), self._unsaved)
                self._unsaved = Tokens()
            except Transient as error:
                log.error("%s", error)

    def _said(self, tokens: Tokens) -> str:
        total = f"{tokens.read + tokens.written} tokens"
        if self._settings.usd is None:
            return total
        return f"{total} ({self._settings.price(tokens):.4f} USD)"

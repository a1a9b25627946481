"""How much of the assistant one account, or one client that did not sign in, may use."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from fastapi.concurrency import run_in_threadpool

from frontend_api.accounts.allowance import Allowance, Rate
from frontend_api.accounts.session import MaybeSignedIn, Spender
from frontend_api.web.view import Held


@dataclass(frozen=True)
class Limit:
    """What those who signed in may do, and what others may."""

    account: Rate
    others: Rate


TEXTS = Limit(Rate("drafts", burst=60, seconds=10), Rate("drafts", burst=12, seconds=30))
SCORES = Limit(Rate("scores", burst=120, seconds=0.5), Rate("scores", burst=60, seconds=1))
SIMULATIONS = Limit(
    Rate("simulations", burst=30, seconds=3), Rate("simulations", burst=10, seconds=10)
)


@dataclass(frozen=True)
class Purse:
    """What whoever asks has left."""

    allowance: Allowance
    spender: str
    signed_in: bool

    async def spend(self, limit: Limit, cost: int = 1) -> None:
        """Take `cost` of it. Raises a 429 that says when there is enough."""
        rate = limit.account if self.signed_in else limit.others
        await run_in_threadpool(self.allowance.spend, self.spender, rate, cost)


def _purse(held: Held, address: MaybeSignedIn, spender: Spender) -> Purse:
    return Purse(held.allowance, spender, address is not None)


Spending = Annotated[Purse, Depends(_purse)]

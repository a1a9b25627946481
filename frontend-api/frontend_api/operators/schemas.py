"""What an operator is, for clients."""

from pydantic import BaseModel

from frontend_api.web.values import Final, Hex, Time, Wei


class Work(BaseModel):
    """In how many rounds an operator was asked, committed, revealed, and revealed what the
    contract refused, which counts as no reveal and costs nothing."""

    asked: int = 0
    committed: int = 0
    revealed: int = 0
    refused: int = 0


class OperatorOut(BaseModel):
    """A member of the committee, now or before. `credit` is earned and not yet claimed, `fees` all
    that was ever earned, `release_at` when the bond may leave."""

    address: Hex
    number: int
    listed: bool
    eligible: bool
    bond: Wei
    credit: Wei
    release_at: Time | None
    rounds: Work
    fees: Wei
    penalties: Wei
    joined_at: Time
    final: Final

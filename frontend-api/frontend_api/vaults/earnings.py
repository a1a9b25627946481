"""What contributions may claim, and claimed, of their personas' vaults."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from frontend_api.projection.tables import (
    Contribution,
    Vault,
    VaultAccount,
    VaultLedger,
    VaultShare,
)
from frontend_api.projection.vaults import claimable
from frontend_api.web.view import View

_MOST_BOUND = 5_000  # a statement takes so many values at most, on every database


@dataclass(frozen=True)
class Earning:
    """One contribution's part of one asset of a vault, in the asset's smallest unit."""

    persona_id: int
    token_id: int
    asset: str
    claimable: int
    claimed: int


def earnings_of(view: View, tokens: Iterable[int]) -> list[Earning]:
    """What contributions earned, by token and asset; those without weight earned nothing."""
    query = select(VaultShare).where(col(VaultShare.token_id).in_(tokens))
    return _earnings(view, view.session.exec(query.order_by(col(VaultShare.token_id))).all())


def earnings_in(view: View, persona_id: int) -> list[Earning]:
    """The same for all contributions to a persona."""
    query = select(VaultShare).where(VaultShare.persona_id == persona_id)
    return _earnings(view, view.session.exec(query.order_by(col(VaultShare.token_id))).all())


def earnings_held(view: View, holder: str) -> list[Earning]:
    """The same for all contributions that an address holds."""
    held = select(Contribution.token_id).where(Contribution.holder == holder)
    query = select(VaultShare).where(col(VaultShare.token_id).in_(held))
    return _earnings(view, view.session.exec(query.order_by(col(VaultShare.token_id))).all())


def _earnings(view: View, shares: Sequence[VaultShare]) -> list[Earning]:
    personas = {share.persona_id for share in shares}
    totals = _totals(view, personas)
    ledgers = _ledgers(view, personas)
    accounts = _accounts(view, [share.token_id for share in shares])
    return [
        _earning(share, ledger, accounts.get((share.token_id, ledger.asset)), totals)
        for share in shares
        for ledger in ledgers.get(share.persona_id, ())
    ]


def _earning(
    share: VaultShare, ledger: VaultLedger, account: VaultAccount | None, totals: dict[int, int]
) -> Earning:
    return Earning(
        persona_id=share.persona_id,
        token_id=share.token_id,
        asset=ledger.asset,
        claimable=claimable(ledger, account, int(share.weight), totals[share.persona_id]),
        claimed=int(account.claimed) if account else 0,
    )


def _totals(view: View, personas: set[int]) -> dict[int, int]:
    rows = view.session.exec(select(Vault).where(col(Vault.persona_id).in_(personas)))
    return {row.persona_id: int(row.weight) for row in rows}


def _ledgers(view: View, personas: set[int]) -> dict[int, list[VaultLedger]]:
    query = select(VaultLedger).where(col(VaultLedger.persona_id).in_(personas))
    found: dict[int, list[VaultLedger]] = {}
    for row in view.session.exec(query.order_by(col(VaultLedger.asset))):
        found.setdefault(row.persona_id, []).append(row)
    return found


def _accounts(view: View, tokens: Sequence[int]) -> dict[tuple[int, str], VaultAccount]:
    found: dict[tuple[int, str], VaultAccount] = {}
    for start in range(0, len(tokens), _MOST_BOUND):
        some = tokens[start : start + _MOST_BOUND]
        rows = view.session.exec(select(VaultAccount).where(col(VaultAccount.token_id).in_(some)))
        found |= {(row.token_id, row.asset): row for row in rows}
    return found

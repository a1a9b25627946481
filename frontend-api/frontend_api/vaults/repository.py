"""Vaults, from the projection."""

from collections import defaultdict
from collections.abc import Iterable

from sqlmodel import and_, col, or_, select
from starlette.exceptions import HTTPException

from frontend_api.contributions.repository import claims_by
from frontend_api.contributions.schemas import EarningOut
from frontend_api.projection.tables import (
    Claim,
    Contribution,
    Event,
    Persona,
    Vault,
    VaultLedger,
    VaultShare,
)
from frontend_api.vaults.earnings import Earning, earnings_in
from frontend_api.vaults.schemas import (
    Deposit,
    VaultAsset,
    VaultDetail,
    VaultHolder,
    VaultOut,
)
from frontend_api.web.paging import Page, read_page
from frontend_api.web.view import View
from oracle.domain import Card

_MOST = 100


def list_vaults(view: View, after: int | None, limit: int) -> Page[VaultOut]:
    """Vaults by persona."""
    query = select(Persona).where(Persona.id > (after or 0)).order_by(col(Persona.id))
    rows, more = read_page(view.session, query, limit, lambda row: row.id)
    return Page(items=_shown(view, rows), next_cursor=more)


def read_vault(view: View, persona_id: int) -> VaultDetail:
    """A vault with its holders and what came in and went. Raises a 404."""
    row = view.session.get(Persona, persona_id)
    if row is None:
        raise HTTPException(404, f"there is no persona {persona_id}: see /vaults")
    [found] = _shown(view, [row])
    return VaultDetail(
        **found.model_dump(),
        holders=_holders(view, persona_id),
        deposits=_deposits(view, persona_id),
        claims=claims_by(view, select(Claim).where(Claim.persona_id == persona_id)),
    )


def sums(earnings: Iterable[Earning]) -> list[EarningOut]:
    """Earnings added up by asset."""
    claimable, claimed = defaultdict[str, int](int), defaultdict[str, int](int)
    for earning in earnings:
        claimable[earning.asset] += earning.claimable
        claimed[earning.asset] += earning.claimed
    return [
        EarningOut(asset=asset, claimable=str(claimable[asset]), claimed=str(claimed[asset]))
        for asset in sorted(claimable)
    ]


def _shown(view: View, rows: Iterable[Persona]) -> list[VaultOut]:
    personas = {row.id: row for row in rows}
    vaults = view.session.exec(select(Vault).where(col(Vault.persona_id).in_(personas))).all()
    known = {vault.persona_id: vault for vault in vaults}
    query = select(VaultLedger).where(col(VaultLedger.persona_id).in_(personas))
    assets = defaultdict[int, list[VaultAsset]](list)
    for ledger in view.session.exec(query.order_by(col(VaultLedger.asset))):
        assets[ledger.persona_id].append(
            VaultAsset(
                asset=ledger.asset,
                received=ledger.received,
                claimed=ledger.claimed,
                held=ledger.balance,
            )
        )
    return [_vault(view, row, known.get(row.id), assets[row.id]) for row in personas.values()]


def _vault(view: View, row: Persona, vault: Vault | None, assets: list[VaultAsset]) -> VaultOut:
    card = view.documents.find(Card, row.card).document
    return VaultOut(
        persona_id=row.id,
        name=card.name if card else None,
        address=row.vault,
        weight=vault.weight if vault else "0",
        assets=assets,
        final=view.is_final(vault.block_number if vault else row.block_number),
    )


def _holders(view: View, persona_id: int) -> list[VaultHolder]:
    query = (
        select(VaultShare, Contribution.holder)
        .join(Contribution, col(Contribution.token_id) == col(VaultShare.token_id))
        .where(VaultShare.persona_id == persona_id)
    )
    shares = defaultdict[str, list[VaultShare]](list)
    for share, holder in view.session.exec(query):
        shares[holder].append(share)
    earned = defaultdict[int, list[Earning]](list)
    for earning in earnings_in(view, persona_id):
        earned[earning.token_id].append(earning)
    found = [
        VaultHolder(
            holder=holder,
            contributions=len(held),
            weight=str(sum(int(share.weight) for share in held)),
            earnings=sums(each for share in held for each in earned[share.token_id]),
        )
        for holder, held in shares.items()
    ]
    found.sort(key=lambda each: (-int(each.weight), each.holder))
    return found[:_MOST]


def _deposits(view: View, persona_id: int) -> list[Deposit]:
    paid = and_(col(Event.name) == "PaidIn", col(Event.contract) == "RevenueVault")
    query = select(Event).where(
        Event.persona_id == persona_id, or_(col(Event.contract) == "RewardToken", paid)
    )
    query = query.order_by(col(Event.block_number).desc(), col(Event.log_index).desc())
    reward = view.status.token["address"]
    events = view.session.exec(query.limit(2 * _MOST))
    # a payment of rewards tells twice: by its transfer, and by the vault
    told = [e for e in events if e.contract == "RewardToken" or e.args["asset"] != reward]
    return [_deposit(view, event) for event in told[:_MOST]]


def _deposit(view: View, event: Event) -> Deposit:
    args = event.args
    rounds = view.status.deployment["contracts"]["GenerationRounds"]["address"].lower()
    sender = args["from"] if event.contract == "RewardToken" else args["payer"]
    return Deposit(
        kind="prize" if sender.lower() == rounds else "payment",
        asset=args["asset"],
        sender=sender,
        amount=str(args["value"] if event.contract == "RewardToken" else args["amount"]),
        **view.placed(event),
    )

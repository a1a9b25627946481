"""The DAO's treasury: what its timelock has, got and spent."""

from collections.abc import Iterable, Sequence

from eth_utils.address import to_checksum_address
from sqlmodel import col, or_, select

from frontend_api.governance.known import Contracts
from frontend_api.governance.schemas import AssetOut, MovementOut, TreasuryOut
from frontend_api.projection.governance_tables import Holder, Proposal, Transfer
from frontend_api.projection.tables import Event
from frontend_api.projection.words import ZERO_ADDRESS
from frontend_api.web.view import View

_NEWEST = 100


def treasury_address(view: View) -> str:
    """Where the treasury is: the timelock."""
    return to_checksum_address(view.status.deployment["contracts"]["Timelock"]["address"])


def read_treasury(view: View) -> TreasuryOut:
    """What the timelock has of each asset, and the newest movements."""
    timelock = treasury_address(view)
    return TreasuryOut(
        address=timelock, assets=_assets(view, timelock), movements=_movements(view, timelock)
    )


def _assets(view: View, timelock: str) -> list[AssetOut]:
    token, holder = view.status.token["address"], view.session.get(Holder, timelock)
    ours = AssetOut(asset=token, balance=holder.balance if holder else "0", exact=True)
    told = view.status.treasury.items()
    others = (AssetOut(asset=a, balance=b, exact=False) for a, b in told if a != token)
    return [ours, *others]


def _movements(view: View, timelock: str) -> list[MovementOut]:
    transfers, spends = _transfers(view, timelock), _spends(view)
    proposals = _proposals(view, [row.tx for row in transfers] + [row.tx for row in spends])
    contracts = Contracts.of(view)
    found = [_of_transfer(view, row, timelock) for row in transfers]
    found += [_of_spend(view, row) for row in spends]
    for movement in found:
        movement.contract = contracts.name(movement.other)
        movement.proposal_id = proposals.get(movement.tx)
    return sorted(found, key=lambda movement: -movement.block)[:_NEWEST]


def _transfers(view: View, timelock: str) -> Sequence[Transfer]:
    query = select(Transfer).where(or_(Transfer.sender == timelock, Transfer.receiver == timelock))
    newest = query.order_by(col(Transfer.block_number).desc(), col(Transfer.log_index).desc())
    return view.session.exec(newest.limit(_NEWEST)).all()


def _spends(view: View) -> list[Event]:
    """The newest calls that sent native coins along."""
    query = select(Event).where(Event.contract == "Timelock", Event.name == "CallExecuted")
    newest = query.order_by(col(Event.block_number).desc(), col(Event.log_index).desc())
    rows = view.session.exec(newest.limit(10 * _NEWEST))
    return [row for row in rows if row.args["value"]][:_NEWEST]


def _proposals(view: View, txs: Iterable[str]) -> dict[str, int]:
    """By transaction, the proposal that it executed."""
    query = (
        select(Event.tx, Proposal.id)
        .join(Proposal, col(Proposal.operation) == col(Event.operation))
        .where(Event.name == "CallExecuted", col(Event.tx).in_(set(txs)))
    )
    return dict(view.session.exec(query).all())


def _of_transfer(view: View, row: Transfer, timelock: str) -> MovementOut:
    came = row.receiver == timelock
    return MovementOut(
        asset=view.status.token["address"],
        direction="in" if came else "out",
        amount=row.amount,
        other=row.sender if came else row.receiver,
        contract=None,
        proposal_id=None,
        **view.placed(row),
    )


def _of_spend(view: View, row: Event) -> MovementOut:
    return MovementOut(
        asset=ZERO_ADDRESS,
        direction="out",
        amount=str(row.args["value"]),
        other=row.args["target"],
        contract=None,
        proposal_id=None,
        **view.placed(row),
    )

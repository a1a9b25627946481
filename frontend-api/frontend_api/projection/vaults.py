"""What the events of a persona's vault say: its ledgers, shares and claims, as `RevenueVault.sol`.

Personas' vaults are moved on event by event, not folded anew: income comes with every round.
"""

from collections.abc import Callable, Iterable
from itertools import groupby

from sqlmodel import Session, col, delete, select

from frontend_api.projection.tables import (
    Claim,
    Event,
    Vault,
    VaultAccount,
    VaultLedger,
    VaultShare,
)

NATIVE_COIN = "0x" + "00" * 20
_ONE_BITS, _MOST_PER_WEIGHT, _MOST_BALANCE = 64, 2**160 - 1, 2**96 - 1
CONTRACTS = ("RevenueVault", "RewardToken")
"""Whose events are about vaults."""
_INCOME = {"Transfer": "value", "PaidIn": "amount"}


def move_vaults(session: Session, events: Iterable[Event]) -> None:
    """Take new events, in chain order, into the vaults that they are about."""
    ours = [event for event in events if event.contract in CONTRACTS]
    ours.sort(key=lambda event: event.persona_id or 0)
    for persona_id, own in groupby(ours, key=lambda event: event.persona_id or 0):
        _apply(session, persona_id, own)


def move_vaults_back(session: Session, events: Iterable[Event]) -> None:
    """Take events out again that are no longer in the log.

    Income is taken back from the sums; after anything else a vault is made anew.
    """
    ours = [event for event in events if event.contract in CONTRACTS]
    for persona_id in {event.persona_id for event in ours if event.persona_id is not None}:
        own = [event for event in ours if event.persona_id == persona_id]
        if not _take_back(session, persona_id, own):
            refold_vault(session, persona_id)


def _take_back(session: Session, persona_id: int, events: Iterable[Event]) -> bool:
    """Whether they were all income, and some income of each asset, and some event, is left."""
    row = session.get_one(Vault, persona_id)
    for event in events:
        if event.name not in _INCOME:
            return False
        if event.name == "Transfer" or event.args["asset"] == NATIVE_COIN:
            ledger = session.get_one(VaultLedger, (persona_id, event.args["asset"]))
            _receive(ledger, -event.args[_INCOME[event.name]])
            if int(ledger.received) <= 0:
                return False
    ours = Event.persona_id == persona_id, col(Event.contract).in_(CONTRACTS)
    newest = select(Event.block_number).where(*ours).order_by(col(Event.block_number).desc())
    block_number = session.exec(newest.limit(1)).first()
    if block_number is None:
        return False
    row.block_number = block_number
    return True


def refold_vault(session: Session, persona_id: int) -> None:
    """Make a vault's rows anew from all its events."""
    for table in (Vault, VaultLedger, VaultShare, VaultAccount, Claim):
        session.exec(delete(table).where(col(table.persona_id) == persona_id))
    session.expire_all()
    query = select(Event).where(Event.persona_id == persona_id, col(Event.contract).in_(CONTRACTS))
    query = query.order_by(col(Event.block_number), col(Event.log_index))
    _apply(session, persona_id, session.exec(query.execution_options(yield_per=1_000)))


def claimable(ledger: VaultLedger, account: VaultAccount | None, weight: int, total: int) -> int:
    """What a contribution of that weight may claim now, of a vault of that total weight.

    As `RevenueVault.claimable`: in the asset's smallest unit, rounded down.
    """
    per_weight = int(ledger.per_weight)
    if total > 0:
        unsynced = max(min(int(ledger.balance), _MOST_BALANCE) - int(ledger.owed), 0)
        synced = per_weight + (unsynced << _ONE_BITS) // total
        per_weight = synced if synced <= _MOST_PER_WEIGHT else per_weight
    return _earned(account, weight, per_weight)


def _earned(account: VaultAccount | None, weight: int, per_weight: int) -> int:
    earned, since = (int(account.earned), int(account.per_weight)) if account else (0, 0)
    return earned + (weight * (per_weight - since) >> _ONE_BITS)


def _apply(session: Session, persona_id: int, events: Iterable[Event]) -> None:
    vault: _Vault | None = None
    for event in events:
        vault = vault or _Vault(session, persona_id)
        vault.apply(event)


class _Vault:
    """A vault's rows; those that an event needs are read once."""

    def __init__(self, session: Session, persona_id: int) -> None:
        self._session = session
        ledgers = session.exec(select(VaultLedger).where(VaultLedger.persona_id == persona_id))
        self._ledgers = {ledger.asset: ledger for ledger in ledgers}
        self._shares: dict[int, VaultShare] = {}
        self._accounts: dict[tuple[int, str], VaultAccount] = {}
        fresh = Vault(persona_id=persona_id, block_number=0)
        self._row = session.get(Vault, persona_id) or session.merge(fresh)

    def apply(self, event: Event) -> None:
        self._row.block_number = event.block_number
        _HANDLERS[event.name](self, event)

    def on_transfer(self, event: Event) -> None:
        _receive(self._ledger(event.args["asset"]), event.args["value"])

    def on_payment(self, event: Event) -> None:
        if event.args["asset"] == NATIVE_COIN:  # others tell by a transfer, or when synced
            _receive(self._ledger(NATIVE_COIN), event.args["amount"])

    def on_sync(self, event: Event) -> None:
        ledger, amount = self._ledger(event.args["asset"]), event.args["amount"]
        ledger.owed = str(int(ledger.owed) + amount)
        if total := int(self._row.weight):
            grown = int(ledger.per_weight) + (amount << _ONE_BITS) // total
            ledger.per_weight = str(grown)
        unseen = int(ledger.owed) - int(ledger.balance)
        if unseen > 0:
            _receive(ledger, unseen)

    def on_weight(self, event: Event) -> None:
        share = self._share(event.args["tokenId"])
        for ledger in self._ledgers.values():
            account = self._account(share.token_id, ledger.asset)
            settled = _earned(account, int(share.weight), int(ledger.per_weight))
            account.per_weight, account.earned = ledger.per_weight, str(settled)
        share.weight = str(event.args["weight"])
        self._row.weight = str(event.args["totalWeight"])

    def on_claim(self, event: Event) -> None:
        ledger, amount = self._ledger(event.args["asset"]), event.args["amount"]
        account = self._account(event.args["tokenId"], ledger.asset)
        account.per_weight, account.earned = ledger.per_weight, "0"
        ledger.owed = str(int(ledger.owed) - amount)
        ledger.balance = str(int(ledger.balance) - amount)
        for row in (ledger, account):
            row.claimed = str(int(row.claimed) + amount)
        self._session.add(_claim(self._row.persona_id, event))

    def _ledger(self, asset: str) -> VaultLedger:
        if asset not in self._ledgers:
            fresh = VaultLedger(persona_id=self._row.persona_id, asset=asset)
            self._ledgers[asset] = self._session.merge(fresh)
        return self._ledgers[asset]

    def _share(self, token_id: int) -> VaultShare:
        if token_id not in self._shares:
            found = self._session.get(VaultShare, token_id)
            fresh = VaultShare(token_id=token_id, persona_id=self._row.persona_id)
            self._shares[token_id] = found or self._session.merge(fresh)
        return self._shares[token_id]

    def _account(self, token_id: int, asset: str) -> VaultAccount:
        key = token_id, asset
        if key not in self._accounts:
            found = self._session.get(VaultAccount, key)
            fresh = VaultAccount(token_id=token_id, asset=asset, persona_id=self._row.persona_id)
            self._accounts[key] = found or self._session.merge(fresh)
        return self._accounts[key]


_HANDLERS: dict[str, Callable[[_Vault, Event], None]] = {
    "Transfer": _Vault.on_transfer,
    "PaidIn": _Vault.on_payment,
    "IncomeSynced": _Vault.on_sync,
    "WeightSet": _Vault.on_weight,
    "RevenueClaimed": _Vault.on_claim,
}


def _receive(ledger: VaultLedger, amount: int) -> None:
    ledger.balance = str(int(ledger.balance) + amount)
    ledger.received = str(int(ledger.received) + amount)


def _claim(persona_id: int, event: Event) -> Claim:
    return Claim(
        block_number=event.block_number,
        log_index=event.log_index,
        persona_id=persona_id,
        token_id=event.args["tokenId"],
        asset=event.args["asset"],
        to=event.args["to"],
        amount=str(event.args["amount"]),
        timestamp=event.timestamp,
        tx=event.tx,
    )

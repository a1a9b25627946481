"""Sending each transaction once: the manifest remembers, the chain has the last word."""

import time
from pathlib import Path
from typing import Any

from scripts._deployment.code import is_compiled
from scripts._deployment.manifest import DeployedContract, Manifest, Pending, source_commit
from scripts._deployment.profile import Profile
from scripts._project import contract_at, contract_named
from scripts._transactions import simulate_call

_POLL_S = 1.0


class Ledger:
    """The manifest at `path`, for a deployment by `account` on the connected chain.

    What is sent is written down before: a transaction of which the process saw no receipt is
    looked up, not sent again. A manifest of another genesis is forgotten: that chain is gone.
    Raises `ValueError` where the file is malformed.
    """

    def __init__(self, path: Path, account: Any) -> None:
        import ape

        chain_id, genesis = ape.chain.chain_id, genesis_hash()
        found = Manifest.load(path)
        if found is None or (found.chain_id, found.genesis_hash) != (chain_id, genesis):
            found = Manifest(
                chain_id=chain_id,
                genesis_hash=genesis,
                commit=source_commit(),
                deployer=account.address,
            )
        self.manifest = found
        self.account = account
        self.gas: dict[str, int] = {}
        self._last_block = 0
        self._path = path

    def save(self) -> None:
        """Save the manifest."""
        self.manifest.save(self._path)

    def is_complete(self) -> bool:
        """Whether nothing is left to do: it says so, and its contracts are there."""
        contracts = self.manifest.contracts.values()
        return self.manifest.complete and all(_code(item.address) for item in contracts)

    def begin(self, profile: Profile) -> None:
        """Take up the deployment of `profile` where it was left.

        Raises `ValueError` where it was begun by another account or with other parameters: half
        of one and half of the other is nobody's wish.
        """
        self._drop_vanished()
        chosen = profile.model_dump(mode="json", by_alias=True)
        if self.manifest.contracts or self.manifest.pending:
            self._require_the_same(chosen)
        self.manifest.deployer = self.account.address
        self.manifest.profile = chosen
        self.manifest.complete = False
        self._settle_pending()

    def recorded(self, name: str) -> Any | None:
        """The contract of that name, if it is recorded as deployed."""
        record = self.manifest.contracts.get(name)
        return contract_at(name, record.address) if record else None

    def create(self, name: str, *args: Any) -> Any:
        """The contract of that name with those constructor arguments, deployed if it is not yet.

        Raises `ValueError` where the recorded one is another.
        """
        container = contract_named(name)
        record = self.manifest.contracts.get(name)
        if record is None:
            pending = {"name": name, "args": plain(args)}
            self._send(f"deploy {name}", container(*args), **pending)
        elif record.args != plain(args) or not is_compiled(container, _code(record.address)):
            raise ValueError(
                f"{name} at {record.address} was deployed from other sources: check out commit "
                f"{self.manifest.commit}, or move {self._path} away to deploy anew"
            )
        return contract_at(name, self.manifest.contracts[name].address)

    def call(self, label: str, method: Any, *args: Any) -> None:
        """Call a contract's method by a transaction, and wait for it; `gas` gets what it took.

        Raises `Refused`, and sends nothing, where it would revert.
        """
        self._send(label, method.as_transaction(*args, sender=self.account, gas=1))

    def confirm(self, confirmations: int) -> None:
        """Wait until the last transaction, and so each before it, is that many blocks deep."""
        import ape

        while ape.chain.blocks.height < self._last_block + confirmations:
            time.sleep(_POLL_S)

    def _send(self, label: str, txn: Any, name: str | None = None, args: Any = ()) -> None:
        call = {"from": self.account.address, "data": bytes(txn.data)}
        simulate_call(call | ({"to": txn.receiver} if txn.receiver else {}))
        txn.sender, txn.gas_limit = self.account.address, None  # to be estimated
        signed = self.account.sign_transaction(self.account.prepare_transaction(txn))
        if signed is None:
            raise RuntimeError("the transaction was not signed")
        self.manifest.pending = Pending(
            tx="0x" + bytes(signed.txn_hash).hex(), name=name, args=list(args)
        )
        self.save()
        self._broadcast(signed)
        self.gas[label] = self._settle_pending()

    def _broadcast(self, signed: Any) -> None:
        import ape

        ape.chain.provider.web3.eth.send_raw_transaction(signed.serialize_transaction())

    def _settle_pending(self) -> int:
        """Waits for what was sent and writes down what it did; the gas it took. What the node has
        never heard of is forgotten: what is sent in its place has the same nonce, so only one of
        the two can happen."""
        pending = self.manifest.pending
        if pending is None:
            return 0
        receipt = _receipt(pending.tx)
        if receipt:
            self._record(pending, receipt)
        self.manifest.pending = None
        self.save()
        if receipt and not receipt["status"]:
            raise RuntimeError(f"the transaction {pending.tx} failed: run this again")
        return int(receipt["gasUsed"]) if receipt else 0

    def _record(self, pending: Pending, receipt: Any) -> None:
        self._last_block = receipt["blockNumber"]
        if pending.name is None or not receipt["status"]:
            return
        self.manifest.contracts[pending.name] = DeployedContract(
            address=receipt["contractAddress"],
            block=receipt["blockNumber"],
            tx=pending.tx,
            args=pending.args,
        )
        blocks = (item.block for item in self.manifest.contracts.values())
        self.manifest.start_block = min(blocks)

    def _drop_vanished(self) -> None:
        """Forgets the first contract that is not there (any more) and those made after it, which
        may know its address."""
        names = list(self.manifest.contracts)
        gone = [name for name in names if not _code(self.manifest.contracts[name].address)]
        for name in names[names.index(gone[0]) :] if gone else ():
            del self.manifest.contracts[name]

    def _require_the_same(self, chosen: dict[str, Any]) -> None:
        deployer, before = self.manifest.deployer, self.manifest.profile or chosen
        if deployer != self.account.address:
            raise ValueError(f"{self._path} was begun by {deployer}: go on with that account")
        other = sorted(set(_differences(before, chosen)))
        if other:
            raise ValueError(
                f"{self._path} was begun with another {', '.join(other)}: go on with the same "
                "parameters, or move that file away to deploy anew"
            )


def genesis_hash() -> str:
    """The hash of the connected chain's first block, which tells local chains apart."""
    import ape

    return "0x" + bytes(ape.chain.blocks[0].hash).hex()


def plain(value: Any) -> Any:
    """Constructor arguments as JSON: addresses for contracts, decimal strings for integers."""
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, int):
        return str(value)
    return getattr(value, "address", value)


def _code(address: str) -> bytes:
    import ape

    return bytes(ape.chain.provider.get_code(address))


def _receipt(tx: str) -> Any | None:
    """The receipt of a transaction, awaited; None where the node does not know it."""
    import ape
    from web3.exceptions import TransactionNotFound

    provider = ape.chain.provider
    try:
        provider.web3.eth.get_transaction(tx)
    except TransactionNotFound:
        return None
    seconds = provider.network.transaction_acceptance_timeout
    return provider.web3.eth.wait_for_transaction_receipt(tx, timeout=seconds, poll_latency=0.05)


def _differences(before: Any, after: Any, place: str = "") -> list[str]:
    if not isinstance(before, dict) or not isinstance(after, dict):
        return [] if before == after else [place.removeprefix(".")]
    keys = before.keys() | after.keys()
    found = (_differences(before.get(key), after.get(key), f"{place}.{key}") for key in keys)
    return [item for part in found for item in part]

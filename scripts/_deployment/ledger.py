"""Deploying each contract once: the manifest remembers, the chain has the last word."""

from pathlib import Path
from typing import Any

from scripts._deployment.manifest import DeployedContract, Manifest, source_commit
from scripts._project import contract_named


class Ledger:
    """The manifest at `path`, for a deployment by `account` on the connected chain.

    A manifest of another genesis is forgotten: that chain is gone. Raises `ValueError` where the
    file is malformed.
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
        self._path = path

    def save(self) -> None:
        """Save the manifest."""
        self.manifest.save(self._path)

    def is_complete(self) -> bool:
        """Whether nothing is left to do: it says so, and its contracts are there."""
        contracts = self.manifest.contracts.values()
        return self.manifest.complete and all(_has_code(item.address) for item in contracts)

    def contract(self, name: str, *args: Any) -> Any:
        """The contract of that name with those constructor arguments, deployed if it is not yet."""
        container = contract_named(name)
        recorded = self.manifest.contracts.get(name)
        if recorded and recorded.args == _plain(args) and _has_code(recorded.address):
            return container.at(recorded.address)
        instance = self.account.deploy(container, *args)
        self._record(name, instance, args)
        return instance

    def _record(self, name: str, instance: Any, args: tuple[Any, ...]) -> None:
        creation = instance.creation_metadata
        self.manifest.contracts[name] = DeployedContract(
            address=instance.address,
            block=creation.block,
            tx=creation.txn_hash,
            args=_plain(args),
        )
        blocks = (item.block for item in self.manifest.contracts.values())
        self.manifest.start_block = min(blocks)
        self.save()


def genesis_hash() -> str:
    """The hash of the connected chain's first block, which tells local chains apart."""
    import ape

    return "0x" + bytes(ape.chain.blocks[0].hash).hex()


def _has_code(address: str) -> bool:
    import ape

    return len(ape.chain.provider.get_code(address)) > 0


def _plain(value: Any) -> Any:
    """Constructor arguments as JSON: addresses for contracts, decimal strings for integers."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, int):
        return str(value)
    return getattr(value, "address", value)

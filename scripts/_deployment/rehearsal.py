"""A whole deployment on a chain that ends with the rehearsal: what would be sent, at what cost."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from oracle.ipfs.embedded import EmbeddedStore
from oracle.ports import BlockStore
from scripts._deployment.ledger import Ledger
from scripts._deployment.profile import Profile
from scripts._deployment.steps import deploy, pin, remaining
from scripts._project import contract_named


@dataclass(frozen=True)
class Cost:
    """What is left of a deployment: transactions, their gas, and wei at today's price."""

    transactions: int
    gas: int
    price: int
    balance: int

    @property
    def wei(self) -> int:
        """What the gas costs."""
        return self.gas * self.price


def estimate(profile: Profile, ledger: Ledger) -> Cost:
    """What the rest of the deployment would cost, from a rehearsal; sends nothing.

    Raises as `deploy` where a step would fail, and `ValueError` where an asset of the vaults is no
    contract on the connected network.
    """
    import ape

    provider = ape.chain.provider
    for asset in profile.registry.more_vault_assets:
        if not provider.get_code(asset):
            raise ValueError(f"registry.moreVaultAssets: there is no contract at {asset}")
    with (
        tempfile.TemporaryDirectory() as folder,
        EmbeddedStore(Path(folder) / "blocks.sqlite") as blocks,
    ):
        labels = remaining(profile, ledger, pin(profile, blocks))
        gas = _rehearse(profile, Path(folder) / "rehearsal.json", blocks)
    return Cost(
        transactions=len(labels),
        gas=sum(gas[label] for label in labels),
        price=int(provider.gas_price),
        balance=int(provider.get_balance(ledger.account.address)),
    )


def _rehearse(profile: Profile, path: Path, blocks: BlockStore) -> dict[str, int]:
    """The gas of each step by its label."""
    import ape

    with ape.networks.ethereum.local.use_provider("foundry") as provider:
        token = contract_named("RewardToken").contract_type.runtime_bytecode.to_bytes()
        for asset in profile.registry.more_vault_assets:
            provider.set_code(asset, token)  # stands in for the real one
        ledger = Ledger(path, ape.accounts.test_accounts[0])
        deploy(profile, ledger, blocks)
        return ledger.gas

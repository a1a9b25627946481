"""Deploys Troupe; safe to run twice."""

import tempfile
from pathlib import Path
from typing import Any

import click
from ape.cli import ConnectedProviderCommand

from scripts._accounts import account_options, choose_account

_LOCAL_CHAINS = (31337, 1337)


@click.command(cls=ConnectedProviderCommand, short_help="Deploy Troupe; safe to run twice")
@account_options
@click.option(
    "--profile",
    metavar="NAME|FILE",
    help="Parameters: a name in deployments/profiles/ or a file. [default on a local chain: local]",
)
@click.option(
    "--operator", "operators", metavar="ADDRESS", multiple=True, help="One more committee member."
)
@click.option("--leader-window", type=int, help="Seconds in which only the leader submits entries.")
@click.option("--entry-window", type=int, help="Seconds in which entries may be submitted.")
@click.option("--vote-window", type=int, help="Seconds of voting.")
@click.option("--reveal-window", type=int, help="Seconds of revealing.")
def cli(
    alias: str | None,
    index: int | None,
    profile: str | None,
    operators: tuple[str, ...],
    **windows: int | None,
) -> None:
    """Deploy all contracts, the first personas and operators, and give everything to the DAO.

    The result is deployments/<chain-id>.json, saved after every step: run it again after an
    interruption and it goes on; run it again afterwards and it does nothing. A local chain that
    was started anew is deployed anew. The deployer keeps no power.

    \b
    On a running local chain (TROUPE_RPC_URL, by default http://127.0.0.1:8545):
      ape run deploy --network ethereum:devnet:node
    A rehearsal on a chain that ends with the command:
      ape run deploy --network ethereum:local:foundry
    On a public network: copy deployments/profiles/mainnet.json, fill in allocation and operators:
      ape run deploy --network ethereum:mainnet:node --account ALIAS --profile FILE
    """
    import ape

    from scripts._errors import clear_errors

    with clear_errors():
        account = choose_account(alias, index)
        chosen = _profile(profile, ape.chain.chain_id, operators, windows)
        if ape.chain.provider.network.name == "local":
            with tempfile.TemporaryDirectory() as folder:
                _deploy(chosen, account, Path(folder) / "rehearsal.json")
            click.echo("This was a rehearsal: the chain ends with this command.")
        else:
            from scripts._paths import manifest_path

            _deploy(chosen, account, manifest_path(ape.chain.chain_id))


def _deploy(profile: Any, account: Any, path: Path) -> None:
    from oracle.ipfs.embedded import EmbeddedStore
    from scripts._deployment.ledger import Ledger
    from scripts._deployment.steps import deploy
    from scripts._paths import blocks_path

    ledger = Ledger(path, account)
    if ledger.is_complete():
        click.echo(f"Already deployed: {path}. To deploy once more, move that file away.")
        return
    with EmbeddedStore(blocks_path()) as blocks:
        manifest = deploy(profile, ledger, blocks)
    for name, contract in manifest.contracts.items():
        click.echo(f"{name:18} {contract.address}")
    click.echo(f"Deployed: {path}")


def _profile(
    name: str | None, chain_id: int, operators: tuple[str, ...], windows: dict[str, int | None]
) -> Any:
    from scripts._deployment.profile import load_profile

    if name is None and chain_id not in _LOCAL_CHAINS:
        raise click.UsageError(
            "name the parameters: copy deployments/profiles/mainnet.json, fill in allocation and "
            "operators, and give it as --profile FILE"
        )
    return load_profile(name or "local", chain_id, operators, windows)

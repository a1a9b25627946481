"""Deploys Troupe; safe to run twice."""

import tempfile
from pathlib import Path
from typing import Any

import click
from ape.cli import ConnectedProviderCommand

from scripts._accounts import account_options, choose_account, sign_unattended


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
@click.option("--dry-run", is_flag=True, help="Check everything and say the cost; send nothing.")
@click.option("--yes", is_flag=True, help="On a public network: do not ask before sending.")
def cli(
    alias: str | None,
    index: int | None,
    profile: str | None,
    operators: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    **windows: int | None,
) -> None:
    """Deploy all contracts, the first personas and operators, and give everything to the DAO.

    The result is deployments/<chain-id>.json, saved before and after every transaction: run it
    again after an interruption and it goes on; run it again afterwards and it does nothing. A
    local chain that was started anew is deployed anew. The deployer keeps no power.

    On a public network it first plays the whole deployment on a chain of its own, says what the
    rest would cost and asks; at the end it waits for confirmations. `ape run verify` then checks
    what is there.

    \b
    On a running local chain (TROUPE_RPC_URL, by default http://127.0.0.1:8545):
      ape run deploy --network ethereum:devnet:node
    A rehearsal on a chain that ends with the command:
      ape run deploy --network ethereum:local:foundry
    On a public network: copy deployments/profiles/mainnet.json, fill in allocation and operators:
      ape run deploy --network ethereum:mainnet:node --account ALIAS --profile FILE --dry-run
      ape run deploy --network ethereum:mainnet:node --account ALIAS --profile FILE
    """
    import ape

    from scripts._errors import clear_errors

    with clear_errors():
        account = choose_account(alias, index)
        chosen = _profile(profile, ape.chain.chain_id, operators, windows)
        if ape.chain.provider.network.name == "local":
            with tempfile.TemporaryDirectory() as folder:
                _deploy(chosen, account, Path(folder) / "rehearsal.json", dry_run, yes)
            click.echo("This was a rehearsal: the chain ends with this command.")
        else:
            from scripts._paths import manifest_path

            _deploy(chosen, account, manifest_path(ape.chain.chain_id), dry_run, yes)


def _deploy(profile: Any, account: Any, path: Path, dry_run: bool, yes: bool) -> None:
    import ape

    from oracle.ipfs.embedded import EmbeddedStore
    from scripts._deployment.ledger import Ledger
    from scripts._deployment.profile import LOCAL_CHAINS
    from scripts._deployment.steps import deploy
    from scripts._paths import blocks_path
    from scripts._project import compile_anew

    public = ape.chain.chain_id not in LOCAL_CHAINS
    if public:
        compile_anew()
    ledger = Ledger(path, account)
    if ledger.is_complete():
        click.echo(f"Already deployed: {path}. To deploy once more, move that file away.")
        return
    if dry_run or public:
        _say_cost(profile, ledger)
    if dry_run:
        click.echo("Dry run: nothing was sent.")
        return
    if public:
        yes or click.confirm("Deploy?", abort=True)
        sign_unattended(account)
    confirmations = ape.chain.provider.network.required_confirmations if public else 0
    with EmbeddedStore(blocks_path()) as blocks:
        manifest = deploy(profile, ledger, blocks, click.echo, confirmations)
    for name, contract in manifest.contracts.items():
        click.echo(f"{name:18} {contract.address}")
    click.echo(f"Deployed: {path}")


def _say_cost(profile: Any, ledger: Any) -> None:
    from scripts._deployment.profile import require_apart
    from scripts._deployment.rehearsal import estimate

    require_apart(profile, ledger.account.address)
    cost = estimate(profile, ledger)
    click.echo(
        f"{cost.transactions} transactions, about {cost.gas:,} gas: {cost.wei / 10**18:.6f} of the "
        f"native coin at {cost.price / 10**9:.3f} gwei. {ledger.account.address} has "
        f"{cost.balance / 10**18:.6f}."
    )
    if cost.balance < cost.wei:
        raise ValueError(f"that is more than {ledger.account.address} has")


def _profile(
    name: str | None, chain_id: int, operators: tuple[str, ...], windows: dict[str, int | None]
) -> Any:
    from scripts._deployment.profile import LOCAL_CHAINS, load_profile

    if name is None and chain_id not in LOCAL_CHAINS:
        raise click.UsageError(
            "name the parameters: copy deployments/profiles/mainnet.json, fill in allocation and "
            "operators, and give it as --profile FILE"
        )
    return load_profile(name or "local", chain_id, operators, windows)

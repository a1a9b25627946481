"""Compares a deployment with the chain."""

import sys
from typing import Any

import click
from ape.cli import ConnectedProviderCommand


@click.command(cls=ConnectedProviderCommand, short_help="Compare a deployment with the chain")
@click.option(
    "--profile",
    metavar="NAME|FILE",
    help="Parameters to compare with. [default: those that the manifest records]",
)
def cli(profile: str | None) -> None:
    """Compare the chain with deployments/<chain-id>.json, and say of each thing if it is right.

    Checked are: that each contract's code is that of the sources here, was made by the manifest's
    transaction with the manifest's arguments, and those are the profile's; that the timelock owns
    everything, that the governor alone proposes and cancels there, anybody executes,
    and nobody but the timelock administers it; that contracts know the right
    others and the committee hears exactly three; that parameters, documents, members and personas
    are the profile's and the manifest's; that the deployer holds nothing. It sends nothing, asks
    for no key and ends with status 1 where anything is wrong.

    What governance has changed since is shown as wrong too: such a line says so.

    \b
    On a running local chain:
      ape run verify --network ethereum:devnet:node
    On a public network, against a profile of your own:
      ape run verify --network ethereum:mainnet:node --profile FILE
    """
    from scripts._errors import clear_errors

    with clear_errors():
        checks = _checks(profile)
    for check in checks:
        click.echo(f"FAIL {check.what}: {check.problem}" if check.problem else f"ok   {check.what}")
    failed = sum(check.problem is not None for check in checks)
    click.echo(f"{len(checks) - failed} of {len(checks)} are right")
    sys.exit(1 if failed else 0)


def _checks(profile: str | None) -> Any:
    import ape

    from scripts._deployed import present_manifest
    from scripts._deployment.profile import LOCAL_CHAINS, load_profile
    from scripts._project import compile_anew
    from scripts._verification import verify

    if ape.chain.chain_id not in LOCAL_CHAINS:
        compile_anew()
    manifest = present_manifest()
    return verify(manifest, load_profile(profile, ape.chain.chain_id) if profile else None)

"""What `ape console` knows besides Ape's own names: the deployed contracts."""

from typing import Any

import click


def ape_init_extras() -> dict[str, Any]:
    """`token`, `rounds`, `committee`, … as instances, where this chain has a deployment."""
    from scripts._deployed import deployed_contracts

    try:
        contracts = deployed_contracts()
    except ValueError as error:
        click.echo(f"No contracts by name: {error}")
        return {}
    click.echo(f"Contracts by name: {', '.join(contracts)}")
    return contracts

"""Bonds an operator."""

import click
from ape.cli import ConnectedProviderCommand

from scripts._accounts import account_options, choose_account


@click.command(cls=ConnectedProviderCommand, short_help="Bond an operator of the committee")
@account_options
@click.option("--amount", help="Reward tokens, such as 1500.5. [default: up to twice the minimum]")
def cli(alias: str | None, index: int | None, amount: str | None) -> None:
    """Put up reward tokens as the bond of an operator, so that the committee asks it.

    The account must be a member of the committee (governance adds members). One that left or
    was removed is asked again only after it has run this, once its bond is released. Without
    --amount it adds what its bond lacks of twice the committee's minimum (at the minimum itself,
    one missed reveal would end its eligibility); run again it then does nothing.

    \b
    On a running local chain, for the test account 1:
      ape run bond --network ethereum:devnet:node --account-index 1 --amount 2000
    """
    from scripts._deployed import deployed_contracts
    from scripts._deployment.fields import wei
    from scripts._errors import clear_errors
    from scripts._transactions import send_spending

    with clear_errors():
        account = choose_account(alias, index)
        contracts = deployed_contracts()
        token, committee = contracts["token"], contracts["committee"]
        bond = committee.bondOf(account)
        missing = wei(amount) if amount else max(2 * committee.minBond() - bond, 0)
        if missing or not committee.isEligible(account):
            send_spending(token, missing, committee.bond, missing, sender=account)
        eligible = "is" if committee.isEligible(account) else "is not"
        click.echo(f"{account.address} has a bond of {(bond + missing) / 10**18:,.2f} tokens")
        click.echo(f"and {eligible} asked when a question opens.")

"""Who signs: a test account on a local chain, an account of Ape's keystore elsewhere."""

import os
from collections.abc import Callable
from typing import Any

import click

_LOCAL_NETWORKS = ("local", "devnet")


def account_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options `--account` and `--account-index` (see `choose_account`)."""
    alias = click.option(
        "--account",
        "alias",
        metavar="ALIAS",
        help="Account of Ape's keystore that signs; Ape asks for its passphrase, or takes it from "
        "APE_ACCOUNTS_<ALIAS>_PASSPHRASE.",
    )
    index = click.option(
        "--account-index",
        "index",
        type=click.IntRange(0, 19),
        help="On a local chain: which of the funded test accounts signs. [default: 0]",
    )
    return alias(index(command))


def choose_account(alias: str | None, index: int | None) -> Any:
    """The account that signs on the connected network.

    Raises `click.UsageError` where none, or one that the network does not have, was named.
    """
    import ape

    if alias:
        return _load(alias)
    network = ape.chain.provider.network.name
    if network not in _LOCAL_NETWORKS:
        raise click.UsageError(f"say who signs on {network}: --account ALIAS")
    return ape.accounts.test_accounts[index or 0]


def _load(alias: str) -> Any:
    import ape

    if alias not in ape.accounts.aliases:
        raise click.UsageError(
            f"there is no account {alias}: see `ape accounts list` and `ape accounts import`"
        )
    account = ape.accounts.load(alias)
    if f"APE_ACCOUNTS_{alias}_PASSPHRASE" in os.environ:
        sign_unattended(account)
    return account


def sign_unattended(account: Any) -> None:
    """Let an account of the keystore sign from now on without asking for each transaction: it asks
    for the passphrase once, or takes it from APE_ACCOUNTS_<ALIAS>_PASSPHRASE."""
    if hasattr(account, "set_autosign"):
        account.set_autosign(True)


dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Check everything and say the cost; send nothing."
)

"""What an account's contributions have earned."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click

from scripts._deployed import deployed_contracts, present_manifest
from scripts._deployment.fields import NATIVE_COIN, checked_address
from scripts._logs import logs
from scripts._project import contract_at
from scripts._transactions import perform

_AT_ONCE = 50  # claims in a transaction: about 4 million gas
_CONSENT_S = 3_600


@dataclass(frozen=True)
class Claim:
    """What one contribution can be paid in one asset, in its smallest unit."""

    persona: int
    token_id: int
    asset: str
    amount: int

    @property
    def arguments(self) -> tuple[int, int, str]:
        """`IRevenueFactory.Claim`."""
        return self.persona, self.token_id, self.asset


def claim(account: Any, delegatee: str | None, dry_run: bool) -> None:
    """Claim all that there is, and delegate if asked to."""
    contracts = deployed_contracts()
    claims = list(_claims(contracts, account))
    for item in claims:
        what = f"contribution {item.token_id} of persona {item.persona}"
        click.echo(f"pays      {_sum(contracts, item)} for {what}")
    if not claims:
        click.echo(f"There is nothing to claim for {account.address}.")
        return
    signed = _delegation(contracts["token"], account, delegatee) if delegatee else None
    for start in range(0, len(claims), _AT_ONCE):
        batch = [item.arguments for item in claims[start : start + _AT_ONCE]]
        if signed and not start:
            click.echo(f"gives     the votes of {account.address} to {signed[0]}")
            method, arguments = contracts["factory"].claimManyAndDelegate, (batch, signed)
        else:
            method, arguments = contracts["factory"].claimMany, (batch,)
        perform(method, *arguments, sender=account, dry_run=dry_run)
    if not dry_run:
        click.echo("Done.")


def _claims(contracts: dict[str, Any], account: Any) -> Iterator[Claim]:
    assets = contracts["factory"].assets()
    for token_id in _held(contracts["contributions"], account.address):
        persona = contracts["contributions"].contribution(token_id).personaId
        vault = contract_at("RevenueVault", contracts["factory"].vaultOf(persona))
        for asset in assets:
            if amount := vault.claimable(token_id, asset):
                yield Claim(persona, token_id, asset, amount)


def _held(contributions: Any, account: str) -> list[int]:
    first = present_manifest().start_block
    received = logs(contributions, "Transfer", first, None, account)
    ids = sorted({int(log.tokenId) for log in received})
    return [token_id for token_id in ids if contributions.ownerOf(token_id) == account]


def _sum(contracts: dict[str, Any], item: Claim) -> str:
    if item.asset == contracts["token"].address:
        return f"{item.amount / 10**18:,.6f} reward tokens"
    if item.asset == NATIVE_COIN:
        return f"{item.amount / 10**18:,.6f} of the native coin"
    return f"{item.amount:,} units of {item.asset}"


def _delegation(token: Any, account: Any, delegatee: str) -> tuple[Any, ...]:
    """`IRevenueFactory.Delegation`, signed by the account (ERC-5805)."""
    import ape
    from eth_account.messages import encode_typed_data

    message = {
        "delegatee": checked_address(delegatee),
        "nonce": token.nonces(account),
        "expiry": ape.chain.blocks.head.timestamp + _CONSENT_S,
    }
    domain = {
        "name": token.name(),
        "version": "1",
        "chainId": ape.chain.chain_id,
        "verifyingContract": token.address,
    }
    fields = (("delegatee", "address"), ("nonce", "uint256"), ("expiry", "uint256"))
    types = {"Delegation": [{"name": name, "type": kind} for name, kind in fields]}
    signature = account.sign_message(encode_typed_data(domain, types, message))
    if signature is None:
        raise ValueError("the delegation was not signed")
    return *message.values(), signature.v, bytes(signature.r), bytes(signature.s)

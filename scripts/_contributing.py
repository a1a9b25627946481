"""A contribution, checked before it is sent."""

from pathlib import Path
from typing import Any

import click

from oracle.domain import ContributionDocument
from oracle.ipfs.embedded import EmbeddedStore
from scripts._deployed import deployed_contracts, present_manifest
from scripts._logs import logs
from scripts._paths import blocks_path
from scripts._transactions import perform
from scripts._words import amount


def read_document(path: Path, **fields: Any) -> ContributionDocument:
    """The document with that file's text. Raises `ValueError` where a field is not right."""
    return ContributionDocument(text=path.read_text(encoding="utf-8"), **fields)


def contribute(document: ContributionDocument, account: Any, dry_run: bool) -> None:
    """Pin the document and give it. Raises `ValueError` where the account can't pay the fee."""
    contracts = deployed_contracts()
    contributions, token = contracts["contributions"], contracts["token"]
    known = _given(contributions, account, document.digest)
    if known:
        click.echo(f"This was given already, as contribution {known}: nothing to do.")
        return
    fee = contributions.parameters(contributions.currentVersion()).reviewFee
    if token.balanceOf(account) < fee:
        raise ValueError(f"{account.address} has less than the review fee of {amount(fee)}")
    click.echo(f"document  {document.digest}")
    click.echo(f"gives     {document.kind} “{document.title}” to persona {document.persona_id}")
    click.echo(f"escrows   the review fee of {amount(fee)}")
    arguments = (document.persona_id, document.kind.number, document.digest)
    if not dry_run:
        with EmbeddedStore(blocks_path()) as blocks:
            blocks.put(document.to_bytes())
    receipt = perform(
        contributions.contribute,
        *arguments,
        sender=account,
        dry_run=dry_run,
        spends=(token, fee),
    )
    if receipt:
        (made,) = contributions.ContributionMade.from_receipt(receipt)
        click.echo(f"Done: contribution {made.tokenId} waits for its review.")


def _given(contributions: Any, account: Any, digest: str) -> int | None:
    """The number of the contribution that this account made of that document."""
    topics = (None, None, account.address)
    for log in logs(contributions, "ContributionMade", present_manifest().start_block, *topics):
        if bytes(log.digest).hex() == digest.removeprefix("0x"):
            return int(log.tokenId)
    return None

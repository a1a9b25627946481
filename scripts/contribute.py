"""Gives a document to a persona."""

from pathlib import Path

import click
from ape.cli import ConnectedProviderCommand

from oracle.domain import ContributionKind
from scripts._accounts import account_options, choose_account, dry_run_option


@click.command(cls=ConnectedProviderCommand, short_help="Give a document to a persona")
@click.argument("persona", type=click.IntRange(1, 0xFFFF))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in ContributionKind]),
    default="text",
    show_default=True,
    help="What it is.",
)
@click.option("--title", help="[default: the name of the file]")
@click.option(
    "--licence",
    required=True,
    metavar="SPDX",
    help="The terms under which you give it, such as CC-BY-4.0.",
)
@click.option("--language", default="en", show_default=True, help="Of the text (ISO 639-1).")
@click.option(
    "--media",
    nargs=2,
    metavar="URI TYPE",
    help="For an image, audio or a model: its ipfs:// address and media type.",
)
@account_options
@dry_run_option
def cli(
    persona: int,
    file: Path,
    kind: str,
    title: str | None,
    licence: str,
    language: str,
    media: tuple[str, str] | None,
    alias: str | None,
    index: int | None,
    dry_run: bool,
) -> None:
    """Give the text in FILE to the persona numbered PERSONA, for a share of its revenue.

    Pins a document that names you, the text and its licence, escrows the review fee and mints a
    pending contribution to you. The committee then reviews it: its impact is your share, and 0
    where it is nothing new. What you give is public. Run again with the same file it sends
    nothing.

    \b
    On a running local chain, by the test account 4:
      ape run contribute 1 harbour.txt --licence CC0-1.0 --network ethereum:devnet:node \\
        --account-index 4
    A picture, described in harbour.txt, that you have pinned yourself:
      ape run contribute 1 harbour.txt --kind image --media ipfs://bafy… image/png \\
        --licence CC-BY-4.0 --network ethereum:mainnet:node --account ALIAS
    """
    from scripts._contributing import contribute, read_document
    from scripts._errors import clear_errors

    with clear_errors():
        account = choose_account(alias, index)
        document = read_document(
            file,
            contributor=account.address,
            persona_id=persona,
            kind=ContributionKind(kind),
            title=title or file.stem,
            licence=licence,
            language=language,
            media={"uri": media[0], "media_type": media[1]} if media else None,
        )
        contribute(document, account, dry_run)

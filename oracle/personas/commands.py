"""``python -m oracle card``: character cards read, checked, shown and carried to other formats."""

import json
import re
import sys
from pathlib import Path
from typing import Any, get_args

import click
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from oracle.domain import Card
from oracle.errors import Permanent
from oracle.files import bytes_in, is_file
from oracle.personas.cards import CARD_NAMES, default_card
from oracle.personas.exchange import (
    MAX_FILE_BYTES,
    CardError,
    ForeignFormat,
    Imported,
    export_card,
    export_png,
    import_card,
)
from oracle.printable import printable

_FORMATS = ("auto", "troupe", *get_args(ForeignFormat))
_UNSHOWN = re.compile("[\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=_FILE)
@click.option(
    "--format", "kind", type=click.Choice(_FORMATS), default="auto", show_default=True,
    help="What FILE must be; auto takes any of them.",
)  # fmt: skip
def import_(file: Path, kind: Any) -> None:
    """Print the card of Troupe that FILE makes.

    FILE is an elizaOS character, a Character Card V2 or V3 (JSON or PNG), or a card of Troupe. What
    Troupe has no field for is kept in the card's extensions and comes back on export; secrets are
    left out. What you should know about the result is said on standard error.

    \b
      python -m oracle card import tamsin.character.json > tamsin.json
      python -m oracle card import lamplighter.png > lamplighter.json
    """
    got = _imported(file, kind)
    _tell(got)
    click.echo(_pretty(got.card.model_dump(mode="json", by_alias=True)))


@click.command()
@click.argument("card")
@click.option("--to", type=click.Choice(get_args(ForeignFormat)), help="The format of the JSON.")
@click.option(
    "--png", type=click.Path(path_type=Path), help="Write a new PNG that holds it as V3 and as V2."
)
@click.option("--picture", type=_FILE, help="The picture for --png. [default: one is drawn]")
def export(card: str, to: ForeignFormat | None, png: Path | None, picture: Path | None) -> None:
    """Write CARD, a file or the name of a default persona, in another format.

    A card that was imported comes back as it was, with what was changed since. Secrets are left
    out.

    \b
      python -m oracle card export tamsin.json --to elizaos > tamsin.character.json
      python -m oracle card export humorous --png pip.png
    """
    if (to is None) == (png is None):
        raise Permanent("say either --to elizaos, --to v2 or --to v3 for JSON, or --png FILE")
    if picture and png is None:
        raise Permanent("--picture goes with --png FILE")
    found = _card(card)
    if to is not None:
        click.echo(_pretty(export_card(found, to)))
    elif png is not None:
        data = export_png(found, bytes_in(picture, MAX_FILE_BYTES) if picture else None)
        try:
            with png.open("xb") as out:
                out.write(data)
        except FileExistsError:
            raise Permanent(f"{png} exists: give another name, or remove it first") from None
        except OSError as error:
            raise Permanent(f"{png}: {error.strerror}") from error
        click.echo(f"{png} holds {printable(found.name)}")


@click.command()
@click.argument("file", type=_FILE)
def check(file: Path) -> None:
    """Say in a line each what is wrong with FILE, a card in any format; ends with 1 if anything is.

    Example: python -m oracle card check pip.json
    """
    try:
        got = import_card(bytes_in(file, MAX_FILE_BYTES))
    except CardError as error:
        click.echo("\n".join(f"FAIL {problem}" for problem in error.problems))
        sys.exit(1)
    click.echo(f"ok   {got.card.name}: a card of format {got.format}")
    for note in got.notes:
        click.echo(f"note {note}")


@click.command()
@click.argument("card")
def show(card: str) -> None:
    """Show CARD, a file or the name of a default persona, as people read it.

    \b
      python -m oracle card show contrarian
    """
    Console().print(_panel(_card(card)))


COMMANDS = [import_, export, check, show]


def _card(named: str) -> Card:
    if named in CARD_NAMES and not is_file(named):
        return default_card(named)
    if not is_file(named):
        raise Permanent(
            f"{named} is no file and no default persona: name a file or one of "
            f"{', '.join(CARD_NAMES)}"
        )
    got = _imported(Path(named))
    _tell(got)
    return got.card


def _imported(file: Path, kind: Any = "auto") -> Imported:
    """What a file holds; `CardError` names the file."""
    try:
        return import_card(bytes_in(file, MAX_FILE_BYTES), kind)
    except CardError as error:
        raise CardError([f"{file}: {problem}" for problem in error.problems]) from None


def _tell(got: Imported) -> None:
    for note in got.notes:
        click.echo(note, err=True)


def _pretty(data: Any) -> str:
    """JSON for people; what a terminal would act on, or hide, is written as an escape."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _UNSHOWN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _panel(card: Card) -> Panel:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold")
    table.add_column()
    voice = (("hook", card.voice.hooks), ("stance", card.voice.stances))
    rows: list[tuple[str, str]] = [
        ("bio", card.bio),
        ("topics", "\n".join(card.topics)),
        ("style", "\n".join(card.style)),
        ("don'ts", "\n".join(card.donts)),
        ("examples", "\n\n".join(card.examples[:3])),
        *((f"a {kind} of {len(found)}", found[0]) for kind, found in voice),
        ("mood", f"{card.target_sentiment:+.2f} of -1 to +1"),
        ("drafts for", ", ".join(card.platforms) or "all platforms"),
        ("model", " with adapter ".join(filter(None, (card.model, card.adapter))) or "any"),
        ("extensions", ", ".join(card.extensions)),
        ("digest", card.digest),
    ]
    for label, text in rows:
        if text:
            table.add_row(label, escape(printable(text)))
    return Panel(table, title=escape(f"{card.name}, {card.tone}"), subtitle=card.schema_)

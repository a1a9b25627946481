"""``python -m oracle judge``: texts compared two by two."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from oracle.platforms import PLATFORMS, platform_from_slug
from oracle.settings import Settings
from oracle.telemetry.redaction import redactor_of

if TYPE_CHECKING:  # the judge brings scikit-learn, for which no other command should wait
    from oracle.judging.judge import Told

_SLUGS = click.Choice([rules.slug for rules in PLATFORMS.values()], case_sensitive=False)
_FILE = click.Path(path_type=Path)


def judge_command(prepare: Callable[[], Settings]) -> click.Command:
    """The command, for settings that `prepare` reads."""

    @click.command("judge")
    @click.argument("files", nargs=-1, required=True, type=_FILE)
    @click.option("--platform", type=_SLUGS, required=True)
    @click.option(
        "--card", "cards", multiple=True, help="A default persona, or the file of a card."
    )
    @click.option("--brief", type=_FILE, help="A file that says what was asked for.")
    @click.option(
        "--weight",
        type=click.FloatRange(0, 0.5),
        default=0.25,
        show_default=True,
        help="Of the language model's word beside each persona's taste.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
    def command(
        files: tuple[Path, ...],
        platform: str,
        cards: tuple[str, ...],
        brief: Path | None,
        weight: float,
        as_json: bool,
    ) -> None:
        """Compare 2 to 16 texts, a file each, two by two, as personas do when they vote.

        Prints how surely each text is preferred to each other one, and Bradley and Terry's
        strengths (1 more wins 73 of 100). Without --card a reader compares who cares for all
        criteria alike.

        With TROUPE_ENGINE=openai the language model at TROUPE_ENGINE_URL is asked as well, about
        each pair in both orders: n texts are n * (n - 1) short questions, which may cost money.
        How far it favours the first place is measured and taken out. What it reads is data to it;
        whatever it says but one character counts for nothing.

        \b
          python -m oracle judge --platform x first.txt second.txt
          python -m oracle judge --platform lens --card contrarian --card mine.json drafts/*.txt
          python -m oracle judge --platform x --brief asked.txt --json first.txt second.txt
        """
        from rich.console import Console

        from oracle.assistant.inputs import card_named
        from oracle.engines.opening import open_asker
        from oracle.judging.comparing import Occasion, compare
        from oracle.judging.files import read_brief, read_texts
        from oracle.judging.shown import tables

        settings = prepare()
        occasion = Occasion(
            platform=platform_from_slug(platform),
            brief=read_brief(brief) if brief else None,
            cards=[card_named(card) for card in cards],
            weight=weight,
        )
        texts, asker = read_texts(files), open_asker(settings)
        with closing(asker) if asker else nullcontext(), _progress() as begun:
            found = compare(texts, occasion, asker, settings.engine_seconds, begun)
        found = replace(found, no_judge=redactor_of(settings)(found.no_judge))
        if as_json:
            click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
            return
        for each in tables(found):
            Console().print(each, highlight=False)

    return command


@contextmanager
def _progress() -> Iterator[Callable[[int], Told]]:
    """A bar on a terminal's standard error; takes how many questions there will be."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:

        def begun(questions: int) -> Told:
            task = progress.add_task("asking", total=questions)
            return lambda: progress.advance(task)

        yield begun

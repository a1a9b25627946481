"""``python -m oracle draft``: a post by a persona, the best of several candidates."""

import json
import secrets
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import click

from oracle.assistant.feedback.variants import VARIANTS
from oracle.domain import MAX_ROSTER
from oracle.platforms import PLATFORMS, platform_from_slug
from oracle.settings import Settings

_SLUGS = click.Choice([rules.slug for rules in PLATFORMS.values()], case_sensitive=False)
_FILE = click.Path(dir_okay=False, path_type=Path)


def draft_command(prepare: Callable[[], Settings]) -> click.Command:
    """The command, for settings that `prepare` reads."""

    @click.command("draft")
    @click.argument("brief")
    @click.option("--platform", type=_SLUGS, default="x", show_default=True)
    @click.option("--persona", help="A default persona, by tone or name.  [default: humorous]")
    @click.option("--card", type=_FILE, help="The character card of another persona.")
    @click.option("--candidates", type=click.IntRange(1, MAX_ROSTER), default=4, show_default=True)
    @click.option("--source", "sources", type=_FILE, multiple=True, help="A text to draw on.")
    @click.option("--language", default="en", show_default=True, help="ISO 639-1.")
    @click.option("--seed", help="Any word: the same one gives the same candidates.")
    @click.option(
        "--variant", type=click.Choice(list(VARIANTS)), help="How to instruct. [default: learnt]"
    )
    @click.option("--profile", type=_FILE, help="A scoring profile.  [default: the default]")
    @click.option("--predictor", type=_FILE, help="What `predictor export` wrote.")
    @click.option("--json", "as_json", is_flag=True, help="Print all candidates as JSON.")
    def command(
        brief: str,
        platform: str,
        persona: str | None,
        card: Path | None,
        candidates: int,
        sources: tuple[Path, ...],
        language: str,
        seed: str | None,
        variant: str | None,
        profile: Path | None,
        predictor: Path | None,
        as_json: bool,
    ) -> None:
        """Have a persona write what BRIEF asks for, and keep the candidate that it likes best.

        Each candidate is judged by the five criteria of a round; the persona's own taste, which its
        card says, chooses. BRIEF is a text, or the path of a file that holds it. TROUPE_ENGINE says
        what writes. A language model is instructed in a way that earned much so far, or is little
        tried yet; on a terminal you see it write. The draft is kept in TROUPE_PEOPLE: say what
        became of it with `feedback`. Ends with 1 where no candidate could be published, or where it
        could not be kept.

        \b
          python -m oracle draft "Announce that the library opens on Sundays" --platform bluesky
          python -m oracle draft "What is new in 2.0" --source notes.txt --persona storyteller
          python -m oracle draft "Hello" --card mine.json --candidates 8 --json
        """
        from oracle.assistant.drafts.write import DraftRequest
        from oracle.assistant.inputs import brief_of, card_in, persona_named
        from oracle.files import given_text

        if persona and card:
            raise click.UsageError("give --persona or --card, not both")
        settings = prepare()
        asked = DraftRequest(
            card_in(card) if card else persona_named(persona or "humorous"),
            brief_of(given_text(brief), sources, language),
            platform_from_slug(platform),
            candidates,
            "0x" + sha256((seed or secrets.token_hex(32)).encode()).hexdigest(),
        )

        from rich.console import Console

        from oracle.assistant.drafts.live import watched_engine
        from oracle.assistant.drafts.show import shown
        from oracle.assistant.feedback.drafting import draft_and_keep
        from oracle.assistant.feedback.opening import open_feedback
        from oracle.assistant.scores.profiles import rules_of

        rules = rules_of(profile, predictor)
        with (
            open_feedback(settings.people) as feedback,
            watched_engine(settings, candidates, f"{asked.card.name} writes") as (engine, told),
        ):
            kept = draft_and_keep(asked, engine, feedback, variant=variant, rules=rules, told=told)
        if as_json:
            click.echo(json.dumps(kept.as_json(), ensure_ascii=False, indent=2))
        else:
            Console().print(shown(kept.drafts))
        if kept.unkept:
            raise kept.unkept
        if kept.post and not as_json:
            how = f", instructed by “{kept.variant}”" if kept.variant else ""
            click.echo(
                f"\nkept as {kept.post}{how}: python -m oracle feedback thumbs {kept.post} up"
            )
        sys.exit(0 if kept.post else 1)

    return command

"""Texts compared two by two, by personas' taste and by a language model where there is one."""

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from oracle.domain import MAX_ROSTER, Brief, Card, Platform, Voice
from oracle.engines.opening import open_asker
from oracle.errors import Permanent, Transient
from oracle.judging.bias import circles, position_bias
from oracle.judging.comparer import TasteComparer
from oracle.judging.comparison import Comparison, Judged, preferences_of
from oracle.judging.files import read_brief, read_card, read_texts
from oracle.judging.judge import ModelJudge, Told
from oracle.judging.prompt import judge_prompt
from oracle.judging.shown import tables
from oracle.platforms import platform_from_slug
from oracle.scoring.answers import verdicts
from oracle.scoring.ballots import Pairs, Verdicts
from oracle.scoring.profile import default_profile
from oracle.scoring.rules import Rules
from oracle.settings import Settings
from oracle.telemetry.redaction import redactor_of

_LINE = ("So it goes.",)
_READER = Card(
    name="Reader",
    tone="even",
    bio="Cares for all five criteria alike.",
    voice=Voice(hooks=_LINE, stances=_LINE, questions=_LINE, connectives=_LINE),
)


def judged_texts(
    settings: Settings,
    files: Sequence[Path],
    platform: str,
    cards: Sequence[str],
    brief: Path | None,
    weight: float,
    *,
    as_json: bool,
) -> None:
    """Print the comparison of the texts in those files. Raises `Permanent` as `compare` does."""
    try:
        where = platform_from_slug(platform)
    except ValueError as error:
        raise Permanent(str(error)) from None
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:

        def begun(questions: int) -> Told:
            task = progress.add_task("asking", total=questions)
            return lambda: progress.advance(task)

        found = compare(
            settings,
            read_texts(files),
            where,
            [read_card(card) for card in cards],
            read_brief(brief) if brief else None,
            weight,
            begun,
        )
    if as_json:
        click.echo(json.dumps(found.as_json(), indent=2))
        return
    for each in tables(found):
        Console().print(each, highlight=False)


def compare(
    settings: Settings,
    texts: dict[str, str],
    platform: Platform,
    cards: Sequence[Card],
    brief: Brief | None,
    weight: float,
    begun: Callable[[int], Told],
) -> Comparison:
    """The comparison of texts, by name; `begun` hears how many questions a model will be asked.

    Without `cards` a reader compares who cares for all criteria alike.
    Raises `Permanent` where there are too few texts, too many, or two alike.
    """
    said = list(texts.values())
    _check(texts)
    judge, pairs, no_judge = _judged(settings, said, platform, brief, begun)
    found = Verdicts(weight, pairs)
    rules = Rules(default_profile())
    voters, barred = [], dict[str, str]()
    for card in cards or (_READER,):
        tasted, reasons = TasteComparer(card, platform, rules, brief).taste(said)
        barred |= {name: why for name, why in zip(texts, reasons, strict=True) if why}
        voters.append(preferences_of(card.name, found.mixed(tasted), len(said)))
    return Comparison(tuple(texts), barred, tuple(voters), weight, judge, no_judge)


def _check(texts: dict[str, str]) -> None:
    if not 2 <= len(texts) <= MAX_ROSTER:
        raise Permanent(f"{len(texts)} texts: give 2 to {MAX_ROSTER} different files")
    if len(set(texts.values())) < len(texts):
        raise Permanent("two of the texts are the same: leave one out")


def _judged(
    settings: Settings,
    texts: Sequence[str],
    platform: Platform,
    brief: Brief | None,
    begun: Callable[[int], Told],
) -> tuple[Judged | None, Pairs, str]:
    asker = open_asker(settings)
    if asker is None:
        return None, {}, "to ask one, set TROUPE_ENGINE=openai and TROUPE_ENGINE_URL"
    with closing(asker):
        try:
            model = asker.info()
        except Transient as error:
            return None, {}, redactor_of(settings)(str(error))
        told = begun(len(texts) * (len(texts) - 1))
        judge = ModelJudge(asker, settings.engine_seconds)
        answers = judge.answers(texts, platform, brief, told)
    pairs = verdicts(answers)
    judged = Judged(
        model=model.model,
        version=model.version,
        prompt=judge_prompt(),
        questions=len(answers),
        unanswered=sum(answer == "-" for answer in answers.values()),
        circles=circles(pairs, len(texts)),
        bias=position_bias(answers),
        preferences=preferences_of(model.model, pairs, len(texts)),
    )
    return judged, pairs, ""

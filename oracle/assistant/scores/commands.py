"""``python -m oracle score`` and ``python -m oracle profile``."""

import json
import sys
from pathlib import Path

import click

from oracle.domain import MAX_DOCUMENT_BYTES, ScoringProfile
from oracle.platforms import PLATFORMS, platform_from_slug

_SLUGS = click.Choice([rules.slug for rules in PLATFORMS.values()], case_sensitive=False)
_FILE = click.Path(dir_okay=False, path_type=Path)
_PROFILE = click.option("--profile", type=_FILE, help="A scoring profile.  [default: the default]")
_PREDICTOR = click.option(
    "--predictor", type=_FILE, help="A predictor, as `predictor export` writes it."
)


@click.command()
@click.argument("text")
@click.option("--platform", type=_SLUGS, default="x", show_default=True)
@click.option("--card", help="Who writes, a persona or a file: its mood is asked for.")
@click.option("--brief", help="What was asked for: the text must be about it.")
@click.option("--language", default="en", show_default=True, help="The brief's, ISO 639-1.")
@click.option("--past", type=_FILE, help="The author's earlier texts there, one a line.")
@_PROFILE
@_PREDICTOR
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def score(
    text: str,
    platform: str,
    card: str | None,
    brief: str | None,
    language: str,
    past: Path | None,
    profile: Path | None,
    predictor: Path | None,
    as_json: bool,
) -> None:
    """Say what TEXT scores by the five criteria of a round, and why: what adds how many points.

    TEXT is a text, the path of a file that holds it, or - for standard input. Ends with 1 where it
    could not compete.

    \b
      python -m oracle score "Could your street share a battery?" --platform bluesky
      python -m oracle score post.txt --platform linkedin --brief "Our new library" --json
      python -m oracle score - --profile profile.json --past my-posts.txt < post.txt
    """
    from rich.console import Console

    from oracle.assistant.inputs import brief_of, card_named
    from oracle.assistant.scores.profiles import rules_of
    from oracle.assistant.scores.shown import shown
    from oracle.files import text_in
    from oracle.scoring.appraisal import appraise

    earlier = text_in(past).splitlines() if past else []
    found = appraise(
        _text(text),
        platform_from_slug(platform),
        rules_of(profile, predictor),
        brief=brief_of(brief, (), language) if brief else None,
        card=card_named(card) if card else None,
        past=[line for line in earlier if line.strip()],
    )
    if as_json:
        criteria = found.criteria or {}
        scores = {name: each.model_dump(mode="json") for name, each in criteria.items()}
        said = {"refused": found.refused, "criteria": scores}
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        Console().print(shown(found))
    sys.exit(1 if found.refused else 0)


@click.command()
@_PREDICTOR
def default(predictor: Path | None) -> None:
    """Print the profile that needs no weights, with the versions that are installed here.

    It goes on standard output as the bytes to pin, without a line's end: their sha256 is the digest
    that governance adopts.

    \b
      python -m oracle profile default > profile.json
      python -m oracle ipfs add profile.json
    """
    from oracle.scoring.profile import default_profile

    _print(default_profile(), predictor)


@click.command()
@click.option("--embedder", default="minilm", show_default=True, help="A name, hub id or folder.")
@_PREDICTOR
def embeddings(embedder: str, predictor: Path | None) -> None:
    """Print the profile that compares texts by meaning, with an embedding model.

    Each operator then needs that model, by the sha256 of its files, and the libraries of `make
    models` in the same versions. A model of the hub has to be downloaded beforehand.
    """
    from oracle.embeddings.kept import kept_embedder
    from oracle.scoring.profile import embeddings_profile

    _print(embeddings_profile(kept_embedder(embedder).name), predictor)


@click.command()
@click.argument("posts", type=_FILE)
@_PROFILE
@click.option("--show", is_flag=True, help="Print a table instead of a profile.")
def topics(posts: Path, profile: Path | None, show: bool) -> None:
    """Print a profile with the topics that burst in POSTS, as of the newest of them.

    POSTS is CSV or JSONL with the columns text and time (ISO 8601, or seconds since 1970), of four
    days at least and best of a month. Every operator scores by the topics in the pinned profile:
    make a new one, and have governance adopt it, as often as trends shall count.

    \b
      python -m oracle profile topics posts.csv --show
      python -m oracle profile topics posts.jsonl --profile old.json > profile.json
    """
    from rich.console import Console

    from oracle.assistant.console import spinner
    from oracle.assistant.scores.posts import posts_in
    from oracle.assistant.scores.profiles import profile_in, table_of
    from oracle.scoring.bursts import find_topics

    base = profile_in(profile)
    with spinner("reading posts") as told:
        found, spoiled = posts_in(posts)
        told(f"counting the words of {len(found):,} posts")
        bursting = find_topics(found)
    click.echo(
        f"{len(bursting)} topics in {len(found):,} posts; {spoiled:,} rows lack a text or a time",
        err=True,
    )
    if show:
        Console().print(table_of(bursting, base.half_life_hours))
    else:
        _print(base.model_copy(update={"topics": bursting}), None)


@click.command()
@click.argument("file", type=_FILE)
@_PREDICTOR
def check(file: Path, predictor: Path | None) -> None:
    """Say whether this machine scores by the profile in FILE as every other does.

    Ends with 1, and says what to install, where it does not.
    """
    from oracle.assistant.scores.profiles import rules_of

    rules = rules_of(file, predictor)
    click.echo(f"“{rules.profile.name}” {rules.profile.digest}: this machine scores by it")


PROFILE_COMMANDS = [default, embeddings, topics, check]


def _text(given: str) -> str:
    from oracle.files import given_text

    return sys.stdin.read(MAX_DOCUMENT_BYTES) if given == "-" else given_text(given)


def _print(profile: ScoringProfile, predictor: Path | None) -> None:
    from oracle.assistant.scores.profiles import with_predictor

    data = (with_predictor(profile, predictor) if predictor else profile).to_bytes()
    click.get_binary_stream("stdout").write(data)

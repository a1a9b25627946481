"""A voice of one's own: a card made of what somebody asks for and of their old posts."""

from collections.abc import Sequence
from statistics import fmean

from oracle.domain import Card, Platform
from oracle.personas.exchange.texts import sentences
from oracle.personas.exchange.voices import voice_of
from oracle.scoring.reading import read
from oracle.scoring.sentiment import compound
from oracle.scoring.text_features import text_features

MAX_EXAMPLES = 16
_NOBODY = "Somebody who writes in a voice of their own."


def own_card(
    name: str, instructions: str, examples: Sequence[str], platform: Platform, mood: float | None
) -> Card:
    """The card of a user's own voice: `instructions` in their words, `examples` their old posts.

    Style and mood follow from the examples, measured by the features that scores go by; `mood`
    (-1..1) stands above theirs. Lines of the built-in writer's are sentences of the examples where
    they fit any subject: never a whole post, which would be a copy.
    Raises `pydantic.ValidationError` where a field is none of a card's.
    """
    longer = [each for each in examples if len(list(sentences(each))) > 1]
    return Card(
        name=name,
        tone="one's own",
        bio=instructions.strip() or _NOBODY,
        description="A voice of one's own, for a draft.",
        style=style_of(examples, platform),
        examples=tuple(examples),
        target_sentiment=mood_of(examples) if mood is None else mood,
        voice=voice_of(name, longer)[0],
    )


def mood_of(examples: Sequence[str]) -> float:
    """The mean mood of the posts, -1..1 by VADER; 0 without any."""
    return round(fmean(map(compound, examples)), 3) if examples else 0.0


def style_of(examples: Sequence[str], platform: Platform) -> tuple[str, ...]:
    """What the posts have in common, as lines of a card's style; none without posts."""
    if not examples:
        return ()
    found = [text_features(read(each, platform), 0.0, platform) for each in examples]
    mean = {name: fmean(each[name] for each in found) for name in found[0]}
    lines = [
        f"Posts of about {mean['word_count']:.0f} words, "
        f"in sentences of about {mean['words_a_sentence']:.0f}.",
        _habit(mean["emoji"], "emoji"),
        _habit(mean["hashtags"], "hashtags"),
        _habit(mean["exclamations"], "exclamation marks"),
    ]
    if mean["question"] >= 0.5:
        lines.append("Ask the reader something.")
    if mean["lines"] >= 3:
        lines.append("Begin a new line for each thought.")
    return tuple(lines)


def _habit(mean: float, what: str) -> str:
    return f"No {what}." if mean < 0.2 else f"About {max(mean, 1):.0f} {what} in a post."

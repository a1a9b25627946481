"""A voice for a card that came without: lines from its own examples, then plain ones."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

from oracle.domain import Voice
from oracle.personas.exchange.texts import sentences

_PLAIN = {"hooks": 12, "stances": 8, "questions": 8, "connectives": 6}
_MOST_OWN = 8
# What ties a sentence to its occasion: names, numbers, links, markup, speech.
_TIED = re.compile(r"[{}<>*_\"“”#@\d:;()\[\]|~`…]|https?|(?<=\s)(?!I\b|I['’])[A-Z]")
_PERSONAL = frozenset({"i", "i'd", "i'm", "we", "you", "your", "my", "our"})
_REFERRING = frozenset(
    (
        *("it", "its", "that", "this", "these", "those", "he", "she", "they", "him", "her"),
        *("them", "his", "their", "was", "were", "had", "there"),
    )
)


def voice_of(name: str, examples: Sequence[str]) -> tuple[Voice, int]:
    """A voice, and how many of its lines are sentences of `examples`; the same for the same card.

    A question among the examples becomes a question, a sentence in the first or second person a
    stance, where it would fit any subject. The plain lines differ from name to name.
    """
    own = [line for example in examples for line in sentences(example) if _fits_any(line)]
    questions = _own(line for line in own if line.endswith("?"))
    stances = _own(line for line in own if line[-1] in ".!" and _is_personal(line))
    found = {"questions": questions, "stances": stances}
    drawn = {
        kind: (*found.get(kind, ()), *_drawn(getattr(_plain(), kind), name, most))
        for kind, most in _PLAIN.items()
    }
    return Voice.model_validate(drawn), len(questions) + len(stances)


def _fits_any(line: str) -> bool:
    return 12 <= len(line) <= 140 and 3 <= len(line.split()) <= 20 and not _TIED.search(line)


def _is_personal(line: str) -> bool:
    """Whether it speaks for itself or to the reader, and of nothing said before."""
    words = set(re.findall(r"[\w’']+", line.lower()))
    return not words.isdisjoint(_PERSONAL) and words.isdisjoint(_REFERRING)


def _own(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))[:_MOST_OWN]


def _drawn(lines: Sequence[str], name: str, most: int) -> tuple[str, ...]:
    """Of hooks, two thirds name the topic: a brief may state nothing, or need no introduction."""
    shuffled = sorted(lines, key=lambda line: sha256(f"{name}\n{line}".encode()).digest())
    named = [line for line in shuffled if "{topic}" in line]
    bare = [line for line in shuffled if "{topic}" not in line]
    count = most * 2 // 3 if len(named) >= most else min(len(named), 2)
    return (*named[:count], *bare[: most - count])


@cache
def _plain() -> Voice:
    return Voice.model_validate_json((files(__package__) / "plain_voice.json").read_bytes())

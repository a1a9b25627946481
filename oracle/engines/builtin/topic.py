"""A brief's topic as it reads in the middle of a persona's line."""

import re
from dataclasses import dataclass

from oracle.engines.builtin.english import (
    BASE_VERBS,
    COMMON_OPENERS,
    COUNT_NOUNS,
    DETERMINERS,
    FUNCTION_WORDS,
    PREPOSITIONS,
    PRONOUNS,
)
from oracle.engines.builtin.phrases import words
from oracle.engines.builtin.sentences import Sentence

_MAX_LENGTH, _MAX_WORDS = 80, 12
_CUT = re.compile(
    r",?\s(?:that|which|who|whose|where|because|so|since|with|by|from|after|before|during|while"
    r"|for|to|in|at|on|of|and|or)\s|[,;]\s|\s[—–-]\s|\s\(",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s(?!(?:[^,]+,\s)*(?:and|or)\s)(?![^,]*\s(?:and|or)\s)")
_PREPOSITION = re.compile(
    r"\s(?:in|of|for|at|on|with|by|from|to|about|near|that|which|who|run|made|called|between)\s"
)
_NO_TOPICS = FUNCTION_WORDS | BASE_VERBS | {"hello", "hi", "hey", "test", "testing", "ok", "yes"}
_SUFFIXES = ("ing", "tion", "ment", "ness", "able", "ible", "ous", "ive", "ical", "ers", "ity")


@dataclass(frozen=True)
class Topic:
    """`name` is where the brief says it; `article` ("a ", "an " or nothing) makes it read well."""

    name: Sentence
    article: str
    lower: bool

    @property
    def text(self) -> str:
        """The topic without its added article, as it stands inside a line."""
        text = self.name.text
        return text[0].lower() + text[1:] if self.lower else text


def topic_of(phrase: Sentence) -> Topic | None:
    """The topic that `phrase` names, cut to what a line can carry; None where it names nothing."""
    text = phrase.text.strip(" .!?…,;:\"“”'")
    start = phrase.text.find(text)
    name = phrase.part(start, start + _length(text))
    if _NO_TOPICS.issuperset(words(name.text)) or len(name.text) > _MAX_LENGTH:
        return None
    return Topic(name, _article(name.text), _is_lowered(name.text))


def _length(text: str) -> int:
    comma = _COMMA.search(text)
    text = text[: comma.start()] if comma else text
    cuts = [match.start() for match in _CUT.finditer(text) if match.start() > 0]
    while (len(text) > _MAX_LENGTH or len(text.split()) > _MAX_WORDS) and " " in text:
        text = text[: cuts.pop()] if cuts else text.rsplit(" ", 1)[0]
    return len(text)


def _article(text: str) -> str:
    """An article for a singular count noun that came without one ("bike shop in Porto")."""
    head = words(_PREPOSITION.split(text, maxsplit=1)[0])
    first = text.split()[0]
    bare = (
        not head or head[0] in FUNCTION_WORDS or first[0].isdigit() or "'" in first or "’" in first
    )
    if bare or head[-1] not in COUNT_NOUNS or (text[0].isupper() and not _is_lowered(text)):
        return ""
    return "an " if text[0].lower() in "aeio" else "a "


def _is_lowered(text: str) -> bool:
    """Whether the first letter is a capital only because it began the brief."""
    first, *rest = text.split()
    word = first.lower().strip(",.:;")
    if not first[0].isupper() or (len(first) > 1 and not first[1:].islower()) or word == "i":
        return False
    if rest and rest[0][0].isupper():  # a name, unless a small word stands before it
        return word in DETERMINERS | PRONOUNS | PREPOSITIONS
    known = FUNCTION_WORDS | COMMON_OPENERS | COUNT_NOUNS
    return word.split("-")[0] in known or word.endswith(_SUFFIXES)

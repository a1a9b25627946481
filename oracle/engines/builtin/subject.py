"""What a brief is about: its topic, what it states, and what must be kept whole."""

import re
from dataclasses import dataclass

from oracle.domain import Brief
from oracle.engines.builtin.commands import ASK, BARE_ASK, HOW_TO_WRITE, MANNER
from oracle.engines.builtin.english import (
    ADVERBS,
    BASE_VERBS,
    CALLS,
    CONJUNCTIONS,
    FINITE_VERBS,
    PREPOSITIONS,
    SUBJECTS,
)
from oracle.engines.builtin.phrases import ENTITY, is_english, noun_phrases, words
from oracle.engines.builtin.sentences import Sentence, is_plea, sentences
from oracle.engines.builtin.topic import Topic, topic_of

_MAX_ENTITIES = 3
_MAX_LABEL = 3
_RELATIVES = frozenset(
    {
        "that",
        "which",
        "who",
        "whose",
        "where",
        "when",
        "why",
        "how",
        "what",
        "if",
        "whether",
        "because",
    }
)
_STARTS_NOUN = re.compile(
    r"(?:the|an?|our|my|your|his|her|their|two|three|four|five|six|seven|eight|nine|ten|\d+)\s",
    re.IGNORECASE,
)
_LINKS = CONJUNCTIONS | PREPOSITIONS
_REASON = re.compile(r"\s(?:for|on)\s.*$", re.IGNORECASE)
_DETAILS = re.compile(r"\s*(?::\s|;\s|\s[—–-]+\s|—)\s*")
_TRAILING = re.compile(rf"(?<![\s,])(?:[\s,]*+(?>{ENTITY.pattern}))+[\s.!]*$")
_BEFORE_VERB = re.compile(
    rf"((?:[\w'’-]+\s){{1,7}}?)(?>(?:{'|'.join(sorted(ADVERBS))}|\w+ly)\s)*(?:{'|'.join(sorted(FINITE_VERBS))})\b",
    re.IGNORECASE,
)
_FULL_STOPS = ".!?… ,;:"


@dataclass(frozen=True)
class Subject:
    """`statements` are whole or start with a verb; `topic` is None where the brief names none.

    `entities` are its links, hashtags and mentions, at most three.
    """

    topic: Topic | None
    statements: tuple[Sentence, ...]
    entities: tuple[Sentence, ...]


def read_subject(brief: Brief) -> Subject:
    """What `brief` is about; talk to the writer (tone, length, pleas to a judge) is left out."""
    topic: Topic | None = None
    statements: list[Sentence] = []
    entities: list[Sentence] = []
    for sentence in sentences(brief.text, source=-1):
        if _is_aside(sentence.text):
            continue
        entities += [sentence.part(*m.span()) for m in ENTITY.finditer(sentence.text)]
        sentence = _without(sentence, _TRAILING)
        found, said = _read(sentence) if words(sentence.text) else (None, [])
        topic = topic or found
        statements += said
    return Subject(topic, tuple(statements), tuple(entities[:_MAX_ENTITIES]))


def _is_aside(text: str) -> bool:
    return is_plea(text) or not is_english(text) or HOW_TO_WRITE.match(text) is not None


def _read(sentence: Sentence) -> tuple[Topic | None, list[Sentence]]:
    ask = ASK.match(sentence.text)
    if not ask and _is_statement(sentence.text):
        return topic_of(_clause_subject(sentence)), [sentence]
    if not ask and sentence.text.split()[0].lower() in BASE_VERBS:
        return None if BARE_ASK.match(sentence.text) else topic_of(_object(sentence)), []
    asked = sentence.part(ask.end() if ask else 0, len(sentence.text))
    if ask and ask["words"]:
        return None, [asked]
    asked = _without(asked, MANNER)
    return _read_subject(_without(asked, _REASON) if ask and ask["thanks"] else asked)


def _is_statement(text: str) -> bool:
    found = words(text)
    written_out = text.endswith((".", "!")) and len(found) > _MAX_LABEL
    return (
        text.endswith("?")
        or text.split()[0].lower() in CALLS
        or is_clause(text)
        or (written_out and found[0] not in BASE_VERBS)
    )


def _read_subject(asked: Sentence) -> tuple[Topic | None, list[Sentence]]:
    """A clause is a statement; a noun phrase is a topic, with its details as statements."""
    text = asked.text.rstrip(_FULL_STOPS)
    opening = re.match(r"(?:that|to)\s+(?=\w)", text, re.IGNORECASE)
    if opening or is_clause(text):
        said = asked.part(opening.end() if opening else 0, len(asked.text))
        return None, [said] if said.text else []
    details = _DETAILS.search(text)
    name = asked.part(0, details.start() if details else len(text))
    topic = topic_of(name)
    parts = [name] if topic and topic.name.end < name.end else []
    parts += [asked.part(details.end(), len(asked.text))] if details else []
    return topic, [part for part in parts if len(words(part.text)) > 1]


def is_clause(text: str) -> bool:
    """Whether `text` has a finite verb with its subject, outside a relative clause."""
    found = words(text)
    for position, word in enumerate(found):
        if word in _RELATIVES:
            return False
        if word in FINITE_VERBS and (position > 0 or "'" in word):
            return True
        if word in SUBJECTS and found[position + 1 :] and found[position + 1] not in _LINKS:
            return True
    return False


def _clause_subject(sentence: Sentence) -> Sentence:
    """What stands before the verb, or else the first noun phrase."""
    subject = _BEFORE_VERB.match(sentence.text)
    if subject and noun_phrases(subject[1]):
        return sentence.part(*subject.span(1))
    return _first_phrase(sentence)


def _object(command: Sentence) -> Sentence:
    """What an unknown request is about: what follows its verb, or else the first noun phrase."""
    verb, *rest = command.text.split(maxsplit=1)
    if rest and _STARTS_NOUN.match(rest[0]):
        return _without(command.part(len(verb), len(command.text)), MANNER)
    return _first_phrase(command)


def _first_phrase(sentence: Sentence) -> Sentence:
    phrase = next(iter(noun_phrases(sentence.text)), "")
    start = sentence.text.find(phrase)
    return sentence.part(start, start + len(phrase))


def _without(sentence: Sentence, ending: re.Pattern[str]) -> Sentence:
    match = ending.search(sentence.text)
    return sentence.part(0, match.start()) if match else sentence

"""What a post may say: the brief's own statements, and sentences chosen from its sources."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from oracle.domain import Source
from oracle.engines.builtin.facts import cited, stated
from oracle.engines.builtin.phrases import noun_phrases
from oracle.engines.builtin.retrieve import Query, choose
from oracle.engines.builtin.sentences import Sentence, sentences, stands_alone
from oracle.engines.builtin.subject import read_subject
from oracle.engines.builtin.topic import Topic
from oracle.platforms import PLATFORMS, PlatformRules
from oracle.ports import WriteRequest

_CHARACTERS_PER_WORD = 6
_FACTS_SHARE, _BRIEF_SHARE, _CHOSEN_SHARE = 0.6, 0.3, 0.6
_MAX_STATEMENTS, _MAX_CITED = 4, 5


@dataclass(frozen=True)
class Material:
    """`said` are statements of the brief, in order; `found` are sentences of sources, by source."""

    topic: Topic | None
    said: tuple[Sentence, ...]
    found: tuple[Sentence, ...]
    entities: tuple[Sentence, ...]


def gather(request: WriteRequest, key: str) -> Material | None:
    """What this persona's post will say, or None where there is nothing to speak of.

    Facts take at most 0.6 of the platform's room, so that the rest is the persona's own.
    """
    subject = read_subject(request.brief)
    usable = _usable(request.brief.sources)
    if not (subject.topic or subject.statements or usable):
        return None
    room = _room(PLATFORMS[request.platform])
    said = _within(subject.statements, room, _BRIEF_SHARE if usable else _FACTS_SHARE, request)
    said = said[:_MAX_STATEMENTS]
    left = _FACTS_SHARE - sum(_size(each, request) for each in said) / room
    found = _within(_chosen(usable, request, key), room, left, request)
    return Material(subject.topic, tuple(said), _in_order(found), subject.entities)


@lru_cache(maxsize=16)
def _usable(sources: tuple[Source, ...]) -> tuple[Sentence, ...]:
    """The sources' sentences that can be quoted alone, each text once."""
    every = (
        sentence
        for index, source in enumerate(sources)
        for sentence in sentences(source.text, index)
        if stands_alone(sentence)
    )
    return tuple({sentence.text.casefold(): sentence for sentence in every}.values())


def _chosen(usable: Sequence[Sentence], request: WriteRequest, key: str) -> list[Sentence]:
    card = request.card
    query = Query(
        brief=" ".join(noun_phrases(request.brief.text)),
        persona=" ".join((card.tone, *card.topics)),
        sentiment=card.target_sentiment,
        key=key,
    )
    most = min(_MAX_CITED, math.ceil(_CHOSEN_SHARE * len(usable)))
    order = choose([sentence.text for sentence in usable], query, most)
    return [usable[index] for index in order]


def _within(
    candidates: Iterable[Sentence], room: int, share: float, request: WriteRequest
) -> list[Sentence]:
    """The candidates, in order, that together take no more than `share` of `room`."""
    kept: list[Sentence] = []
    left = room * share
    for sentence in candidates:
        size = _size(sentence, request)
        if size <= left:
            kept.append(sentence)
            left -= size
    return kept


def _size(sentence: Sentence, request: WriteRequest) -> int:
    """The length of the sentence as the platform counts it, with its title and a space."""
    sources = request.brief.sources
    own = sentence.source < 0
    piece = stated(sentence) if own else cited(sentence, sources[sentence.source])
    return PLATFORMS[request.platform].count(piece.text) + 1


def _room(rules: PlatformRules) -> int:
    return min(rules.limit, rules.words[1] * _CHARACTERS_PER_WORD)


def _in_order(found: list[Sentence]) -> tuple[Sentence, ...]:
    """Sources in the order in which they were first chosen, each one's sentences as written."""
    first = {sentence.source: place for place, sentence in reversed(list(enumerate(found)))}
    return tuple(sorted(found, key=lambda each: (first[each.source], each.start)))

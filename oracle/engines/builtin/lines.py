"""A persona's own lines, in the order in which a request tries them."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from oracle.domain import Quote
from oracle.engines.builtin.clean import clean_line
from oracle.engines.builtin.draft import Piece
from oracle.engines.builtin.topic import Topic

_SLOT = "{topic}"


def ordered(lines: Sequence[str], key: str) -> list[str]:
    """`lines` cleaned and shuffled by `key` alone."""
    return sorted(
        filter(None, map(clean_line, lines)),
        key=lambda line: sha256(f"{key}\n{line}".encode()).digest(),
    )


def with_topic(lines: Sequence[str], topic: Topic) -> Iterator[Piece]:
    """Those of `lines` that name the topic, naming this one."""
    return (_filled(line, topic) for line in lines if _SLOT in line)


def without_topic(lines: Sequence[str]) -> Iterator[Piece]:
    """Those of `lines` that name no topic."""
    return (Piece(line) for line in lines if _SLOT not in line)


def _filled(line: str, topic: Topic) -> Piece:
    before, after = line.split(_SLOT, 1)
    start = len(before) + len(topic.article)
    name = topic.name
    source_start, source_end = name.origin.raw_span(name.start, name.end)
    quote = Quote(
        start=start,
        end=start + len(topic.text),
        source=name.source,
        source_start=source_start,
        source_end=source_end,
    )
    text = topic.article + topic.text
    return Piece(before + text + after.replace(_SLOT, text), (quote,))

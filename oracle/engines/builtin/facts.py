"""Sentences of the brief and of its sources as they appear in a post."""

import re
from collections.abc import Sequence

from oracle.domain import Quote, Source
from oracle.engines.builtin.clean import clean_line
from oracle.engines.builtin.draft import Piece
from oracle.engines.builtin.sentences import Sentence, is_first_person

_MAX_TITLE = 60
_SEPARATOR = re.compile(r"\s(?:[|–—-]|::)\s")


def stated(sentence: Sentence) -> Piece:
    """A sentence of the brief, with a capital and a full stop where it lacks them."""
    text = sentence.text.rstrip(",;:")
    first = text.split()[0]
    capital = text[0].upper() if first.islower() and not re.search(r"[./@#]", first) else text[0]
    stop = "" if text.endswith((".", "!", "?", "…", "”", '"')) else "."
    return Piece(capital + text[1:] + stop, (_quote(sentence, 0, len(text)),))


def cited(sentence: Sentence, source: Source | None = None) -> Piece:
    """A sentence of a source; with `source`, its title before the full stop.

    A sentence that says I or we stands in quotation marks.
    """
    text = sentence.text
    mark = "" if text.endswith("!") or not text.endswith(".") else "."
    body = text.removesuffix(".") if mark else text
    opening, closing = ("“", "”") if is_first_person(text) else ("", "")
    title = f" ({short_title(source.title)})" if source and short_title(source.title) else ""
    quote = _quote(sentence, len(opening), len(opening) + len(body))
    return Piece(f"{opening}{body}{closing}{title}{mark}", (quote,))


def short_title(title: str) -> str:
    """A title of at most 60 characters, ending with a word."""
    text = _SEPARATOR.split(clean_line(title))[0].strip()
    while len(text) > _MAX_TITLE and " " in text:
        text = text.rsplit(" ", 1)[0].rstrip(",;:")
    return text if len(text) <= _MAX_TITLE else ""


def mentioned(entities: Sequence[Sentence]) -> Piece:
    """Links, hashtags and mentions, one after another."""
    text, quotes = "", []
    for entity in entities:
        text += " " if text else ""
        quotes.append(_quote(entity, len(text), len(text) + len(entity.text)))
        text += entity.text
    return Piece(text, tuple(quotes))


def _quote(sentence: Sentence, start: int, end: int) -> Quote:
    length = end - start
    source_start, source_end = sentence.origin.raw_span(sentence.start, sentence.start + length)
    return Quote(
        start=start,
        end=end,
        source=sentence.source,
        source_start=source_start,
        source_end=source_end,
    )

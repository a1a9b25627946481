"""A post under construction: pieces of text that know which of their words are quoted."""

from collections.abc import Iterable
from dataclasses import dataclass

from oracle.domain import Quote


@dataclass(frozen=True)
class Piece:
    """A text, and the spans of it that restate a source."""

    text: str
    quotes: tuple[Quote, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


def join(pieces: Iterable[Piece], separator: str) -> Piece:
    """The pieces that have a text, one after another."""
    text, quotes = "", []
    for piece in filter(None, pieces):
        text += separator if text else ""
        quotes += [_moved(quote, len(text)) for quote in piece.quotes]
        text += piece.text
    return Piece(text, tuple(quotes))


def _moved(quote: Quote, by: int) -> Quote:
    return quote.model_copy(update={"start": quote.start + by, "end": quote.end + by})


@dataclass(frozen=True)
class Draft:
    """The parts of a post. A paragraph of `facts` is a list of pieces."""

    hook: Piece = Piece("")
    facts: tuple[tuple[Piece, ...], ...] = ()
    stance: Piece = Piece("")
    question: Piece = Piece("")
    tail: Piece = Piece("")

    def render(self) -> Piece:
        """The post: paragraphs with a blank line between them."""
        facts = [join(paragraph, " ") for paragraph in self.facts]
        closing = join((self.stance, self.question), " ")
        return join((self.hook, *facts, closing, self.tail), "\n\n")

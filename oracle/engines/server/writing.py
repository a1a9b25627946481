"""A row while it is being written: its tokens, and what of its text can be shown."""

from collections.abc import Callable

from oracle.engines.server.rows import Completion, Finish, Row

TextOf = Callable[[list[int]], str]
_BROKEN = "\ufffd"  # what a decoder shows for a character of which bytes are missing
_PENDING = 8  # tokens; a character has four bytes at most, so those that still show it are broken


class _Pieces:
    """Tokens to text, a token at a time, without ever decoding the whole again.

    A piece is what two neighbouring stretches of tokens say beyond the first alone, for a
    tokenizer may write a token another way where it stands first.
    """

    def __init__(self, text_of: TextOf) -> None:
        self._text_of = text_of
        self._before: list[int] = []
        self._pending: list[int] = []

    def add(self, token: int) -> str:
        """The text that the token completes; none where a character still lacks bytes."""
        self._pending.append(token)
        before = self._text_of(self._before)
        both = self._text_of(self._before + self._pending)
        if both.endswith(_BROKEN) and len(self._pending) < _PENDING:
            return ""
        self._before, self._pending = self._pending, []
        return both[len(before) :]


class Writing:
    """A row's text as it grows. It ends before the first of the row's stop texts.

    What may be the beginning of a stop text is held back until it is known not to be.
    """

    def __init__(self, row: Row, ends: frozenset[int], text_of: TextOf) -> None:
        self.row = row
        self.tokens: list[int] = []
        self.finish: Finish | None = None
        self._ends = ends
        self._pieces = _Pieces(text_of)
        self._text: list[str] = []
        self._held = ""
        self._shown = 0
        self._longest = max(map(len, row.stop), default=1)

    def take(self, token: int) -> None:
        """The model's next token; one under 0 stands for numbers that overflowed."""
        if self.row.cancelled.is_set():
            self._end("cancelled")
        elif token < 0:
            self._end("overflowed")
        else:
            self.tokens.append(token)
            if token in self._ends:
                self._end("stop")
            elif not self._stops(self._pieces.add(token)) and self._full():
                self._end("length")

    def shown(self) -> str:
        """The text since it was last asked for, whole characters and no part of a stop text."""
        new = "".join(self._text[self._shown :])
        self._shown = len(self._text)
        return new

    def completion(self) -> Completion:
        """What was written, once it has a `finish`."""
        assert self.finish is not None
        return Completion("".join(self._text), self.finish, len(self.tokens))

    def _full(self) -> bool:
        return len(self.tokens) >= self.row.max_tokens

    def _stops(self, piece: str) -> bool:
        held = self._held + piece
        places = [place for stop in self.row.stop if (place := held.find(stop)) >= 0]
        if places:
            self._held = held[: min(places)]
            self._end("stop")
            return True
        keep = next(
            (size for size in range(self._longest - 1, 0, -1) if self._may_stop(held, size)), 0
        )
        self._text.append(held[: len(held) - keep])
        self._held = held[len(held) - keep :]
        return False

    def _may_stop(self, held: str, size: int) -> bool:
        return size <= len(held) and any(
            len(stop) > size and held.endswith(stop[:size]) for stop in self.row.stop
        )

    def _end(self, finish: Finish) -> None:
        self._text.append(self._held)
        self._held, self.finish = "", finish

"""Server-sent events, from bytes as they come.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
"""

import re
from collections.abc import Iterable, Iterator

_LINE_END = re.compile(rb"\r\n|\n|\r(?!\Z)")
_BOM = b"\xef\xbb\xbf"


def events(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The data of each event; comments, names, ids and retry times are left out.

    Lines, characters and line ends may be split among the pieces in any way. An event that is not
    ended by an empty line is lost, as the standard has it.
    Raises `ValueError` beyond `most` bytes in all.
    """
    data: list[bytes] = []
    for line in _lines(pieces, most):
        if not line and data:
            yield b"\n".join(data)
            data = []
        name, _, value = line.partition(b":")
        if name == b"data":
            data.append(value.removeprefix(b" "))


def _lines(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    left, read = bytearray(), 0
    for piece in pieces:
        left += piece
        read += len(piece)
        if read > most:
            raise ValueError(f"sent more than {most} bytes")
        if b"\n" in piece or b"\r" in left[-len(piece) - 1 :]:
            *lines, rest = _LINE_END.split(left)
            left = bytearray(rest)
            yield from (bytes(line).removeprefix(_BOM) for line in lines)
    if left.endswith(b"\r"):
        yield bytes(left[:-1])

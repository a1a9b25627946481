"""What operators reveal."""

from collections.abc import Sequence

SALT = b"\x5a" * 32
_DIGEST = b"\xd1" * 32


def sheet(levels: Sequence[int], ballots: Sequence[int] | None = None) -> bytes:
    """A sheet that gives an entry the same value in all five criteria; ballots for the next one."""
    return sheet_of([[level] * 5 for level in levels], ballots)


def sheet_of(rows: Sequence[Sequence[int]], ballots: Sequence[int] | None = None) -> bytes:
    """The sheet with those criteria per entry."""
    n = len(rows)
    votes = ballots if ballots is not None else [(index + 1) % n for index in range(n)]
    criteria = b"".join(value.to_bytes(2) for row in rows for value in row)
    return criteria + bytes(votes) + _DIGEST


def value_sheet(*values: int) -> bytes:
    """A sheet of plain values (see `ValueSheet.sol`): of a review, evaluation or attribution."""
    return b"".join(value.to_bytes(2) for value in values) + _DIGEST


def unpack(word: int, n: int) -> tuple[int, ...]:
    """The first `n` values of a word (see `Words.sol`)."""
    return tuple(word >> 16 * index & 0xFFFF for index in range(n))

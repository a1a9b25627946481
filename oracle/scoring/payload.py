"""A score sheet as it goes on chain, read back strictly."""

from dataclasses import dataclass

from oracle.domain import MAX_ROSTER, MAX_SCORE, MIN_ROSTER, Criterion
from oracle.errors import Permanent

_CRITERIA = len(Criterion)
_ROW = 2 * _CRITERIA
_DIGEST = 32


@dataclass(frozen=True)
class DecodedSheet:
    """The numbers of a sheet: a row of five criteria (0..10000, in the order of `Criterion`) and a
    ballot (index of an entry) per persona in roster order, and the pinned sheet's digest."""

    criteria: tuple[tuple[int, ...], ...]
    ballots: tuple[int, ...]
    digest: str


def decode_payload(payload: bytes, n: int) -> DecodedSheet:
    """The sheet of `n` entries in `payload`: 11 n + 32 bytes, the inverse of `ScoreSheet.payload`.

    Raises `Permanent` for whatever the contract's `score` rejects: another length, a criterion
    over 10000, a ballot for an entry that is not there or for the voter's own.
    """
    if not MIN_ROSTER <= n <= MAX_ROSTER:
        raise Permanent(f"a round has {MIN_ROSTER} to {MAX_ROSTER} entries, not {n}")
    if len(payload) != (_ROW + 1) * n + _DIGEST:
        expected = (_ROW + 1) * n + _DIGEST
        raise Permanent(f"a sheet of {n} entries has {expected} bytes, not {len(payload)}")
    numbers = [int.from_bytes(payload[at : at + 2]) for at in range(0, _ROW * n, 2)]
    rows = (tuple(numbers[i : i + _CRITERIA]) for i in range(0, len(numbers), _CRITERIA))
    sheet = DecodedSheet(
        criteria=tuple(rows),
        ballots=tuple(payload[_ROW * n : -_DIGEST]),
        digest="0x" + payload[-_DIGEST:].hex(),
    )
    _check(sheet, n)
    return sheet


def _check(sheet: DecodedSheet, n: int) -> None:
    for entry, row in enumerate(sheet.criteria):
        if max(row) > MAX_SCORE:
            raise Permanent(f"entry {entry} has a criterion of {max(row)}, over {MAX_SCORE}")
    for voter, entry in enumerate(sheet.ballots):
        if entry >= n:
            raise Permanent(f"persona {voter} votes for entry {entry} of {n}")
        if entry == voter:
            raise Permanent(f"persona {voter} votes for its own entry")

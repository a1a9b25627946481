"""Sheets read back from the chain, and the contracts' arithmetic."""

from statistics import median as exact_median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.errors import Permanent
from oracle.scoring.payload import DecodedSheet, decode_payload
from oracle.scoring.tally import composites, finals, median
from tests.oracle.scoring.scoring_rounds import OTHER, PLAIN, THIRD, score, values

ROW = (10_000, 5_000, 1, 0, 9_999)
WEIGHTS = (3_000, 1_000, 1_000, 2_000, 1_000)


def payload(*rows: tuple[int, ...], ballots: bytes) -> bytes:
    return b"".join(value.to_bytes(2) for row in rows for value in row) + ballots + b"\xab" * 32


def test_decode_payload__a_sheets_payload__gives_back_its_numbers() -> None:
    sheet = score(PLAIN, OTHER, "pasta", THIRD)
    decoded = decode_payload(sheet.payload(), 4)
    assert [list(row) for row in decoded.criteria] == [values(row) for row in sheet.entries]
    assert list(decoded.ballots) == [ballot.entry for ballot in sheet.ballots]
    assert decoded.digest == sheet.digest


@pytest.mark.parametrize(
    ("data", "n", "message"),
    [
        (payload(ROW, ROW, ROW, ballots=b"\1\0\0")[:-1], 3, "65 bytes, not 64"),
        (payload(ROW, ROW, ROW, ballots=b"\1\0\0") + b"\0", 3, "65 bytes, not 66"),
        (b"", 3, "65 bytes, not 0"),
        (payload(ROW, ROW, ROW, ballots=b"\1\0\0"), 4, "76 bytes, not 65"),
        (payload(ROW, ROW, ballots=b"\1\0"), 2, "3 to 16 entries"),
        (payload(ROW, (0, 0, 0, 0, 10_001), ROW, ballots=b"\1\0\0"), 3, "entry 1 .* 10001"),
        (payload(ROW, ROW, ROW, ballots=b"\1\1\0"), 3, "its own"),
        (payload(ROW, ROW, ROW, ballots=b"\1\0\3"), 3, "entry 3 of 3"),
    ],
)
def test_decode_payload__what_the_contract_rejects__is_refused(
    data: bytes, n: int, message: str
) -> None:
    with pytest.raises(Permanent, match=message):
        decode_payload(data, n)


@given(st.binary(max_size=250), st.integers(0, 20))
def test_decode_payload__any_bytes__is_refused_or_within_range(data: bytes, n: int) -> None:
    try:
        sheet = decode_payload(data, n)
    except Permanent:
        return
    assert len(sheet.criteria) == len(sheet.ballots) == n
    assert all(0 <= value <= 10_000 for row in sheet.criteria for value in row)


def sheet(*rows: tuple[int, ...], ballots: tuple[int, ...]) -> DecodedSheet:
    return DecodedSheet(rows, ballots, "0x" + "00" * 32)


def test_composites__worked_by_hand__match() -> None:
    rows = ((7_000, 5_000, 9_001, 6_000, 8_000), (0, 0, 0, 0, 0), (1, 0, 0, 0, 0))
    # 21000000 + 5000000 + 9001000 + 12000000 + 8000000 = 55001000; 2000 * 10000 * 1 / 2 = 10000000
    # (55001000 + 10000000) / 10000 = 6500.1; 3000 / 10000 = 0.3 with no ballot: at least 1.
    given_sheet = sheet(*rows, ballots=(1, 0, 1))
    assert composites(given_sheet, WEIGHTS, 2_000) == (6_500, 0, 1)


def test_composites__disqualified_with_ballots__stay_zero() -> None:
    zero = (0, 0, 0, 0, 0)
    assert composites(sheet(zero, zero, zero, ballots=(1, 2, 0)), WEIGHTS, 2_000) == (0, 0, 0)


def test_composites__peers_alone_divide_down_inside__as_the_contract_does() -> None:
    one = (1, 0, 0, 0, 0)
    rows = [one] * 4
    # 1 * 10000 * 2 / 3 = 6666 (down), (1 + 6666) / 2 = 3333
    assert composites(sheet(*rows, ballots=(1, 0, 0, 1)), (1, 0, 0, 0, 0), 1)[0] == 3_333


@given(
    rows=st.lists(st.tuples(*[st.integers(0, 10_000)] * 5), min_size=3, max_size=16),
    weights=st.tuples(*[st.integers(0, 65_535)] * 5).filter(any),
    peer_weight=st.integers(0, 65_535),
)
def test_composites__any_sheet__stays_in_range_and_zero_means_disqualified(
    rows: list[tuple[int, ...]], weights: tuple[int, ...], peer_weight: int
) -> None:
    ballots = tuple((i + 1) % len(rows) for i in range(len(rows)))
    made = composites(sheet(*rows, ballots=ballots), weights, peer_weight)
    assert all(0 <= value <= 10_000 for value in made)
    assert [value == 0 for value in made] == [not any(row) for row in rows]


@given(st.lists(st.tuples(st.integers(0, 65_535), st.integers(0, 65_535)), min_size=1, max_size=15))
def test_median__any_rows__is_the_element_wise_median_rounded_down(
    rows: list[tuple[int, int]],
) -> None:
    assert median(rows) == tuple(int(exact_median(column)) for column in zip(*rows, strict=True))


def test_finals__no_votes__are_the_composites() -> None:
    assert finals((6_500, 0, 1), (0, 0, 0), 2_500, 10**18) == (6_500, 0, 1)


def test_finals__worked_by_hand__match() -> None:
    # (7500 * 6500 + 2500 * 10000 * 3 / 4) / 10000 = 6750; 0 stays 0; (7500 + 0) / 10000 = 0.75
    assert finals((6_500, 0, 1), (3, 1, 0), 2_500, 4) == (6_750, 0, 0)


def test_finals__fewer_votes_than_the_quorum__count_for_less() -> None:
    # 2500 * 10000 * 3 / 30 = 2500000, (48750000 + 2500000) / 10000 = 5125
    assert finals((6_500, 6_500, 6_500), (3, 0, 0), 2_500, 30) == (5_125, 4_875, 4_875)

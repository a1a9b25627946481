"""A user's own post history, and strangers' bytes in its place."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.domain import Platform
from oracle.errors import Permanent
from oracle.predictor.columns import COLUMNS
from oracle.predictor.loading import load_posts
from oracle.predictor.rows import WrongRow, post_of
from tests.requires import require

_HEADER = "created_at,Text,network,favorite_count,Comments,impressions,has_media,unknown\n"
_GOOD = "2026-01-31T12:00:00+01:00,Hello,bluesky,12,3,400,yes,what\n"


def arrow() -> None:
    """Parquet needs a pyarrow that works with the installed numpy."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        require(False, f"no Parquet: {error}")


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "posts.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_load_posts__other_names_for_columns__are_understood(tmp_path: Path) -> None:
    (post,) = load_posts(written(tmp_path, "\ufeff" + _HEADER + _GOOD)).posts
    assert (post.author, post.text, post.platform) == ("me", "Hello", Platform.BLUESKY)
    assert post.at == datetime(2026, 1, 31, 11, tzinfo=UTC)
    assert post.media
    assert post.outcomes == {"impressions": 400, "likes": 12, "replies": 3}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-01-31T12:00:00,Hello,bluesky,12,3,400,,", "no zone"),
        ("yesterday,Hello,bluesky,12,3,400,,", "is no time"),
        ("1026-01-31T12:00:00Z,Hello,bluesky,12,3,400,,", "year"),
        ("2026-01-31T12:00:00Z,,bluesky,12,3,400,,", "0 characters"),
        ("2026-01-31T12:00:00Z,Hello,myspace,12,3,400,,", "is no platform"),
        ("2026-01-31T12:00:00Z,Hello,x,12,3,400,,", "X's data"),
        ("2026-01-31T12:00:00Z,Hello,bluesky,-1,3,400,,", "no number of likes"),
        ("2026-01-31T12:00:00Z,Hello,bluesky,many,3,400,,", "no number of likes"),
        ("2026-01-31T12:00:00Z,Hello,bluesky,1e400,3,400,,", "no number of likes"),
        ("2026-01-31T12:00:00Z,Hello,bluesky,500,3,400,,", "500 likes of 400 impressions"),
        ("2026-01-31T12:00:00Z,Hello,bluesky,,,,,", "none of impressions"),
        ("2026-01-31T12:00:00Z,Hello,bluesky,12,3,400,perhaps,", "media"),
        ("2026-01-31T12:00:00Z,Hello", "is no platform"),
    ],
)
def test_load_posts__wrong_row__is_skipped_and_named_by_its_line(
    tmp_path: Path, row: str, reason: str
) -> None:
    loaded = load_posts(written(tmp_path, f"{_HEADER}{_GOOD}{row}\n{_GOOD}"))
    assert (len(loaded.posts), loaded.skipped) == (2, 1)
    assert loaded.reasons[0].startswith("line 3: ")
    assert reason in loaded.reasons[0]


def test_load_posts__data_from_x__is_refused_whatever_the_platform(tmp_path: Path) -> None:
    text = "time,text,platform,likes,source\n2026-01-31T12:00:00Z,a,x,1,own links\n"
    loaded = load_posts(written(tmp_path, text + "2026-01-31T12:00:00Z,b,bluesky,1,Twitter\n"))
    assert [post.text for post in loaded.posts] == ["a"]
    assert "X's data may not train models" in loaded.reasons[0]


def test_load_posts__parquet__is_the_same_as_csv(tmp_path: Path) -> None:
    arrow()
    import pandas as pd

    frame = pd.DataFrame(
        {
            "time": [pd.Timestamp("2026-01-31T12:00:00+01:00"), pd.Timestamp("2026-02-01T00:00Z")],
            "text": ["Hello", None],
            "platform": ["bluesky", "bluesky"],
            "likes": [12.0, 1.0],
            "replies": [float("nan"), 2.0],
            "media": [True, False],
        }
    )
    frame.to_parquet(tmp_path / "posts.parquet")
    loaded = load_posts(tmp_path / "posts.parquet")
    assert [(post.text, post.media, post.outcomes) for post in loaded.posts] == [
        ("Hello", True, {"likes": 12})
    ]
    assert loaded.reasons == ("line 2: a text of 0 characters: 1 to 10000 are taken",)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no column time"),
        (b"time,text\n", "no column platform"),
        (b"time,text,platform,likes,like_count\n", "two columns mean likes"),
        (_HEADER.encode() + b"\xff\xfe\n", "UTF-8"),
        (_HEADER.encode() + b'"' + b"a" * 200_000, "is no CSV file"),
    ],
)
def test_load_posts__no_such_file__says_what_is_wrong(
    tmp_path: Path, data: bytes, says: str
) -> None:
    with pytest.raises(Permanent, match=says):
        load_posts(written(tmp_path, data))


def test_load_posts__parquet_of_one_endless_text_in_each_row__takes_little_memory(
    tmp_path: Path,
) -> None:
    arrow()
    import pyarrow as pa
    from pyarrow.parquet import write_table

    endless = pa.DictionaryArray.from_arrays(pa.array([0] * 1_000, pa.int32()), ["x" * 300_000])
    table = pa.table(
        {
            "time": ["2026-01-31T12:00:00Z"] * 1_000,
            "text": endless,
            "platform": ["bluesky"] * 1_000,
            "likes": [1] * 1_000,
            "other": [["a list", "of texts"]] * 1_000,
        }
    )
    write_table(table, tmp_path / "posts.parquet", compression="zstd", store_schema=False)
    assert (tmp_path / "posts.parquet").stat().st_size < 10_000
    before = pa.default_memory_pool().max_memory()
    assert load_posts(tmp_path / "posts.parquet").skipped == 1_000
    assert pa.default_memory_pool().max_memory() <= max(before, 100 * 2**20)


def test_load_posts__no_parquet__is_refused(tmp_path: Path) -> None:
    arrow()
    (tmp_path / "posts.parquet").write_bytes(b"PAR1" + b"\xff" * 100 + b"PAR1")
    with pytest.raises(Permanent, match="Parquet"):
        load_posts(tmp_path / "posts.parquet")


def test_load_posts__missing_file__is_refused(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match="No such file"):
        load_posts(tmp_path / "none.csv")


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(COLUMNS)), st.text(max_size=40)))
def test_post_of__any_cells__gives_a_post_or_a_reason(cells: dict[str, str]) -> None:
    known = {"time": "2026-01-31T12:00:00Z", "text": "a", "platform": "lens", "likes": "1"}
    try:
        post = post_of(known | cells)
    except WrongRow as error:
        reason = str(error)
    else:
        reason = "fine"
        assert post.at.tzinfo is not None
        assert all(count >= 0 for count in post.outcomes.values())
    assert 0 < len(reason) < 400


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=10), max_size=5))
def test_load_posts__any_rows__are_taken_or_counted(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = written(tmp_path_factory.mktemp("rows"), (_HEADER + text.getvalue()).encode())
    try:
        loaded = load_posts(path)
    except Permanent:
        return
    assert len(loaded.posts) == 0
    assert len(loaded.reasons) <= loaded.skipped

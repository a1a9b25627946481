"""What strangers wrote, made fit for logs, reasons and models."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oracle.printable import one_line, printable

_ANY = st.text(st.characters(exclude_categories=()), max_size=400)


@given(text=_ANY, most=st.integers(1, 100))
def test_one_line__any_text__prints_on_one_line_within_its_bound(text: str, most: int):
    line = one_line(text, most)
    assert line.isprintable()
    assert len(line) <= most
    assert one_line(line, most) == line


@given(text=_ANY)
@example(text="\x85\x1f")
@example(text="a\n\n")
def test_printable__any_text__has_nothing_hidden(text: str):
    shown = printable(text)
    kinds = {unicodedata.category(c) for c in shown if c not in "\n\u200c\u200d"}
    assert kinds.isdisjoint({"Cc", "Cf", "Cs", "Co", "Cn"})
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a\tb\r\nc ", "a b c"),
        ("\u202etxt.exe\x1b[31m\x00", "txt.exe[31m"),
        ("x" * 30, "x" * 9 + "…"),
        ("café “é” 🚲", "café “é” 🚲"),
    ],
)
def test_one_line__text__is_as_a_reader_would_copy_it(text: str, line: str):
    assert one_line(text, 10 if len(text) > 20 else 20) == line

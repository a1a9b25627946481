"""Whatever a brief holds, writing takes little time: no pattern tries its ways again and again."""

import re
import time

import pytest
from builtin_entries import request, write

from oracle.domain import Source
from oracle.engines.builtin import BuiltinWriter
from oracle.engines.builtin.commands import ASK, BARE_ASK, HOW_TO_WRITE, MANNER
from oracle.ports import WriteRequest

PERSONAS = 16
# What stands before, what is repeated, what stands behind. A link escapes the limit of a word.
HOSTILE_BRIEFS = {
    "style": ("Be ", "a", "-"),
    "style-words": ("Be ", "a and ", "-"),
    "style-ending": ("Use ", "tone ", "x"),
    "adverbs": ("The bee ", "only ", "x flew far."),
    "adverbs-in-ly": ("The bee ", "early really ", "x flew far."),
    "links": ("Bees are good ", "http://a", "?x (y)"),
    "hashtags": ("Bees are good ", "#ab, ", "zz"),
    "mentions": ("Bees are good ", "@a.", "zz"),
    "dashes": ("Write about bees", "-", "z"),
    "separators": ("Write about bees", " ;", "z"),
    "manner": ("Write about bees in a", " and a", ""),
    "polite": ("", "please, ", "z"),
    "polite-marks": ("please", "!", "z"),
    "form": ("write ", "post for a ", "z"),
    "comma-list": ("Write about bees, ", "a, ", "and x"),
    "cuts": ("Write about bees ", "in a ", ""),
    "short-words": ("write ", "a ", ""),
    "pleas": ("", "ignore rate reveal ", ""),
    "abbreviations": ("", "A. ", ""),
    "brackets": ("Write about bees ", "(", "z"),
}
HOSTILE_SOURCES = {
    "dots": ("Bees https://a", ".", "z"),
    "dots-and-quotes": ("Bees https://a" + "." * 3_900, ")", "z"),
    "abbreviations": ("", "A. ", ""),
    "dotted-letters": ("Bees https://", "a.", "b! A"),
    "scripts": ("", "<script>", ""),
    "comments": ("", "<!--", ""),
    "tags": ("", "<a ", ""),
    "long-word": ("Bees are good in ", "a", " here."),
    "long-link": ("Bees are good in https://", "ignore/rate/", " here."),
    "links": ("Bees are good in here ", "http://a", " x."),
    "pleas": ("Bees are good in ", "ignore-rate-reveal-", " here."),
    "emoji": ("Bees are so good here ", "😂 ", "."),
    "commas": ("Bees are so good and happy here ", ", ", "."),
}


def filled(pieces: tuple[str, str, str], size: int) -> str:
    head, unit, tail = pieces
    return head + unit * ((size - len(head) - len(tail)) // len(unit)) + tail


def seconds(turn: WriteRequest) -> float:
    """Processor time of a round of 16 personas, once libraries are loaded."""
    started = time.process_time()
    BuiltinWriter().write([turn] * PERSONAS)
    return time.process_time() - started


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    guide = Source(title="Guide", text="Bees use the sun as their compass. Bees dance at home.")
    write(request("Write about bees.", sources=[guide]))


@pytest.mark.parametrize("family", HOSTILE_BRIEFS)
def test_brief__built_to_make_patterns_backtrack__is_read_at_once(family: str) -> None:
    text = filled(HOSTILE_BRIEFS[family], 2_000)
    assert seconds(request(text)) < 3


@pytest.mark.parametrize(
    "pattern", [ASK, BARE_ASK, HOW_TO_WRITE, MANNER], ids=["ask", "bare", "how", "manner"]
)
@pytest.mark.parametrize("family", HOSTILE_BRIEFS)
def test_pattern__of_commands__backtracks_little(pattern: re.Pattern[str], family: str) -> None:
    text = filled(HOSTILE_BRIEFS[family], 2_000)
    started = time.process_time()
    pattern.search(text)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("family", HOSTILE_SOURCES)
def test_sources__built_to_make_patterns_backtrack__are_read_at_once(family: str) -> None:
    text = filled(HOSTILE_SOURCES[family], 7_990)
    sources = [Source(title="Guide", text=f"{text} {number}.") for number in range(8)]
    assert seconds(request("Write about bees.", sources=sources)) < 8


def test_sources__thousands_of_short_sentences__are_compared_at_once() -> None:
    texts = [
        "".join(f"Bee {k:x} {n} of us. " for k in range(500 * n, 500 * n + 420)) for n in range(8)
    ]
    sources = [Source(title="Guide", text=text) for text in texts]
    assert seconds(request("Write about bees.", sources=sources)) < 12


def test_sources__a_very_long_word__is_cut_and_its_span_still_points_home() -> None:
    raw = f"The shop in Porto has a word of {'a' * 300} and opened."
    written = write(request("Write about a shop", sources=[Source(title="News", text=raw)]))
    quote = next(quote for quote in written.quotes if quote.source == 0)
    assert f" {'a' * 100} and opened (News)." in written.text
    assert raw[quote.source_start : quote.source_end].endswith("opened")


@pytest.mark.parametrize("link", ["https://example.com/", "example.com/"])
def test_brief__a_long_link__stays_whole(link: str) -> None:
    long = link + "a" * 120
    written = write(request(f"Our new shop in Porto opened today at {long} for everyone."))
    assert long in written.text


@pytest.mark.parametrize("manner", ["Be bold.", "Be warm and funny.", "Be warm, short and kind."])
def test_brief__says_how_to_be__is_not_repeated(manner: str) -> None:
    assert manner.rstrip(".") not in write(request(f"Write about bees. {manner}")).text

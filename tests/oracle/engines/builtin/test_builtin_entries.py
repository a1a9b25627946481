"""Over 30 briefs by five personas: sourced, unlike one another, complete and within limits."""

import re

import pytest
from builtin_entries import BRIEFS, request, rounds, write
from rapidfuzz import fuzz, process

from oracle.domain import MAX_SCORE, Entry, Platform, Source
from oracle.engines.builtin import BuiltinWriter, noun_phrases
from oracle.personas.cards import default_cards
from oracle.platforms import PLATFORMS
from oracle.ports import WriteRequest, Written

QUOTED = "\0"


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _outside_quotes(written: Written) -> str:
    text = written.text
    for quote in sorted(written.quotes, key=lambda quote: quote.start, reverse=True):
        text = text[: quote.start] + QUOTED + text[quote.end :]
    return text


def _own_lines(turn: WriteRequest) -> list[str]:
    voice = turn.card.voice
    lines = (*voice.hooks, *voice.stances, *voice.questions, *voice.connectives)
    articles = ("", "a ", "an ")
    filled = {line.replace("{topic}", article + QUOTED) for line in lines for article in articles}
    return sorted(filled, key=len, reverse=True)


def test_briefs__fixture__is_over_thirty_with_and_without_sources() -> None:
    assert len(BRIEFS) > 30
    assert sum(not brief.sources for brief in BRIEFS) >= 10
    assert sum(len(brief.sources) > 1 for brief in BRIEFS) >= 4


def test_entry__every_brief_and_persona__is_a_text() -> None:
    assert [turn.brief.text for turn, written in rounds() if written.failure] == []
    assert all(written.text.strip() == written.text != "" for _, written in rounds())


def test_entry__quotes__hold_the_words_of_their_source_span() -> None:
    for turn, written in rounds():
        for quote in written.quotes:
            source = turn.brief.text if quote.source < 0 else turn.brief.sources[quote.source].text
            said = _words(written.text[quote.start : quote.end])
            assert said
            assert said == _words(source[quote.source_start : quote.source_end])


def test_entry__outside_its_quotes__is_only_the_card_and_the_titles() -> None:
    for turn, written in rounds():
        rest = _outside_quotes(written)
        for line in _own_lines(turn):
            rest = rest.replace(line, " ")
        for source in turn.brief.sources:
            rest = rest.replace(f"({source.title})", " ")
        assert re.fullmatch(rf"[{QUOTED}\s.“”]*", rest), (written.text, rest)


def test_entry__with_sources__quotes_one_and_names_it() -> None:
    for turn, written in rounds():
        cited = {quote.source for quote in written.quotes if quote.source >= 0}
        assert bool(cited) == bool(turn.brief.sources), written.text
        assert all(f"({turn.brief.sources[index].title})" in written.text for index in cited)


def test_entry__without_sources__is_short() -> None:
    lone = [(turn, written) for turn, written in rounds() if not turn.brief.sources]
    assert all(len(written.text) < len(turn.brief.text) + 300 for turn, written in lone)


def test_entries__any_two__are_unlike() -> None:
    texts = [written.text for _, written in rounds()]
    alike = process.cdist(texts, texts, scorer=fuzz.ratio)
    alike[range(len(texts)), range(len(texts))] = 0
    assert alike.max() < 90


def test_entry__noun_phrases_of_its_brief__are_used_or_reported() -> None:
    for turn, written in rounds():
        phrases = noun_phrases(turn.brief.text)
        assert phrases
        for phrase in phrases:
            whole = rf"(?<!\w){re.escape(phrase)}(?!\w)"
            used = re.search(whole, written.text, re.IGNORECASE) is not None
            assert used != (phrase in written.unused), (phrase, written.text)


@pytest.mark.parametrize("platform", Platform)
def test_entry__any_platform__fits_its_limit(platform: Platform) -> None:
    cards = default_cards()
    turns = [
        WriteRequest(1, cards[number % len(cards)], brief, platform, "11" * 32)
        for number, brief in enumerate(BRIEFS)
    ]
    for written in BuiltinWriter().write(turns):
        assert written.text
        assert PLATFORMS[platform].fits(written.text)


def test_entry__any_brief__fits_the_manifest() -> None:
    info = BuiltinWriter().info()
    for turn, written in rounds():
        Entry(
            persona_id=turn.persona_id,
            card=turn.card.digest,
            seed="0x" + turn.seed,
            text=written.text,
            engine=info,
            prompt=written.prompt,
            sampling=written.sampling,
            quotes=written.quotes,
            unused=written.unused,
        )


def test_entries__of_one_brief__choose_different_facts() -> None:
    chosen: dict[str, set[frozenset[tuple[int, int]]]] = {}
    for turn, written in rounds():
        spans = frozenset((q.source, q.source_start) for q in written.quotes if q.source >= 0)
        if turn.brief.sources:
            chosen.setdefault(turn.brief.text, set()).add(spans)
    assert sum(len(choices) > 1 for choices in chosen.values()) >= 0.8 * len(chosen)


def test_long_source__is_cut_at_sentences__never_inside_a_word() -> None:
    text = " ".join(f"Measurement {n} of the river was taken at dawn." for n in range(MAX_SCORE))
    written = write(
        request("Write about the river", sources=[Source(title="Log", text=text[:8000])])
    )
    assert all(
        re.fullmatch(r"Measurement \d+ of the river was taken at dawn", quoted)
        for quote in written.quotes
        if quote.source == 0
        for quoted in [written.text[quote.start : quote.end]]
    )

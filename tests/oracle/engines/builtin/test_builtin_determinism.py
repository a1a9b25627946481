"""An entry is a function of (card, brief, platform, seed) alone."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from builtin_entries import BRIEFS, request, rounds, write
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.domain import Brief, Platform
from oracle.engines.builtin import BuiltinWriter
from oracle.personas.cards import default_cards

_HASH_RANDOMISED = """
from builtin_entries import BRIEFS, request, write
print([write(request(brief.text, sources=brief.sources)) for brief in BRIEFS[:8]])
"""


def test_entry__alone_or_in_any_batch__is_the_same_bytes() -> None:
    requests, together = zip(*rounds(), strict=True)
    backwards = BuiltinWriter().write(requests[::-1])[::-1]
    alone = [write(turn) for turn in requests[::7]]
    assert list(together) == backwards
    assert list(together[::7]) == alone


def test_entry__in_processes_that_hash_differently__is_the_same_bytes() -> None:
    path = os.pathsep.join((str(Path(__file__).parent), str(Path(__file__).parents[4])))
    outputs = {
        subprocess.run(
            [sys.executable, "-c", _HASH_RANDOMISED],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_entry__another_seed__is_another_text() -> None:
    for turn, written in rounds():
        assert write(replace(turn, seed="ab" * 32)).text != written.text


def test_entry__another_card__is_another_text() -> None:
    texts = {write(request(card=card)).text for card in default_cards()}
    assert len(texts) == len(default_cards())


def test_entry__another_brief__is_another_text_and_prompt() -> None:
    written = [write(request(brief.text, sources=brief.sources)) for brief in BRIEFS]
    assert len({entry.text for entry in written}) == len(BRIEFS)
    assert len({entry.prompt for entry in written}) == len(BRIEFS)


def test_entry__another_source__is_another_text() -> None:
    brief = next(brief for brief in BRIEFS if len(brief.sources) > 1)
    one = write(request(brief.text, sources=brief.sources[:1]))
    assert one.text != write(request(brief.text, sources=brief.sources)).text


@given(seed=st.binary(min_size=32, max_size=32), platform=st.sampled_from(Platform))
@settings(max_examples=40, deadline=None)
def test_entry__twice_with_any_seed__is_equal(seed: bytes, platform: Platform) -> None:
    turn = request(seed=seed.hex(), platform=platform)
    assert write(turn) == write(replace(turn, brief=Brief.parse(turn.brief.to_bytes())))

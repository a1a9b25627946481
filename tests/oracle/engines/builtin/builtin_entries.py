"""Rounds for the built-in writer: the briefs of briefs.json, written by the default personas."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from oracle.domain import Brief, Card, Platform, Source, digest_of
from oracle.engines.builtin import BuiltinWriter
from oracle.personas.cards import default_cards
from oracle.ports import WriteRequest, Written

BRIEFS = [
    Brief.model_validate(data)
    for data in json.loads(Path(__file__).with_name("briefs.json").read_text(encoding="utf-8"))
]


def request(
    text: str = "Write a launch post for a bike-repair shop in Porto",
    *,
    sources: Sequence[Source] = (),
    card: Card | None = None,
    platform: Platform = Platform.MASTODON,
    seed: str = "00" * 32,
    language: str = "en",
) -> WriteRequest:
    """One persona's turn at a brief of that text."""
    brief = Brief(text=text, sources=tuple(sources), language=language)
    return WriteRequest(1, card or default_cards()[0], brief, platform, seed)


def write(turn: WriteRequest) -> Written:
    """What the built-in writer makes of one request."""
    return BuiltinWriter().write([turn])[0]


@cache
def rounds() -> tuple[tuple[WriteRequest, Written], ...]:
    """Each brief by each persona, a round on one platform; the platforms take turns."""
    requests = [
        WriteRequest(persona, card, brief, list(Platform)[number % 6], seed(number, persona))
        for number, brief in enumerate(BRIEFS)
        for persona, card in enumerate(default_cards(), start=1)
    ]
    return tuple(zip(requests, BuiltinWriter().write(requests), strict=True))


def seed(number: int, persona: int) -> str:
    """A seed for that brief and persona, as 32 bytes in hex."""
    return digest_of(f"{number}/{persona}".encode())[2:]

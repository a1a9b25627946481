"""Texts of the synthetic world: what a style says, put into words."""

from dataclasses import dataclass

import numpy as np

from oracle.predictor.phrases import (
    ANGLES,
    BODIES,
    EMOJI,
    FIGURES,
    GLAD,
    QUESTIONS,
    SAD,
    TOPICS,
)


@dataclass(frozen=True)
class Style:
    """How a post is made; `mood` is -1, 0 or 1, `sentences` 1 to 6 beside the opening."""

    angle: str
    sentences: int
    mood: int
    question: bool
    figure: bool
    link: bool
    media: bool
    emoji: bool
    hashtags: int


def draw_style(random: np.random.Generator) -> Style:
    """A style by chance."""
    return Style(
        angle=str(random.choice(list(ANGLES))),
        sentences=int(random.integers(1, 7)),
        mood=int(random.choice([-1, 0, 0, 1])),
        question=bool(random.random() < 0.3),
        figure=bool(random.random() < 0.3),
        link=bool(random.random() < 0.25),
        media=bool(random.random() < 0.35),
        emoji=bool(random.random() < 0.25),
        hashtags=int(random.choice([0, 0, 0, 1, 2, 3, 5])),
    )


def write(random: np.random.Generator, topic: str, style: Style) -> str:
    """A post on that topic in that style."""
    things = [str(each) for each in random.permutation(TOPICS[topic])]
    parts = [_one(random, ANGLES[style.angle])]
    parts += [str(each) for each in random.choice(BODIES, style.sentences, replace=False)]
    if style.figure:
        parts.insert(1, _one(random, FIGURES))
    if style.mood:
        parts.append(_one(random, GLAD if style.mood > 0 else SAD))
    if style.question:
        parts.append(_one(random, QUESTIONS))
    text = " ".join(parts).format(a=things[0], b=things[1], n=int(random.integers(2, 900)))
    tail = [f"https://example.org/{random.integers(1000)}"] if style.link else []
    tail += [_one(random, EMOJI)] if style.emoji else []
    tail += [f"#{each.split()[-1]}" for each in [topic, *things][: style.hashtags]]
    return " ".join([text[0].upper() + text[1:], *tail])


def _one(random: np.random.Generator, options: tuple[str, ...]) -> str:
    return str(random.choice(options))

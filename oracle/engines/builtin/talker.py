"""Answers without a language model: the persona's own lines, about what the user named."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from oracle.domain import Card, EngineInfo, digest_of
from oracle.engines.builtin.clean import clean_line
from oracle.engines.builtin.lines import ordered, with_topic, without_topic
from oracle.engines.builtin.phrases import is_english, noun_phrases, words
from oracle.engines.builtin.retrieve import Query, choose
from oracle.engines.builtin.sentences import Sentence, is_plea, sentences, stands_alone
from oracle.engines.builtin.topic import Topic, topic_of
from oracle.engines.builtin.writer import BuiltinWriter
from oracle.ports import TalkRequest, Tokens

_MOST_READ = 2_000


@dataclass(frozen=True)
class BuiltinAnswer:
    """An `oracle.ports.Answer` that is written at once."""

    engine: EngineInfo
    text: str
    finish: str = "stop"
    tokens: Tokens | None = None

    def __iter__(self) -> Iterator[str]:
        """A sentence or a word at a time would be a show: it is one piece."""
        yield self.text

    def hang_up(self) -> None:
        """It is said already."""


class BuiltinTalker:
    """An `oracle.ports.Talker` that needs no weights, and understands little.

    It looks for what the user's last message is about and says lines of the card: one that names
    it, the example closest to it, an opinion, a question. Lines that it said in this conversation
    come last. An answer is a function of the request alone; it is English, whatever was asked.
    """

    @contextmanager
    def answer(self, request: TalkRequest) -> Iterator[BuiltinAnswer]:
        """See `oracle.ports.Talker.answer`; raises nothing."""
        yield BuiltinAnswer(BuiltinWriter().info(), _text(request))

    def close(self) -> None:
        """Nothing to let go of."""


def _text(request: TalkRequest) -> str:
    card, asked = request.card, request.turns[-1].text[:_MOST_READ]
    said = "\n".join(turn.text for turn in request.turns if turn.role == "assistant")
    key = digest_of(f"{card.digest}\n{len(request.turns)}\n{asked}".encode())

    def line(lines: tuple[str, ...]) -> str:
        return _first([piece.text for piece in without_topic(ordered(lines, key))], said)

    return " ".join(
        filter(
            None,
            (
                _opening(card, asked, key, said),
                _example(card, asked, key, said) or line(card.voice.stances),
                line(card.voice.questions),
            ),
        )
    )


def _opening(card: Card, asked: str, key: str, said: str) -> str:
    """A line that names what was asked about; where that is nothing, at first who this is."""
    topic = _topic(asked)
    if topic is None:
        about = clean_line(card.description) if "you" in words(asked) else ""
        return "" if said and not about else f"I’m {clean_line(card.name)}. {about}".strip()
    return _first([piece.text for piece in with_topic(ordered(card.voice.hooks, key), topic)], said)


def _topic(asked: str) -> Topic | None:
    """What is spoken of: the longest noun phrase, the last of equals."""
    phrases = [phrase for each in sentences(asked, -1) for phrase in _phrases(each)]
    topics = filter(None, map(topic_of, phrases))
    return max(topics, key=lambda topic: (len(words(topic.text)), topic.name.start), default=None)


def _phrases(sentence: Sentence) -> list[Sentence]:
    if is_plea(sentence.text) or not is_english(sentence.text):
        return []
    starts = [(sentence.text.find(phrase), phrase) for phrase in noun_phrases(sentence.text)]
    return [sentence.part(start, start + len(phrase)) for start, phrase in starts if start >= 0]


def _example(card: Card, asked: str, key: str, said: str) -> str:
    """The sentence of the card's examples that is closest to what was asked, if one is close."""
    named = {word for phrase in noun_phrases(asked) for word in words(phrase)}
    texts = [
        sentence.text
        for example in card.examples
        for sentence in sentences(example, -1)
        if stands_alone(sentence) and sentence.text not in said
    ]
    close = [text for text in texts if named.intersection(words(text))]
    query = Query(brief=asked, persona="", sentiment=card.target_sentiment, key=key)
    return close[choose(close, query, 1)[0]] if close else ""


def _first(lines: Sequence[str], said: str) -> str:
    """The first that was not said before, the first of all where each was; or nothing."""
    return next((line for line in lines if line not in said), lines[0] if lines else "")

"""Chats with personas: each thing kept once, and answers that can be read while they come."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from oracle.assistant.chat import Busy, Chats, Conversations, NoConversation, bounded
from oracle.assistant.chat.speaking import Until
from oracle.assistant.people.database import open_people
from oracle.assistant.people.tables import Account
from oracle.engine_settings import EngineSettings
from oracle.engines.openai import exchange
from oracle.errors import Permanent, Transient
from oracle.personas.cards import default_cards
from oracle.ports import TalkRequest, Turn
from tests.oracle.engines.openai.odd_server import (
    DONE,
    Answer,
    OddServer,
    event,
    status,
    streamed,
)
from tests.wait import wait_for
from tests.web_server import running

FAN, OTHER = "0x" + "Fa" * 20, "0x" + "0e" * 20
CARD = default_cards()[0]
PIECES = (" Hello, ", "\x1b[31myou", " there.")
WHOLE = streamed(*(event(piece) for piece in PIECES), event(finish="stop"), DONE)
LONG = streamed(event("It goes on and"), event(finish="length"), DONE)
BROKEN = streamed(event("I was about to "), cut=True)


@pytest.fixture
def database(people: Path) -> Iterator[Engine]:
    engine = open_people(people)
    with Session(engine) as session:
        session.add_all(Account(address=address, created=1) for address in (FAN, OTHER))
        session.commit()
    yield engine
    engine.dispose()


@pytest.fixture
def kept(database: Engine) -> Conversations:
    return Conversations(database, now=count(1_800_000_000).__next__)


@pytest.fixture
def chats_of(database: Engine, tmp_path: Path) -> Iterator[Callable[..., Chats]]:
    """Chats whose model gives these answers in turn; without any, they have no model."""
    with ExitStack() as opened:

        def make(*answers: Answer, server: OddServer | None = None, **given: Any) -> Chats:
            server = server or (OddServer({"": list(answers)}) if answers else None)
            if server:
                url = opened.enter_context(running(server.app()))
                given |= {"engine": "openai", "engine_url": f"{url}/v1"}
            settings = EngineSettings(
                _env_file=None, engine_ledger=tmp_path / "spent.sqlite", **given
            )
            chats = Chats(database, settings)
            opened.callback(chats.close)
            return chats

        yield make


def replied(chats: Chats, *texts: str, conversation: str | None = None) -> Any:
    """What came of the last of these things said."""
    conversation = conversation or chats.conversations.begin(FAN, 1).id
    for text in texts:
        question = chats.conversations.say(FAN, conversation, text[:60], text)
        speaking = chats.reply(FAN, CARD, question, lambda: None)
        wait_for(speaking.is_done, "the answer")
    return speaking


def test_reply__of_a_model__is_heard_as_it_comes_and_kept_whole(chats_of: Any):
    server = OddServer({"": [WHOLE]})
    chats, seen = chats_of(server=server), []
    conversation = chats.conversations.begin(FAN, 1).id
    question = chats.conversations.say(FAN, conversation, "1", "Hi!")
    speaking = chats.reply(FAN, CARD, question, lambda: seen.append(1))
    wait_for(lambda: speaking.is_done() and len(seen) >= 4, "the answer")
    assert (speaking.text, speaking.error, len(seen)) == ("Hello, [31myou there.", None, 4)
    said, answer = chats.conversations.messages(FAN, conversation, 10)
    assert (said.role, said.text) == ("user", "Hi!")
    assert (answer.role, answer.text, answer.cut) == ("assistant", speaking.text, False)
    assert (answer.engine, answer.answers) == ("someone/model:8b", said.id)
    [body] = server.bodies
    assert body["priority"] > 1
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert CARD.name in body["messages"][0]["content"]


def test_reply__without_a_model__is_made_of_the_cards_lines_and_says_so(chats_of: Any):
    speaking = replied(chats_of(), "What do you think of the new ferry?")
    assert "new ferry" in speaking.text
    assert any(line in speaking.text for line in CARD.voice.questions)
    assert speaking.message.engine == "built-in writer (no language model)"
    assert not speaking.message.cut


def test_reply__without_a_model__does_not_say_the_same_again(chats_of: Any):
    chats = chats_of()
    conversation = chats.conversations.begin(FAN, 1).id
    replied(chats, *(f"{n}. Tell me about tea" for n in range(6)), conversation=conversation)
    said = [each for each in chats.conversations.messages(FAN, conversation, 50) if each.engine]
    assert len({each.text for each in said}) == len(said) == 6


def test_reply__too_long__is_kept_as_cut(chats_of: Any):
    speaking = replied(chats_of(LONG), "Go on")
    assert (speaking.message.text, speaking.message.cut) == ("It goes on and", True)


def test_reply__broken_off__is_kept_as_cut_and_its_error_is_told(chats_of: Any):
    speaking = replied(chats_of(BROKEN), "Go on")
    assert (speaking.message.text, speaking.message.cut) == ("I was about to", True)
    assert isinstance(speaking.error, Transient)


def test_reply__refused__leaves_what_was_said_alone(chats_of: Any):
    speaking = replied(chats_of(status(400)), "Go on")
    assert (speaking.message, speaking.text) == (None, "")
    assert isinstance(speaking.error, Permanent)


def test_reply__after_a_failure__is_shown_all_that_was_said(chats_of: Any):
    server = OddServer({"": [status(400), WHOLE]})
    replied(chats_of(server=server), "First", "Second")
    assert [m["content"] for m in server.bodies[-1]["messages"][1:]] == ["First\n\nSecond"]


def test_reply__stopped__keeps_what_was_said(chats_of: Any):
    from asyncio import sleep

    from fastapi.responses import StreamingResponse

    async def endless() -> Any:
        while True:
            yield event("word ")
            await sleep(0.01)

    chats = chats_of(lambda: StreamingResponse(endless(), media_type="text/event-stream"))
    question = chats.conversations.say(FAN, chats.conversations.begin(FAN, 1).id, "1", "Go on")
    speaking = chats.reply(FAN, CARD, question, lambda: None)
    wait_for(lambda: "word" in speaking.text, "a word")
    speaking.stop()
    wait_for(speaking.is_done, "the end")
    assert speaking.error is None
    assert speaking.message.cut
    assert chats.conversations.answer_to(question).text.startswith("word")


def test_reply__stopped_before_a_word__waits_for_none(chats_of: Any):
    from asyncio import Event

    from fastapi.responses import StreamingResponse

    begun: list[int] = []

    async def silent() -> Any:
        begun.append(1)
        yield event()
        await Event().wait()

    chats = chats_of(lambda: StreamingResponse(silent()), engine_seconds=500)
    question = chats.conversations.say(FAN, chats.conversations.begin(FAN, 1).id, "1", "Go on")
    speaking = chats.reply(FAN, CARD, question, lambda: None)
    wait_for(lambda: speaking.engine is not None and bool(begun), "the engine")
    speaking.stop()
    wait_for(speaking.is_done, "the end")
    assert (speaking.message, speaking.error, speaking.text) == (None, None, "")


def test_reply__stopped_while_it_is_asked_for__waits_for_no_word(chats_of: Any):
    from asyncio import Event

    from fastapi.responses import StreamingResponse

    under_way: list[Any] = []

    async def silent() -> Any:
        yield event()
        await Event().wait()

    def stopped() -> Any:
        wait_for(lambda: under_way != [], "the answer under way")
        under_way[0].stop()
        return StreamingResponse(silent())

    chats = chats_of(stopped, engine_seconds=500)
    question = chats.conversations.say(FAN, chats.conversations.begin(FAN, 1).id, "1", "Go on")
    under_way.append(chats.reply(FAN, CARD, question, lambda: None))
    wait_for(under_way[0].is_done, "the end")
    assert (under_way[0].message, under_way[0].error, under_way[0].text) == (None, None, "")


def test_reply__third_at_once__has_to_wait(chats_of: Any, monkeypatch: pytest.MonkeyPatch):
    from asyncio import sleep

    from fastapi.responses import StreamingResponse

    async def at_a_loss() -> Any:
        yield event("well ")
        while True:
            yield event()
            await sleep(0.01)

    limit, passed = 500, 0.0
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + passed, sleep=time.sleep)
    monkeypatch.setattr(exchange, "time", clock)
    chats = chats_of(lambda: StreamingResponse(at_a_loss()), engine_seconds=limit)
    conversation = chats.conversations.begin(FAN, 1).id
    asked = [chats.conversations.say(FAN, conversation, str(n), "Hi") for n in range(3)]
    under_way = [chats.reply(FAN, CARD, each, lambda: None) for each in asked[:2]]
    with pytest.raises(Busy, match="wait for one"):
        chats.reply(FAN, CARD, asked[2], lambda: None)
    wait_for(lambda: all(each.text for each in under_way), "a word of each")
    passed = limit
    wait_for(lambda: all(each.is_done() for each in under_way), "the time limit")
    assert [each.message.text for each in under_way] == ["well", "well"]
    assert "too slow" in str(under_way[0].error)


def test_say__twice_by_one_key__is_kept_once(kept: Conversations):
    conversation = kept.begin(FAN, 1).id
    first = kept.say(FAN, conversation, "a", "Hi\u202e there\x00")
    assert kept.say(FAN, conversation, "a", "Something else") == first
    assert (first.text, len(kept.messages(FAN, conversation, 10))) == ("Hi there", 1)
    for text in ("one", "two"):
        answer = kept.keep_answer(FAN, first, text, "a model", cut=False)
    assert (answer.text, kept.answer_to(first)) == ("one", answer)


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("a", "  \u200b\n", "nothing that can be read"),
        ("a", "x" * 4_001, "at most 4000 characters"),
        ("", "Hi", "a key has"),
        ("\u202e", "Hi", "a key has"),
    ],
)
def test_say__what_is_no_message__is_refused(kept: Conversations, key: str, text: str, said: str):
    with pytest.raises(Permanent, match=said):
        kept.say(FAN, kept.begin(FAN, 1).id, key, text)


def test_conversation__of_another__is_as_if_there_were_none(kept: Conversations):
    mine = kept.begin(FAN, 1).id
    question = kept.say(FAN, mine, "a", "Hi")
    for act in (
        lambda: kept.find(OTHER, mine),
        lambda: kept.messages(OTHER, mine, 10),
        lambda: kept.say(OTHER, mine, "b", "Hi"),
        lambda: kept.keep_answer(OTHER, question, "Hi", "a model", cut=False),
        lambda: kept.delete(OTHER, mine),
    ):
        with pytest.raises(NoConversation):
            act()
    assert kept.newest(OTHER, 10) == []
    assert kept.find(FAN, mine).title == "Hi"


def test_conversations__in_pages__are_all_there_once(kept: Conversations):
    begun = [kept.begin(FAN, 1 + n % 2).id for n in range(5)]
    kept.say(FAN, begun[0], "a", "Hi")
    first = kept.newest(FAN, 3)
    rest = kept.newest(FAN, 3, (first[-1].updated, first[-1].id))
    assert [each.id for each in first + rest] == [begun[0], *begun[:0:-1]]
    assert {each.persona_id for each in kept.newest(FAN, 9, persona_id=2)} == {2}


def test_delete__takes_what_was_said_along(kept: Conversations):
    conversation = kept.begin(FAN, 1).id
    question = kept.say(FAN, conversation, "a", "Hi")
    kept.delete(FAN, conversation)
    with pytest.raises(NoConversation):
        kept.keep_answer(FAN, question, "Hi", "a model", cut=False)
    assert kept.newest(FAN, 10) == []


def test_messages__between_ids__are_the_newest_of_them(kept: Conversations):
    conversation = kept.begin(FAN, 1).id
    said = [kept.say(FAN, conversation, str(n), str(n)).id or 0 for n in range(6)]
    assert [m.id for m in kept.messages(FAN, conversation, 2)] == said[4:]
    assert [m.id for m in kept.messages(FAN, conversation, 2, before=said[4])] == said[2:4]
    assert [m.id for m in kept.messages(FAN, conversation, 9, after=said[3])] == said[4:]


def test_history__that_is_too_long__loses_its_oldest_turns():
    turns = [Turn("user" if n % 2 == 0 else "assistant", f"{n} " + "x" * 900) for n in range(21)]
    shown = bounded(turns)
    assert shown == tuple(turns[-len(shown) :])
    assert 5 < len(shown) < 12
    huge = Turn("user", "😀" * 4_000)
    assert bounded([*turns, huge]) == (huge,)


@given(
    st.text("ab#.", max_size=40),
    st.integers(1, 5),
    st.lists(st.text("ab#", min_size=1), max_size=3),
)
def test_until__however_it_is_cut__ends_before_the_first_stop(
    text: str, size: int, stops: list[str]
):
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    given_up = Until(pieces, tuple(stops))
    shown = "".join(given_up)
    places = [place for stop in stops if (place := text.find(stop)) >= 0]
    ends = [place + len(stop) for stop in stops if (place := text.find(stop)) >= 0]
    assert text.startswith(shown)
    assert given_up.reached == bool(places)
    assert len(shown) == len(text) if not places else len(shown) <= min(ends)
    assert all(stop not in shown for stop in stops)


@bounds(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(min_size=1, max_size=200))
def test_talker__without_a_model__answers_whatever_is_said(text: str):
    from oracle.engines.builtin.talker import BuiltinTalker

    request = TalkRequest(CARD, (Turn("user", text),), CARD.sampling)
    talker = BuiltinTalker()
    with talker.answer(request) as first, talker.answer(request) as again:
        assert "".join(first) == "".join(again) != ""

"""Drafts that can be read while a model writes them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from oracle.assistant.drafts.commands import draft_command
from oracle.assistant.drafts.write import DraftRequest, draft
from oracle.domain import Brief, Platform
from oracle.engines.openai import Budget, OpenAISettings
from oracle.engines.openai.streaming import StreamingEngine
from oracle.errors import Transient
from oracle.personas.cards import default_cards
from oracle.personas.prompt import chat_messages
from oracle.settings import Settings
from tests.oracle.engines.openai.odd_server import DONE, Answer, OddServer, event, status, streamed
from tests.web_server import running

BRIEF = Brief(text="Announce that the library opens on Sundays")
PIECES = ("The library ", "opens on Sundays. ", "\x1b[31mWho will ", "come?")
WHOLE = streamed(*(event(piece) for piece in PIECES), event(finish="stop"), DONE)
CUT = streamed(event("The library opens. It also op"), event(finish="length"), DONE)
BROKEN = streamed(event("The library "), cut=True)

Heard = dict[int, str]


@pytest.fixture
def url_of() -> Iterator[Callable[..., str]]:
    """The URL of a server that gives these answers in turn, the last one for good."""
    with ExitStack() as opened:

        def url(*answers: Answer) -> str:
            app = OddServer({"": list(answers)}).app()
            return f"{opened.enter_context(running(app))}/v1"

        yield url


@pytest.fixture
def streaming(url_of: Callable[..., str]) -> Iterator[Callable[..., StreamingEngine]]:
    """Makes engines of a server with those answers, which tell `heard` what is written."""
    with ExitStack() as opened:

        def make(heard: Heard, *answers: Answer) -> StreamingEngine:
            settings = OpenAISettings(
                url=url_of(*answers), timeout_s=60, attempts=2, backoff_s=0.01
            )

            def hear(number: int, piece: str) -> None:
                heard[number] += piece

            engine = StreamingEngine(settings, chat_messages, Budget(), hear)
            opened.callback(engine.close)
            return engine

        yield make


def drafted(engine: StreamingEngine, candidates: int) -> Any:
    card, seed = default_cards()[0], "0x" + "5e" * 32
    return draft(DraftRequest(card, BRIEF, Platform.X, candidates, seed), engine)


def test_draft__streamed__is_heard_as_said_and_kept_as_checked(streaming: Any):
    heard: Heard = defaultdict(str)
    drafts = drafted(streaming(heard, WHOLE), 1)
    assert heard == {0: "".join(PIECES)}
    assert drafts.best.text == "The library opens on Sundays. [31mWho will come?"
    assert drafts.best.written.prompt.startswith("0x")


def test_draft__streamed_by_several__each_is_heard_by_its_number(streaming: Any):
    heard: Heard = defaultdict(str)
    drafts = drafted(streaming(heard, WHOLE, CUT), 2)
    assert sorted(heard.values()) == sorted(["".join(PIECES), "The library opens. It also op"])
    texts = {each.text for each in drafts.candidates}
    assert "The library opens." in texts


def test_draft__one_stream_breaks_off__the_others_stand(streaming: Any):
    drafts = drafted(streaming(defaultdict(str), BROKEN, WHOLE), 2)
    assert [bool(each.judged) for each in drafts.candidates].count(True) == 1
    assert any("broke off" in (each.dropped or "") for each in drafts.candidates)


@pytest.mark.parametrize("answer", [BROKEN, status(500)])
def test_draft__all_streams_are_lost__can_be_tried_again(streaming: Any, answer: Answer):
    with pytest.raises(Transient):
        drafted(streaming(defaultdict(str), answer), 2)


def test_command__on_a_terminal__shows_the_text_as_it_is_written(
    url_of: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FORCE_COLOR", "1")
    settings = Settings(
        _env_file=None,
        engine="openai",
        engine_url=url_of(WHOLE),
        people=tmp_path / "people.sqlite",
        engine_ledger=tmp_path / "budget.sqlite",
    )
    command = draft_command(lambda: settings)
    done = CliRunner(mix_stderr=False).invoke(command, [BRIEF.text, "--candidates", "1"])
    assert done.exit_code == 0
    assert "Who will come?" in done.stderr
    assert "\x1b[31mWho" not in done.stderr
    assert "feedback thumbs" in done.stdout

"""Talking with a language model that takes its time: heard word by word, stopped, interrupted."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from fastapi.responses import Response, StreamingResponse

from oracle.personas.cards import default_cards
from tests.e2e.page.acting import connect, sign_in
from tests.oracle.engines.openai.odd_server import DONE, MODEL, OddServer, event, streamed
from tests.stage import Stage
from tests.web_server import running

Open = Callable[..., Any]

PERSONA = 2
NAME = default_cards()[PERSONA - 1].name


class Slow:
    """An answer whose words come when the test lets them, to everybody that asked for it."""

    def __init__(self) -> None:
        self._words: list[bytes] = []

    def say(self, words: str) -> None:
        self._words.append(event(words))

    def end(self) -> None:
        self._words += [event(finish="stop"), DONE]

    def answer(self) -> Response:
        return StreamingResponse(self._spoken(), media_type="text/event-stream")

    async def _spoken(self) -> AsyncIterator[bytes]:
        told = 0
        while DONE not in self._words[:told]:
            for word in self._words[told:]:
                told += 1
                yield word
            await asyncio.sleep(0.01)


@pytest.fixture(scope="module")
def model() -> OddServer:
    return OddServer({})


@pytest.fixture(scope="module")
def service_settings(
    model: OddServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    with running(model.app()) as url:
        yield {
            "TROUPE_ENGINE": "openai",
            "TROUPE_ENGINE_URL": f"{url}/v1",
            "TROUPE_ENGINE_LEDGER": str(tmp_path_factory.mktemp("engine") / "engine.sqlite"),
        }


@pytest.fixture
def slow(model: OddServer) -> Iterator[Slow]:
    """What the model answers in this test, to its end."""
    made = Slow()
    model.answers[""] = [made.answer]
    yield made
    made.end()


def _talk(open_page: Open, account: int) -> tuple[Any, Any]:
    """The page and its conversation, of a person who has just signed in."""
    page = open_page(f"/persona/{PERSONA}/chat", account)
    connect(page)
    sign_in(page)
    page.get_by_text("Connected", exact=True).wait_for()
    return page, page.get_by_role("log", name=f"Conversation with {NAME}")


def _say(page: Any, text: str) -> None:
    page.get_by_label(f"Your message to {NAME}").fill(text)
    page.get_by_role("button", name="Send").click()


def test_answer__stopped_while_it_comes__keeps_what_was_said_and_goes_on(
    open_page: Open, model: OddServer, slow: Slow
) -> None:
    page, log = _talk(open_page, 5)
    _say(page, "Tell me of tea.")
    page.get_by_role("status", name=f"{NAME} is thinking").wait_for()
    slow.say("Tea is")
    log.get_by_text("Tea is", exact=True).wait_for()
    slow.say(" a drink")
    log.get_by_text("Tea is a drink", exact=True).wait_for()
    log.get_by_text("writing…").wait_for()

    page.get_by_role("button", name="Stop the answer").click()
    log.get_by_text(re.compile(f"{MODEL}.*ended early")).wait_for()
    assert log.get_by_text("writing…").count() == 0
    log.get_by_text("Tea is a drink", exact=True).wait_for()

    model.answers[""] = [streamed(event("Of leaves."), event(finish="stop"), DONE)]
    _say(page, "What of?")
    log.get_by_text("Of leaves.", exact=True).wait_for()
    page.reload()
    log.get_by_text("Of leaves.", exact=True).wait_for()
    assert log.get_by_text("ended early").count() == 1
    assert log.get_by_text("Tea is a drink", exact=True).count() == 1


def test_answer__stopped_before_its_first_word__can_be_asked_for_again(
    open_page: Open, slow: Slow
) -> None:
    page, log = _talk(open_page, 8)
    _say(page, "Tell me of tea.")
    page.get_by_role("status", name=f"{NAME} is thinking").wait_for()
    page.get_by_role("button", name="Stop the answer").click()
    page.get_by_role("alert").get_by_text("said nothing").wait_for()
    slow.say("Tea is a drink.")
    slow.end()
    page.get_by_role("button", name="Try again").click()
    log.get_by_text("Tea is a drink.", exact=True).wait_for()
    log.get_by_text(re.compile(f"^{MODEL}")).wait_for()
    assert log.get_by_text("Tell me of tea.", exact=True).count() == 1


@pytest.mark.parametrize(
    ("number", "account", "kept"),
    [
        pytest.param(signal.SIGKILL, 6, "Tea is a drink.", id="killed: it is said anew, whole"),
        pytest.param(signal.SIGTERM, 7, "Tea is", id="ended: what was said is kept"),
    ],
)
def test_service__gone_in_the_middle_of_an_answer__resumed_and_nothing_twice(
    stage: Stage, open_page: Open, slow: Slow, number: int, account: int, kept: str
) -> None:
    page, log = _talk(open_page, account)
    _say(page, "Tell me of tea.")
    slow.say("Tea is")
    log.get_by_text("Tea is", exact=True).wait_for()
    stage.processes.kill("web service", number)
    try:
        page.get_by_text("Connection lost. It is tried again by itself.").wait_for()
    finally:
        slow.say(" a drink.")
        slow.end()
        stage.serve(stage.api.base_url.port)

    page.get_by_text("Connected", exact=True).wait_for()
    log.get_by_text(re.compile(f"^{MODEL}")).wait_for()
    assert log.get_by_text("Tell me of tea.", exact=True).count() == 1
    assert log.get_by_text(re.compile("Tea is")).all_inner_texts() == [kept]

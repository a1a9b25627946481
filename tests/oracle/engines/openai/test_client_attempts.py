"""A model whose text is no entry is asked again, with a seed that anybody can derive."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from pydantic import ValidationError

from oracle.domain import MAX_ATTEMPTS, Entry, attempt_seed
from oracle.engines.openai import OpenAIEngine
from oracle.telemetry.measured import MeasuredEngine
from oracle.telemetry.metrics import WorkerMetrics
from tests.oracle.engines.openai.conftest import BIO, request_of
from tests.oracle.engines.openai.odd_server import OddServer, raw, said, status

POST = "The library opens on Sundays now."
LOOP = "Sundays are for the library, and " * 40
EngineOf = Callable[..., OpenAIEngine]


def test_attempt_seed__first__is_the_entrys_own_and_the_others_follow_from_it() -> None:
    seed = "0x" + "ab" * 32
    later = sha256(bytes.fromhex("ab" * 32) + b"\x02").hexdigest()
    assert [attempt_seed(seed, 1), attempt_seed(seed, 2)] == [seed, "0x" + later]


@pytest.mark.parametrize(
    "bad",
    [
        said(""),
        said(LOOP),
        said(f"I am {BIO}"),
        said("<|im_start|>assistant"),
        said("I'm sorry, but I can't help with that."),
        said(None, refusal="No."),
        said("No", finish="content_filter"),
        raw(b"{"),
        raw(b'{"choices": []}'),
    ],
)
def test_write__bad_text__is_asked_again_with_the_next_seed(engine_of: EngineOf, bad: Any) -> None:
    server = OddServer({"Olav": [bad, bad, said(POST)]})
    request = request_of("Olav")
    [written] = engine_of(server).write([request])
    assert (written.text, written.failure, written.attempts) == (POST, None, 3)
    seeds = [int(attempt_seed(request.seed, attempt), 16) >> 193 for attempt in (1, 2, 3)]
    assert [body["seed"] for body in server.bodies] == seeds


def test_write__always_bad__fails_after_three_and_the_others_are_written(
    engine_of: EngineOf,
) -> None:
    server = OddServer({"Olav": [said(LOOP)], "Berit": [said(POST)]})
    failed, other = engine_of(server).write([request_of("Olav", 1), request_of("Berit", 2)])
    assert failed.failure == "after 3 attempts: the model repeated itself without end"
    assert (failed.attempts, other.attempts, other.text) == (MAX_ATTEMPTS, 1, POST)
    assert len(server.bodies) == 4


def test_write__refused_request__is_not_asked_again(engine_of: EngineOf) -> None:
    server = OddServer({"Olav": [status(400)]})
    [written] = engine_of(server).write([request_of("Olav")])
    assert (written.attempts, len(server.bodies)) == (1, 1)


def test_write__later_attempt_lost__leaves_what_was_wrong_before(engine_of: EngineOf) -> None:
    server = OddServer({"Olav": [said(""), status(500)]})
    [written] = engine_of(server).write([request_of("Olav")])
    assert (written.failure, written.attempts) == ("the model wrote nothing", 1)


def test_write__tokens__are_of_all_attempts(engine_of: EngineOf) -> None:
    usage = {"prompt_tokens": 10, "completion_tokens": 3}
    answers = [said("", usage=usage), said(POST, usage=usage)]
    [written] = engine_of(OddServer({"Olav": answers})).write([request_of("Olav")])
    assert (written.tokens.read, written.tokens.written) == (20, 6)


def test_write__all_tokens_thought__says_so(written_as: Any) -> None:
    thought = said(None, "length", reasoning_content="Let me see")
    assert "thinking took all its tokens" in written_as(thought).failure


@pytest.mark.parametrize("attempts", [0, MAX_ATTEMPTS + 1, True, "2", 1.5])
def test_entry__attempts_out_of_bounds__is_refused(attempts: Any) -> None:
    with pytest.raises(ValidationError, match="attempts"):
        Entry.model_validate({"attempts": attempts}, strict=True)


def test_metrics__rounds_texts__count_tokens_and_repeated_attempts(engine_of: EngineOf) -> None:
    metrics, usage = WorkerMetrics(), {"prompt_tokens": 10, "completion_tokens": 3}
    answers = [said("", usage=usage), said(POST, usage=usage)]
    MeasuredEngine(engine_of(OddServer({"Olav": answers})), metrics).write([request_of("Olav")])
    scraped = metrics.scrape().decode()
    assert 'troupe_engine_tokens_total{kind="read"} 20.0' in scraped
    assert 'troupe_engine_tokens_total{kind="written"} 6.0' in scraped
    assert "troupe_engine_retries_total 1.0" in scraped

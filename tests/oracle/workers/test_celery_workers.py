"""Tasks done by real worker processes over a real RabbitMQ, whatever happens to any of them."""

import signal
import sys
import time
import zlib

import pytest
from kombu import Connection

from oracle.errors import Fatal, Permanent, Transient
from oracle.ports import Task
from oracle.telemetry.redaction import Redactor
from oracle.work.background import Background
from oracle.workers.broker import QUEUE, TASK, count_workers, make_app
from oracle.workers.executor import CeleryExecutor
from tests.crawling import CrawlingServer
from tests.oracle.workers.conftest import Yard, until
from tests.services.rabbitmq import PASSWORD
from tests.wait import PATIENCE_S

GARBAGE = [
    (b"\xff\xfe not json", {}, "application/json"),
    (b"[" * 100_000, {}, "application/json"),
    (b"[" * 100_000, {"task": TASK, "id": "1"}, "application/json"),
    (b"\x80\x04K\x01.", {"task": TASK, "id": "2"}, "application/x-python-serialize"),
    (b"\x80\x04K\x01.", {"task": "nobody.knows"}, "application/x-python-serialize"),
    (b'[["x"], {}, {}]', {"task": "nobody.knows", "id": "3"}, "application/json"),
    (b'[[{"a": 1}, 2, 3], {"k": 1}, {}]', {"task": TASK, "id": "4"}, "application/json"),
    (b'[["../../etc/passwd"], {}, {}]', {"task": TASK, "id": "5"}, "application/json"),
    (b'[["' + b"0" * 32 + b'"], {}, {}]', {"task": TASK, "id": "6"}, "application/json"),
    (b" " * 2**20, {"task": TASK, "id": "7"}, "text/plain"),
    (b"[[1], {}, {}]", {"task": TASK, "id": "8", "eta": "tomorrow"}, "application/json"),
    (b"[[1], {}, {}]", {"task": TASK, "id": "9", "retries": "x"}, "application/json"),
    (b'[["x"], {}, {"callbacks": [1]}]', {"task": TASK, "id": "10"}, "application/json"),
    (b'[["x"], {}, {}]', {"task": [TASK], "id": {}}, "application/json"),
    (b"", {}, ""),
]


def hold(name: str) -> Task:
    return Task("hold", (name,))


def note(name: str) -> Task:
    return Task("note", (name,))


def test_worker_killed_amid_a_task__another_takes_it_over(yard: Yard):
    first, background = yard.worker(), Background(yard.executor())
    background.see_to("round 1", hold("a"))
    until(lambda: yard.said("begun") == ["a"], "begun")
    second = yard.worker()
    first.kill()
    until(lambda: yard.said("begun") == ["a", "a"], "taken over")
    yard.go()
    background.wait()
    assert background.see_to("round 1", hold("a"))
    assert yard.said("done") == ["a"]
    assert second.poll() is None


def test_worker_stopped__ends_within_seconds_and_its_task_is_taken_over(yard: Yard):
    first, background = yard.worker(), Background(yard.executor())
    background.see_to("round 1", hold("a"))
    until(lambda: yard.said("begun") == ["a"], "begun")
    first.send_signal(signal.SIGTERM)
    first.wait(PATIENCE_S)
    yard.worker()
    yard.go()
    background.wait()
    assert background.see_to("round 1", hold("a"))
    assert yard.said("begun") == ["a", "a"]


def test_operator_started_again__waits_for_what_it_sent_and_sends_it_once(yard: Yard):
    Background(yard.executor()).see_to("round 1", note("a"))
    again = Background(yard.executor())
    again.see_to("round 1", note("a"))
    yard.worker()
    yard.see_to(again, note("a"), note("b"))
    assert yard.said("begun") == ["a", "b"]


def test_operator_started_again__what_is_done_is_not_done_again_even_without_a_broker(yard: Yard):
    yard.worker()
    background = Background(yard.executor())
    yard.see_to(background, note("a"))
    nowhere = CeleryExecutor(yard.assignments, "amqp://127.0.0.1:1//", 60, urgent="answer")
    assert nowhere.start(note("a")).done()
    nowhere.close()


def test_task_delivered_twice__is_done_once(yard: Yard):
    executor = yard.executor()
    job = executor.start(note("a"))
    app = make_app(yard.broker.url)
    assignment = yard.assignments.assign(note("a")).id
    for _ in range(3):
        app.send_task(TASK, [assignment], queue=QUEUE)
    app.close()
    yard.worker()
    assert job.exception() is None
    yard.see_to(Background(executor), note("b"))
    assert yard.said("begun") == ["a", "b"]


def test_task_nobody_does_in_time__is_sent_again_and_the_old_message_is_gone(yard: Yard):
    background = Background(yard.executor(patience_s=1))
    background.see_to("subject", note("a"))
    background.wait()
    with pytest.raises(Transient, match="are workers running"):
        background.see_to("subject", note("a"))
    yard.worker()
    yard.see_to(background, note("a"))
    assert yard.said("done") == ["a"]


def test_answers__that_wait_with_other_tasks__are_taken_first(yard: Yard):
    executor = yard.executor()
    tasks = [hold("first"), note("a"), note("b"), Task("answer", ("urgent",))]
    yard.worker()
    jobs = [executor.start(tasks[0])]
    until(lambda: yard.said("begun") == ["first"], "begun")
    jobs += [executor.start(task) for task in tasks[1:]]
    yard.go()
    assert [job.exception() for job in jobs] == [None] * 4
    assert yard.said("done")[-3:] != ["a", "b", "urgent"]
    assert yard.said("done").index("urgent") < yard.said("done").index("b")


def test_garbage_on_the_queue__is_dropped_and_the_worker_goes_on(yard: Yard):
    job = yard.executor().start(note("before"))
    with Connection(yard.broker.url) as connection:
        for body, headers, kind in GARBAGE:
            message = connection.default_channel.prepare_message(
                body, content_type=kind, content_encoding="utf-8", headers=headers
            )
            connection.default_channel.basic_publish(message, "", QUEUE)
    worker = yard.worker(concurrency=2)
    assert job.exception() is None
    assert yard.executor().start(note("after")).exception() is None
    assert yard.said("done") == ["before", "after"]
    assert worker.poll() is None
    with Connection(yard.broker.url) as connection:
        until(lambda: connection.default_channel.basic_get(QUEUE) is None, "an empty queue")


def test_compressed_message__is_dropped_as_it_came(yard: Yard):
    """Kombu would decompress it before anyone looks at it: a bomb ends each worker in turn."""
    job = yard.executor().start(note("before"))
    with Connection(yard.broker.url) as connection:
        channel = connection.default_channel
        plain = channel.basic_get(QUEUE)
        headers = plain.headers | {"compression": "application/x-gzip"}
        body = zlib.compress(
            bytes(plain.body, "utf-8") if isinstance(plain.body, str) else plain.body
        )
        message = channel.prepare_message(
            body, content_type="application/json", content_encoding="utf-8", headers=headers
        )
        channel.basic_publish(message, "", QUEUE)
        channel.basic_ack(plain.delivery_tag)
    yard.worker()
    assert yard.executor().start(note("after")).exception() is None
    until(lambda: "none of our messages is compressed" in yard.log(), "a look at it")
    assert not job.done()
    assert yard.said("done") == ["after"]


def test_task_that_fails__tells_the_operator_its_kind_and_its_words(yard: Yard):
    yard.worker(concurrency=3)
    executor = yard.executor()
    jobs = {kind: executor.start(Task("fail", ("no", kind))) for kind in ("permanent", "transient")}
    assert isinstance(jobs["permanent"].exception(), Permanent)
    assert isinstance(jobs["transient"].exception(), Transient)
    bug = executor.start(Task("fail", ("x" * 5_000, "bug"))).exception()
    assert isinstance(bug, Permanent)
    assert "RecursionError" in str(bug)
    assert len(str(bug)) < 600


def test_worker_that_cannot_go_on__ends_and_another_takes_its_task_over(yard: Yard):
    job = yard.executor().start(Task("fail", ("a", "fatal")))
    assert yard.worker().wait(PATIENCE_S) == 1
    assert yard.worker().wait(PATIENCE_S) == 1
    assert yard.said("begun") == ["a", "a"]
    assert not job.done()


def test_task_that_ends_every_worker__is_given_up(yard: Yard):
    executor = yard.executor()
    job = executor.start(note("deadly"))
    assignment = yard.assignments.assign(note("deadly")).id
    for _ in range(5):
        yard.assignments.begin(assignment)
    yard.worker()
    error = job.exception()
    assert isinstance(error, Permanent)
    assert "5 workers began it" in str(error)
    assert yard.said("begun") == []


def test_broker_restarted_amid_a_task__nothing_is_lost_and_all_go_on(own_yard: Yard):
    background = Background(own_yard.executor())
    own_yard.worker()
    background.see_to("subject", hold("a"))
    background.see_to("subject", note("waits"))
    until(lambda: own_yard.said("begun") == ["a"], "begun")
    own_yard.broker.stop()
    with pytest.raises(Transient, match="RabbitMQ"):
        background.see_to("subject", note("later"))
    own_yard.go()
    own_yard.see_to(background, hold("a"))
    own_yard.broker.start()
    own_yard.see_to(background, note("waits"), note("later"))
    assert sorted(own_yard.said("done")) == ["a", "later", "waits"]


def test_broker_away__is_said_at_once_and_not_asked_again_at_every_tick(yard: Yard):
    executor = CeleryExecutor(yard.assignments, "amqp://u:pw@127.0.0.1:1//", 60, urgent="answer")
    with pytest.raises(Transient, match="is RabbitMQ running") as error:
        executor.start(note("a"))
    assert "pw" not in str(error.value)
    with pytest.raises(Transient, match="a moment ago"):
        executor.start(note("b"))
    executor.close()


def test_messages_and_logs__hold_no_secret_and_no_argument(yard: Yard):
    yard.executor().start(note("private"))
    with Connection(yard.broker.url) as connection:
        message = connection.default_channel.basic_get(QUEUE)
        assert "private" not in f"{message.body!r} {message.headers} {message.properties}"
        connection.default_channel.basic_reject(message.delivery_tag, requeue=True)
    yard.worker()
    yard.see_to(Background(yard.executor()), note("private"))
    assert "Connected to amqp://troupe:**@" in yard.log()
    assert PASSWORD not in yard.log()
    assert "open%20sesame" not in yard.log()


@pytest.mark.parametrize("url", ["", "redis://secret@host", "http://secret@host"])
def test_broker_url__no_rabbitmqs__is_refused_without_showing_it(url: str):
    with pytest.raises(Fatal, match="TROUPE_BROKER_URL") as error:
        make_app(url)
    assert "secret" not in str(error.value)
    assert Redactor()(str(error.value)) == str(error.value)  # no login stands in it to be hidden


def test_broker_that_never_ends_a_frame__is_given_up_in_time(yard: Yard):
    with CrawlingServer() as server:
        url = server.url.replace("http://", "amqp://troupe:any@")
        executor = CeleryExecutor(yard.assignments, url, 120, urgent="answer")
        start = time.monotonic()
        with pytest.raises(Transient, match="did not take a task"):
            executor.start(note("a"))
        assert time.monotonic() - start < 60


def test_celery_missing__says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "celery", None)
    with pytest.raises(Fatal, match=r"pip install --editable '\.\[scale\]'"):
        make_app("amqp://troupe@host/troupe")


def test_count__workers_of_a_broker__are_those_that_wait(yard: Yard):
    assert count_workers(yard.broker.url) == 0
    yard.worker()
    until(lambda: count_workers(yard.broker.url) == 1, "a worker that waits")


def test_count__no_broker__is_transient_and_shows_no_password():
    with pytest.raises(Transient, match="RabbitMQ does not answer") as error:
        count_workers("amqp://troupe:s3cret@127.0.0.1:1//")
    assert "s3cret" not in str(error.value)

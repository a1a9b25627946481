"""What every executor does alike: threads of this process, and workers over RabbitMQ."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from oracle.errors import Permanent, Transient
from oracle.ports import Executor, Task
from oracle.work.background import Background
from oracle.work.executor import ThreadExecutor
from tests.oracle.workers.conftest import opened_yard, until
from tests.oracle.workers.worker_process import works

Named = Callable[..., Task]


@pytest.fixture(scope="module", params=["threads", "celery"])
def executor(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Executor]:
    """One of each kind, that does three tasks at a time."""
    folder = tmp_path_factory.mktemp("executor")
    if request.param == "threads":
        executor = ThreadExecutor(works(folder))
        yield executor
        executor.close()
        return
    for yard in opened_yard(folder, request.getfixturevalue("rabbitmq")):
        yard.worker(concurrency=3)
        yield yard.executor()


@pytest.fixture
def named(tmp_path: Path) -> Callable[..., Task]:
    """Makes tasks that leave what they leave in `tmp_path`."""
    return lambda work, name, *more: Task(work, (str(tmp_path / name), *more))


def said(folder: Path, what: str) -> list[str]:
    path = folder / what
    return path.read_text().split() if path.exists() else []


def test_task__given__is_done_with_its_arguments(executor: Executor, named: Named, tmp_path: Path):
    job = executor.start(named("note", "a"))
    assert job.exception() is None
    assert job.done()
    assert said(tmp_path, "done") == ["a"]


def test_task__asked_for_at_every_tick__is_done_once(
    executor: Executor, named: Named, tmp_path: Path
):
    background = Background(executor)
    until(lambda: background.see_to("round 1", named("note", "a")), "done")
    for _ in range(3):
        assert background.see_to("round 1", named("note", "a"))
    assert said(tmp_path, "begun") == ["a"]


def test_tasks__several__are_done_at_once(executor: Executor, named: Named, tmp_path: Path):
    jobs = [executor.start(named("hold", name)) for name in "abc"]
    until(lambda: sorted(said(tmp_path, "begun")) == ["a", "b", "c"], "all begun")
    assert not any(job.done() for job in jobs)
    (tmp_path / "go").touch()
    assert [job.exception() for job in jobs] == [None] * 3


@pytest.mark.parametrize(("kind", "error"), [("transient", Transient), ("permanent", Permanent)])
def test_task__fails__says_of_which_kind_and_why(
    executor: Executor, named: Named, kind: str, error: type[Exception]
):
    found = executor.start(named("fail", "because", kind)).exception()
    assert type(found) is error
    assert "because" in str(found)


def test_task__fails_for_now__is_tried_again(executor: Executor, named: Named, tmp_path: Path):
    background, task = Background(executor), named("fail", "no", "transient")

    def tried_twice() -> bool:
        with suppress(Transient):
            assert not background.see_to("round 1", task)
        return said(tmp_path, "begun") == ["no", "no"]

    until(tried_twice, "tried again")


def test_task__fails_for_good__is_not_tried_again(executor: Executor, named: Named, tmp_path: Path):
    background, task = Background(executor), named("fail", "no", "permanent")
    background.see_to("round 1", task)
    background.wait()
    for _ in range(3):
        with pytest.raises(Permanent, match="no"):
            background.see_to("round 1", task)
    assert said(tmp_path, "begun") == ["no"]


def test_task__name_nobody_knows__is_refused_for_good(executor: Executor, named: Named):
    assert isinstance(executor.start(Task("dance", ())).exception(), Permanent)


def test_task__cancelled_while_it_runs__harms_nothing(
    executor: Executor, named: Named, tmp_path: Path
):
    job = executor.start(named("hold", "a"))
    until(lambda: said(tmp_path, "begun") == ["a"], "begun")
    job.cancel()
    (tmp_path / "go").touch()
    assert executor.start(named("note", "b")).exception() is None
    until(lambda: sorted(said(tmp_path, "done")) == ["a", "b"], "both done")

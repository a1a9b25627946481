"""A short set of broken rounds: every kind of fault once, and the seeds that once failed.

`make chaos` plays hundreds.
"""

from itertools import product
from pathlib import Path

import pytest

from tests.chaos.chain import running_chain
from tests.chaos.crew import crew
from tests.chaos.plan import KILLS, PLACED, STAGES, Fault, Stage, plan
from tests.chaos.play import Outcome, play
from tests.chaos.points import Kill, Point, When
from tests.chaos.regressions import REGRESSIONS, remember, seeds
from tests.chaos.sight import Observer
from tests.chaos.template import Template, make_template
from tests.chaos.verdict import violations

pytestmark = pytest.mark.timeout(900)


def killed(operator: int, when: When, point: Point, n: int = 1) -> Fault:
    return Fault(f"kill {when} {point}", Stage.NONE, operator, kill=Kill(point, n, when))


SCENARIOS = {
    "kills-while-writing": (
        *(killed(operator, "after", "manifest") for operator in (1, 2, 3)),
        *(killed(operator, "before", "broadcast") for operator in (1, 2, 3)),
    ),
    "kills-while-answering": (
        killed(1, "before", "answer"),
        killed(2, "after", "answer"),
        killed(3, "after", "broadcast"),
        Fault("kill", Stage.REVEALING, 3, 0.3),
    ),
    "reorgs": (
        Fault("reorg", Stage.PROPOSED, size=3, blocks=2),
        Fault("reorg", Stage.ENTERED, size=12, blocks=9),
        Fault("reorg back", Stage.COMMITTED, size=12, blocks=11),
        Fault("reorg", Stage.REVEALING, size=12, blocks=4),
        Fault("reorg", Stage.SETTLED, size=6, blocks=3),
    ),
    "leader-away": (
        Fault("absent", Stage.PROPOSED, 2, 2),
        Fault("mempool", Stage.OPEN, size=6),
        Fault("fees", Stage.ENTERED, size=8),
        Fault("freeze", Stage.COMMITTING, 1, 1),
    ),
    "node-fails": (
        Fault("rpc hang", Stage.OPEN, 1, 1),
        Fault("rpc 429", Stage.OPEN, 2, 1),
        Fault("rpc cut", Stage.OPEN, 3, 1),
        Fault("rpc 503", Stage.COMMITTING, 1, 1),
        Fault("rpc refused", Stage.REVEALING, 2, 1),
    ),
    "node-lies": (
        Fault("rpc lag", Stage.OPEN, 1, 2),
        Fault("rpc duplicates", Stage.OPEN, 2, 2),
        Fault("rpc cap", Stage.ENTERED, 3, 2),
    ),
    "another-chain": (
        Fault("rpc wrong chain", Stage.COMMITTING, 1, 0.8, 3),
        Fault("rpc wrong chain", Stage.COMMITTED, 2, 0.8, 2),
        Fault("rpc wrong chain", Stage.REVEALING, 3, 0.8, 1),
        Fault("rpc wrong chain", Stage.SETTLED, 1, 0.8, 4),
    ),
    "gateways-fail": (
        Fault("ipfs refuse", Stage.PROPOSED, 2, 1),
        Fault("ipfs lie", Stage.ENTERED, 1, 1.5),
        Fault("ipfs hang", Stage.ENTERED, 3, 1.5),
    ),
    "machine-fails": (
        Fault("disk full", Stage.OPEN, 2, 1),
        Fault("disk full", Stage.ENTERED, 1, 1.5),
        Fault("clock", Stage.OPEN, 3, 72),
        Fault("clock", Stage.COMMITTING, 2, -5),
    ),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return make_template(tmp_path_factory.mktemp("template"))


def test_plan__of_five_hundred_seeds__has_every_fault_at_every_stage():
    plans = [plan(seed) for seed in range(1, 501)]
    assert plans == [plan(seed) for seed in range(1, 501)]
    assert {len(faults) for faults in plans} == {1, 2, 3, 4}
    drawn = [fault for faults in plans for fault in faults]
    placed = {(fault.kind, fault.stage) for fault in drawn if not fault.kill}
    assert placed >= set(product(set(PLACED) - {"absent"}, STAGES))
    assert {fault.kind for fault in drawn if fault.kill} == set(KILLS)
    for kind in ("reorg", "reorg back"):
        assert {fault.size for fault in drawn if fault.kind == kind} == set(range(1, 13))


def test_regressions__what_failed__is_played_from_then_on_once(tmp_path: Path):
    file = tmp_path / "regressions.txt"
    file.write_text("# seed and what it found\n28 stopped late\n")
    failed = [Outcome(seed, plan(seed), wrong=[f"2 Revealed\nof {seed}"]) for seed in (41, 28, 7)]
    remember(failed, file)
    remember(failed, file)
    assert seeds(file) == [28, 7, 41]
    assert file.read_text().endswith("7 2 Revealed of 7\n41 2 Revealed of 41\n")


def test_verdict__nothing_was_done__says_all_that_is_missing(template: Template):
    with running_chain(template) as chain:
        sight = Observer(chain, template.deployment).look()
        found = violations(chain, template, {}, sight)
    missing = {"RoundSettled": 1, "EntriesSubmitted": 1, "Committed": 3, "Revealed": 3}
    assert {f"0 {name} instead of {count}" for name, count in missing.items()} <= set(found)


def test_member__signalled_just_as_it_dies__is_no_failure(template: Template, tmp_path: Path):
    member = crew(tmp_path / "crew", template, {})[1]
    member.settings = {"TROUPE_DEPTH": "none such"}  # ends it at once
    for _ in range(8):
        member.start()
        while member.lives():
            member.signal(0)
        assert member.ended() == 1
    member.close()


@pytest.mark.parametrize("name", SCENARIOS)
def test_round__faults_of_a_kind__each_effect_once(template: Template, tmp_path: Path, name: str):
    outcome = play(0, SCENARIOS[name], template, tmp_path / "scenario")
    assert outcome.wrong == []
    placed = [fault.kind for fault in SCENARIOS[name] if not fault.kill]
    assert set(placed) <= {kind for kind, _ in outcome.struck}


@pytest.mark.parametrize("seed", seeds(REGRESSIONS))
def test_round__seed_that_once_failed__each_effect_once(
    template: Template, tmp_path: Path, seed: int
):
    assert play(seed, plan(seed), template, tmp_path / "scenario").wrong == []

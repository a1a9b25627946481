"""See test_training_endings.tree."""

import pytest

from tests.contracts.jobs import MODEL
from tests.contracts.sheets import value_sheet

NONE, REQUESTED, SUBMITTED, EVALUATING, PASSED, REJECTED, FAILED, EXPIRED = range(8)


@pytest.fixture
def p(profile):
    """The parameters in force."""
    return profile.training


@pytest.mark.parametrize("win_rate", [5_500, 10_000])
def test_settle__from_the_least_win_rate_on__goes_live(
    training, registry, dao, jobs, win_rate
) -> None:
    registry.setModel(1, b"\x01" * 32, sender=dao)

    job_id = jobs.decide(win_rate)

    job, persona = training.job(job_id), registry.persona(1)
    assert (job.state, bytes(job.previous)) == (PASSED, b"\x01" * 32)
    assert (bytes(persona.model), persona.modelVersion) == (MODEL, 2)
    assert training.openJobOf(1) == 0


@pytest.mark.parametrize("win_rate", [1, 5_499])
def test_settle__under_the_least_win_rate__is_rejected_without_a_penalty(
    training, registry, committee, token, timelock, jobs, operators, p, win_rate
) -> None:
    bonds = [committee.bondOf(operator) for operator in operators]

    job_id = jobs.decide(win_rate)

    job = training.job(job_id)
    assert (job.state, job.escrow, bytes(job.model)) == (REJECTED, 0, MODEL)
    assert registry.persona(1).modelVersion == 0
    assert [committee.bondOf(operator) for operator in operators] == bonds
    assert token.balanceOf(training) == 0
    assert token.balanceOf(timelock) == 10_000 * 10**18 - p.fee // 3 * 3
    assert training.openJobOf(1) == 0


def test_settle__win_rate_zero__costs_the_submitter_its_penalty(
    training, committee, token, timelock, jobs, panel, p
) -> None:
    job_id = jobs.evaluate()
    submitter = training.job(job_id).submitter
    bonds = {operator.address: committee.bondOf(operator) for operator in panel.operators}
    panel.agree(jobs.question(job_id), value_sheet(0))

    jobs.settle(job_id)

    assert training.job(job_id).state == REJECTED
    for operator in panel.operators:
        lost = p.leader_penalty if operator.address == submitter else 0
        assert committee.bondOf(operator) == bonds[operator.address] - lost
    paid = p.fee // 3 * 3
    assert token.balanceOf(timelock) == 10_000 * 10**18 - paid + p.leader_penalty


def test_settle__operators_differ__median_decides(training, jobs, panel) -> None:
    job_id = jobs.evaluate()
    answers = {0: value_sheet(0), 1: value_sheet(5_500), 2: value_sheet(10_000)}
    panel.answer(jobs.question(job_id), answers)

    jobs.settle(job_id)

    assert training.job(job_id).state == PASSED


def test_settle__no_quorum__fails_and_the_escrow_goes_back(
    training, registry, token, timelock, committee, jobs, panel, p
) -> None:
    job_id = jobs.evaluate()
    panel.answer(jobs.question(job_id), {0: value_sheet(9_000)})

    jobs.settle(job_id)

    assert training.job(job_id).state == FAILED
    assert registry.persona(1).modelVersion == 0
    assert committee.creditOf(panel.operators[0]) == p.fee // 3
    assert token.balanceOf(training) == 0
    assert token.balanceOf(timelock) == 10_000 * 10**18 - p.fee // 3 + 2 * p.penalty


@pytest.mark.parametrize(
    "payload",
    [b"", value_sheet(6_000)[:-1], value_sheet(6_000, 1), value_sheet(10_001)],
    ids=["empty", "short", "two values", "over 10000"],
)
def test_reveal__malformed__is_void(committee, jobs, panel, payload) -> None:
    question = jobs.question(jobs.evaluate())
    panel.commit(question, {0: payload})
    panel.end_commits(question)

    panel.reveal(question, {0: payload})

    assert committee.isRefused(question, panel.operators[0])


def test_settle__too_early__refuses(training, jobs, panel, stranger, refusal) -> None:
    job_id = jobs.evaluate()
    panel.end_commits(jobs.question(job_id))

    error = refusal(training.settle, job_id, sender=stranger)

    assert error.startswith("CommitteeNotYetClosable(")


@pytest.mark.parametrize("state", [REQUESTED, SUBMITTED])
def test_expire__nothing_came_in_time__refunds_all(
    training, token, timelock, jobs, clock, p, stranger, refusal, state
) -> None:
    job_id = jobs.request()
    if state == SUBMITTED:
        jobs.submit(job_id)
    deadline = training.job(job_id).since + p.submit_window
    clock.move_to(deadline - 1)
    early = refusal(training.expire, job_id, sender=stranger)
    assert early == f"TrainingDeadlineNotReached(deadline={deadline})"
    clock.next_block_at(deadline)

    training.expire(job_id, sender=stranger)

    assert training.job(job_id).state == EXPIRED
    assert training.openJobOf(1) == 0
    assert token.balanceOf(training) == 0
    assert token.balanceOf(timelock) == 10_000 * 10**18


def test_states__any_step_at_the_wrong_time__refuses(training, jobs, panel, dao, refusal) -> None:
    operator = panel.operators[0]
    steps = {
        "submit": (training.submitModel, MODEL),
        "open": (training.openEvaluation,),
        "settle": (training.settle,),
        "expire": (training.expire,),
        "attribute": (training.openAttribution, [1]),
        "finish": (training.finish,),
        "roll back": (training.rollback,),
    }
    possible = {
        0: (NONE, set()),
        jobs.request(persona_id=1): (REQUESTED, {"submit", "expire"}),
        jobs.evaluate(persona_id=2): (EVALUATING, {"settle"}),
        jobs.decide(1, persona_id=3): (REJECTED, set()),
        jobs.decide(9_000, persona_id=4): (PASSED, {"attribute", "finish", "roll back"}),
    }

    for job_id, (state, allowed) in possible.items():
        for name in steps.keys() - allowed:
            method, *arguments = steps[name]
            sender = dao if name == "roll back" else operator
            error = refusal(method, job_id, *arguments, sender=sender)
            assert error == f"TrainingUnexpectedState(jobId={job_id}, state={state})", name


def test_rollback__model_is_live__puts_back_the_one_before(training, registry, dao, jobs) -> None:
    registry.setModel(1, b"\x01" * 32, sender=dao)
    job_id = jobs.decide(9_000)

    training.rollback(job_id, sender=dao)

    persona = registry.persona(1)
    assert (bytes(persona.model), persona.modelVersion) == (b"\x01" * 32, 3)


def test_rollback__another_model_is_live__refuses(training, registry, dao, jobs, refusal) -> None:
    job_id = jobs.decide(9_000)
    registry.setModel(1, b"\x02" * 32, sender=dao)

    error = refusal(training.rollback, job_id, sender=dao)

    assert error == f"TrainingNotTheModel(jobId={job_id})"

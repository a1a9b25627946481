"""See test_training_orders.tree."""

import pytest

from tests.contracts.jobs import DATASET, MODEL, RECIPE
from tests.contracts.play import parameters_of

REQUESTED, SUBMITTED, EVALUATING = 1, 2, 3
HISTORY = "0x0000F90827F1C53a10cb7A02335B175320002935"
NO_DIGEST = b"\0" * 32


@pytest.fixture
def p(profile):
    """The parameters in force."""
    return profile.training


def test_request__timelock__escrows_fees_for_all_that_may_follow(
    training, token, timelock, jobs, p
) -> None:
    before = token.balanceOf(timelock)

    job_id = jobs.request(attributions=3)

    cost = p.fee + 3 * p.attribution_fee
    job = training.job(job_id)
    assert (job.state, job.personaId, job.version) == (REQUESTED, 1, 1)
    assert (job.attributionsLeft, job.escrow) == (3, cost)
    assert token.balanceOf(training) == cost
    assert token.balanceOf(timelock) == before + 10_000 * 10**18 - cost
    assert training.openJobOf(1) == job_id


def test_request__stranger_or_deployer__refuses(training, stranger, deployer, refusal) -> None:
    calls = (
        (training.request, 1, DATASET, RECIPE, 0),
        (training.rollback, 1),
        (training.addParameters, parameters_of(training)),
    )

    for account in (stranger, deployer):
        for method, *arguments in calls:
            error = refusal(method, *arguments, sender=account)
            assert error == f"OwnableUnauthorizedAccount(account={account.address})"


@pytest.mark.parametrize(
    ("persona_id", "dataset", "recipe", "error"),
    [
        (9, DATASET, RECIPE, "TrainingUnknownPersona(personaId=9)"),
        (1, NO_DIGEST, RECIPE, "TrainingEmptyDigest()"),
        (1, DATASET, NO_DIGEST, "TrainingEmptyDigest()"),
    ],
)
def test_request__malformed__refuses(
    training, dao, refusal, persona_id, dataset, recipe, error
) -> None:
    assert refusal(training.request, persona_id, dataset, recipe, 0, sender=dao) == error


def test_request__persona_has_an_open_job__refuses_until_it_is_decided(
    training, jobs, dao, refusal
) -> None:
    job_id = jobs.evaluate()
    jobs.request(persona_id=2)

    error = refusal(training.request, 1, DATASET, RECIPE, 0, sender=dao)

    assert error == f"TrainingJobOpen(personaId=1, jobId={job_id})"


def test_request__no_parameters_yet__refuses(make_contract, contracts, deployer, refusal) -> None:
    c = contracts
    arguments = (c.token, c.registry, c.contributions, c.committee, deployer)
    fresh = make_contract("TrainingJobs", *arguments)

    error = refusal(fresh.request, 1, DATASET, RECIPE, 0, sender=deployer)

    assert error == "TrainingInvalidParameters()"


@pytest.mark.parametrize(
    "change",
    [
        {"minWinRate": 5_499},
        {"minWinRate": 10_001},
        {"promptPool": NO_DIGEST},
        {"submitWindow": 15},
        {"attributionWindow": 15},
        {"commitWindow": 0},
        {"revealWindow": 0},
    ],
)
def test_add_parameters__inconsistent__refuses(training, dao, refusal, change) -> None:
    error = refusal(training.addParameters, {**parameters_of(training), **change}, sender=dao)

    assert error == "TrainingInvalidParameters()"


def test_submit_model__leader__is_drawn_by_a_later_block(training, jobs, clock) -> None:
    job_id = jobs.request()

    leader = jobs.submit(job_id)

    job = training.job(job_id)
    assert (job.state, job.submitter, bytes(job.model)) == (SUBMITTED, leader.address, MODEL)
    assert job.drawBlock == clock.height() + 1


def test_submit_model__another_operator__waits_for_the_leader_window(
    training, jobs, panel, clock, p, refusal
) -> None:
    job_id = jobs.request()
    other = _other_than_the_leader(panel, jobs.question(job_id))
    opened = training.job(job_id).since
    clock.move_to(opened + p.leader_window - 1)
    error = refusal(training.submitModel, job_id, MODEL, sender=other)
    assert error == f"TrainingNotLeader(operator={other.address})"
    clock.next_block_at(opened + p.leader_window)

    training.submitModel(job_id, MODEL, sender=other)

    assert training.job(job_id).submitter == other.address


def test_submit_model__leader_leaves__another_leads_at_once(
    training, committee, jobs, panel
) -> None:
    job_id = jobs.request()
    committee.requestUnbond(sender=panel.leader(jobs.question(job_id)))

    leader = jobs.submit(job_id)

    assert training.job(job_id).submitter == leader.address


def test_submit_model__not_eligible_empty_or_late__refuses(
    training, jobs, panel, clock, p, stranger, refusal
) -> None:
    job_id = jobs.request()
    leader = panel.leader(jobs.question(job_id))
    deadline = training.job(job_id).since + p.submit_window

    foreign = refusal(training.submitModel, job_id, MODEL, sender=stranger)
    empty = refusal(training.submitModel, job_id, NO_DIGEST, sender=leader)
    clock.move_to(deadline)
    late = refusal(training.submitModel, job_id, MODEL, sender=leader)

    assert foreign == f"TrainingNotEligible(operator={stranger.address})"
    assert empty == "TrainingEmptyDigest()"
    assert late == f"TrainingDeadlinePassed(deadline={deadline})"


def test_open_evaluation__before_the_draw__refuses(training, jobs, stranger, refusal) -> None:
    job_id = jobs.request()
    jobs.submit(job_id)

    error = refusal(training.openEvaluation, job_id, sender=stranger)

    assert error == f"TrainingNotDrawn(drawBlock={training.job(job_id).drawBlock})"


def test_open_evaluation__drawn__seed_is_the_hash_of_the_draws_block(
    training, committee, outside, jobs, stranger, p
) -> None:
    job_id = jobs.request()
    jobs.submit(job_id)
    jobs.draw(job_id)

    receipt = training.openEvaluation(job_id, sender=stranger)

    (event,) = training.EvaluationOpened.from_receipt(receipt)
    block = outside.w3.eth.get_block(training.job(job_id).drawBlock)
    assert bytes(event.seed) == bytes(block["hash"])
    question = committee.question(jobs.question(job_id))
    assert (question.count, question.fee, question.penalty) == (1, p.fee, p.penalty)
    assert question.leaderPenalty == p.leader_penalty
    assert question.commitEnd == event.commitEnd == training.job(job_id).since + p.commit_window
    assert question.revealEnd == event.revealEnd == event.commitEnd + p.reveal_window


def test_open_evaluation__hash_is_gone__draws_by_another_block(
    training, outside, jobs, clock, stranger
) -> None:
    """On a chain without EIP-2935 that is after 256 blocks."""
    outside.w3.provider.make_request("anvil_setCode", [HISTORY, "0x"])
    job_id = jobs.request()
    jobs.submit(job_id)
    clock.mine(258)

    receipt = training.openEvaluation(job_id, sender=stranger)

    (event,) = training.DrawRepeated.from_receipt(receipt)
    assert event.drawBlock == training.job(job_id).drawBlock == clock.height() + 1
    assert training.job(job_id).state == SUBMITTED
    jobs.draw(job_id)
    training.openEvaluation(job_id, sender=stranger)
    assert training.job(job_id).state == EVALUATING


def _other_than_the_leader(panel, question):
    leader = panel.leader(question)
    return next(operator for operator in panel.operators if operator != leader)

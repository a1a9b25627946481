"""See test_attributions.tree."""

import pytest

from tests.contracts.sheets import unpack, value_sheet

PASSED, FINISHED = 4, 8
ACCEPTED = 1
TREASURY = 10_000 * 10**18


@pytest.fixture
def p(profile):
    """The parameters in force."""
    return profile.training


@pytest.fixture
def given(reviews) -> list[int]:
    """Three accepted contributions of persona 1."""
    return reviews.accept([1_000, 2_000, 3_000])


@pytest.fixture
def job_id(given, jobs) -> int:
    """A job of persona 1 that passed, with two attributions to come."""
    return jobs.decide(9_000, attributions=2)


def impacts(contributions, ids) -> list[int]:
    return [contributions.contribution(token_id).impact for token_id in ids]


def test_attribution__all_agree__divides_the_impact_by_shares(
    training, contributions, jobs, job_id, given, p
) -> None:
    receipt = jobs.attribute(job_id, given, [5_000, 0, 1_000])

    assert impacts(contributions, given) == [
        1_000 + p.training_impact // 2,
        2_000,
        3_000 + p.training_impact // 10,
    ]
    (event,) = training.AttributionSettled.from_receipt(receipt)
    assert (event.decided, unpack(event.shares, 3)) == (True, (5_000, 0, 1_000))
    job = training.job(job_id)
    assert (job.divided, job.attributionsLeft, job.attributionsOpen) == (6_000, 1, 0)
    assert training.isAttributed(job_id, given[1])


@pytest.mark.parametrize("waits", [True, False])
def test_attribution__first_impact_waits_or_not__is_weight_with_it_or_a_delay_later(
    contributions, jobs, job_id, given, clock, profile, waits
) -> None:
    first = contributions.contribution(given[0]).time
    if not waits:
        clock.move_to(first)

    jobs.attribute(job_id, given, [5_000, 0, 1_000])

    later = clock.now() + profile.contributions.activation_delay
    assert contributions.contribution(given[0]).time == (first if waits else later)


def test_attribution__question__has_its_fee_and_a_value_for_each(
    training, committee, jobs, job_id, given, p
) -> None:
    before = training.job(job_id).escrow

    number = jobs.open_attribution(job_id, given[:2])

    question = committee.question(jobs.attribution_question(number))
    assert (question.count, question.fee) == (2, p.attribution_fee)
    assert (question.penalty, question.leaderPenalty) == (p.penalty, 0)
    assert training.job(job_id).escrow == before - p.attribution_fee
    assert training.attribution(number) == (job_id, given[:2])


def test_attribution__over_what_is_left__is_scaled_to_the_rest(
    training, contributions, jobs, job_id, given, p
) -> None:
    jobs.attribute(job_id, given[:1], [6_000])

    receipt = jobs.attribute(job_id, given[1:], [3_000, 5_000])

    (event,) = training.AttributionSettled.from_receipt(receipt)
    assert unpack(event.shares, 2) == (1_500, 2_500)
    assert training.job(job_id).divided == 10_000
    assert impacts(contributions, given) == [
        1_000 + p.training_impact * 6_000 // 10_000,
        2_000 + p.training_impact * 1_500 // 10_000,
        3_000 + p.training_impact * 2_500 // 10_000,
    ]


def test_attribution__nothing_is_left__gives_nothing(
    training, contributions, jobs, job_id, given
) -> None:
    jobs.attribute(job_id, given[:1], [10_000])

    jobs.attribute(job_id, given[1:], [10_000, 10_000])

    assert training.job(job_id).divided == 10_000
    assert impacts(contributions, given[1:]) == [2_000, 3_000]


def test_attribution__same_contribution_again__refuses(
    training, jobs, panel, job_id, given, refusal
) -> None:
    jobs.attribute(job_id, given[:1], [1_000])

    for ids in ([given[0]], [given[1], given[1]]):
        sender = panel.leader(jobs.attribution_question(training.attributionCount() + 1))
        error = refusal(training.openAttribution, job_id, ids, sender=sender)
        assert error == f"TrainingAlreadyAttributed(jobId={job_id}, tokenId={ids[0]})"


def test_attribution__same_contribution_in_a_later_job__is_asked_again(
    training, contributions, jobs, job_id, given, clock, p
) -> None:
    jobs.attribute(job_id, given[:1], [1_000])
    later = jobs.decide(9_000, attributions=1)

    jobs.attribute(later, given[:1], [1_000])

    assert impacts(contributions, given[:1]) == [1_000 + p.training_impact // 10 * 2]


def test_attribution__foreign_pending_or_unknown__refuses(
    training, jobs, panel, job_id, reviews, refusal
) -> None:
    (pending,) = reviews.contribute()
    sender = panel.leader(jobs.attribution_question(1))

    for token_id, error in (
        (2, "TrainingForeignContribution(tokenId=2)"),
        (pending, f"TrainingForeignContribution(tokenId={pending})"),
        (99, "ERC721NonexistentToken(tokenId=99)"),
    ):
        assert refusal(training.openAttribution, job_id, [token_id], sender=sender) == error


@pytest.mark.parametrize("count", [0, 17])
def test_attribution__none_or_over_16__refuses(
    training, jobs, panel, job_id, refusal, count
) -> None:
    sender = panel.leader(jobs.attribution_question(1))

    error = refusal(training.openAttribution, job_id, [1] * count, sender=sender)

    assert error == f"TrainingInvalidContributions(count={count})"


def test_attribution__another_operator__waits_for_the_leader_window(
    training, jobs, panel, job_id, given, clock, p, stranger, refusal
) -> None:
    leader = panel.leader(jobs.attribution_question(1))
    other = next(operator for operator in panel.operators if operator != leader)
    live = training.job(job_id).since
    clock.move_to(live + p.leader_window - 1)
    for account, error in (
        (other, f"TrainingNotLeader(operator={other.address})"),
        (stranger, f"TrainingNotEligible(operator={stranger.address})"),
    ):
        assert refusal(training.openAttribution, job_id, given, sender=account) == error
    clock.next_block_at(live + p.leader_window)

    training.openAttribution(job_id, given, sender=other)

    assert training.job(job_id).attributionsOpen == 1


def test_attribution__all_that_were_paid_for_are_used__refuses(
    training, jobs, panel, job_id, given, refusal
) -> None:
    for token_id in given[:2]:
        jobs.open_attribution(job_id, [token_id])
    sender = panel.leader(jobs.attribution_question(3))

    error = refusal(training.openAttribution, job_id, given[2:], sender=sender)

    assert error == f"TrainingNoAttributionsLeft(jobId={job_id})"


def test_attribution__its_window_is_over__refuses(
    training, jobs, panel, job_id, given, clock, p, refusal
) -> None:
    deadline = training.job(job_id).since + p.attribution_window
    clock.move_to(deadline)
    sender = panel.leader(jobs.attribution_question(1))

    error = refusal(training.openAttribution, job_id, given, sender=sender)

    assert error == f"TrainingDeadlinePassed(deadline={deadline})"


def test_settle_attribution__no_quorum__may_be_asked_about_again(
    training, contributions, jobs, panel, job_id, given, p, stranger
) -> None:
    number = jobs.open_attribution(job_id, given)
    question = jobs.attribution_question(number)
    panel.answer(question, {0: value_sheet(5_000, 5_000, 0)})

    training.settleAttribution(number, sender=stranger)

    assert impacts(contributions, given) == [1_000, 2_000, 3_000]
    assert training.job(job_id).divided == 0
    assert not training.isAttributed(job_id, given[0])
    jobs.attribute(job_id, given, [1_000, 0, 0])
    assert contributions.contribution(given[0]).impact == 1_000 + p.training_impact // 10


def test_settle_attribution__unknown_early_or_twice__refuses(
    training, jobs, job_id, given, stranger, refusal
) -> None:
    unknown = refusal(training.settleAttribution, 1, sender=stranger)
    jobs.attribute(job_id, given[:1], [1_000])
    again = refusal(training.settleAttribution, 1, sender=stranger)
    number = jobs.open_attribution(job_id, given[1:])
    early = refusal(training.settleAttribution, number, sender=stranger)

    assert unknown == again == "TrainingUnknownAttribution(attributionId=1)"
    assert early.startswith("CommitteeNotYetClosable(")


@pytest.mark.parametrize(
    "payload",
    [value_sheet(1, 2), value_sheet(1, 2, 3, 4), b""],
    ids=["too few", "too many", "empty"],
)
def test_reveal__not_a_value_for_each__is_void(
    committee, jobs, panel, job_id, given, payload
) -> None:
    question = jobs.attribution_question(jobs.open_attribution(job_id, given))
    panel.commit(question, {0: payload})
    panel.end_commits(question)

    panel.reveal(question, {0: payload})

    assert committee.isRefused(question, panel.operators[0])


def test_finish__all_attributions_settled__gives_back_what_is_left(
    training, token, timelock, jobs, job_id, given, p, stranger
) -> None:
    jobs.attribute(job_id, given[:1], [1_000])
    jobs.attribute(job_id, given[1:], [1_000, 1_000])
    treasury, left = token.balanceOf(timelock), training.job(job_id).escrow

    training.finish(job_id, sender=stranger)

    assert training.job(job_id).state == FINISHED
    assert left == p.fee % 3 + 2 * (p.attribution_fee % 3)
    assert token.balanceOf(timelock) == treasury + left
    assert token.balanceOf(training) == 0


def test_finish__attributions_may_follow_or_are_open__refuses(
    training, token, timelock, jobs, panel, job_id, given, clock, p, stranger, refusal
) -> None:
    deadline = training.job(job_id).since + p.attribution_window
    early = refusal(training.finish, job_id, sender=stranger)
    number = jobs.open_attribution(job_id, given)
    clock.move_to(deadline)
    opened = refusal(training.finish, job_id, sender=stranger)
    training.settleAttribution(number, sender=stranger)

    training.finish(job_id, sender=stranger)

    assert early == f"TrainingDeadlineNotReached(deadline={deadline})"
    assert opened == f"TrainingAttributionsOpen(jobId={job_id})"
    assert token.balanceOf(training) == 0


def test_rollback__finished_job__puts_back_the_model_and_leaves_impacts(
    training, registry, contributions, jobs, job_id, given, clock, p, dao, stranger
) -> None:
    jobs.attribute(job_id, given[:1], [1_000])
    clock.move_to(training.job(job_id).since + p.attribution_window)
    training.finish(job_id, sender=stranger)
    before = impacts(contributions, given)

    training.rollback(job_id, sender=dao)

    assert bytes(registry.persona(1).model) == b"\0" * 32
    assert impacts(contributions, given) == before

"""See test_reviews.tree."""

import pytest

from tests.contracts.play import parameters_of
from tests.contracts.sheets import unpack, value_sheet

PENDING, ACCEPTED, REJECTED, REVIEWING, RETURNED = range(5)
NONE, OPEN, SETTLED, FAILED = range(4)


def statuses(contributions, ids) -> list[int]:
    return [contributions.contribution(token_id).status for token_id in ids]


def impacts(contributions, ids) -> list[int]:
    return [contributions.contribution(token_id).impact for token_id in ids]


def test_open_review__nothing_pending__refuses(contributions, stranger, refusal) -> None:
    error = refusal(contributions.openReview, 1, sender=stranger)

    assert error == "ContributionNothingPending(personaId=1)"


def test_open_review__fewer_than_16__waits_until_the_oldest_is_old(
    contributions, reviews, clock, profile, stranger, refusal
) -> None:
    ids = reviews.contribute(count=2)
    due = contributions.contribution(ids[0]).time + profile.contributions.max_wait
    clock.move_to(due - 1)
    early = refusal(contributions.openReview, 1, sender=stranger)
    assert early == f"ContributionReviewTooEarly(dueAt={due})"
    clock.next_block_at(due)

    receipt = contributions.openReview(1, sender=stranger)

    (event,) = contributions.ReviewOpened.from_receipt(receipt)
    assert (event.reviewId, event.personaId, list(event.tokenIds)) == (1, 1, ids)
    assert event.commitEnd == due + profile.contributions.commit_window
    assert event.revealEnd == event.commitEnd + profile.contributions.reveal_window
    assert statuses(contributions, ids) == [REVIEWING] * 2
    assert contributions.pendingOf(1) == (0, 0)


def test_open_review__16_pending__need_not_wait(contributions, reviews, stranger) -> None:
    ids = reviews.contribute(count=17)

    contributions.openReview(1, sender=stranger)

    assert list(contributions.review(1).tokenIds) == ids[:16]
    assert contributions.pendingOf(1) == (1, ids[16])


def test_reviews__several_batches_and_personas__go_first_in_first_out(
    contributions, reviews
) -> None:
    given: dict[int, list[int]] = {1: [], 2: []}
    for _ in range(9):
        for persona_id in (1, 2):
            given[persona_id] += reviews.contribute(persona_id, 2)

    opened = [reviews.open(persona_id) for persona_id in (1, 2, 1, 2)]

    batches = [list(contributions.review(number).tokenIds) for number in opened]
    assert batches[0] + batches[2] == given[1]
    assert batches[1] + batches[3] == given[2]
    assert [len(batch) for batch in batches] == [16, 16, 2, 2]


def test_reviews__queue_empty_and_filled_again__starts_anew(contributions, reviews) -> None:
    reviews.accept([1_000, 2_000])

    ids = reviews.contribute(count=3)

    assert contributions.pendingOf(1) == (3, ids[0])
    assert list(contributions.review(reviews.open()).tokenIds) == ids


def test_review__given_while_another_is_open__waits_for_the_next(
    contributions, reviews, panel
) -> None:
    first = reviews.contribute()
    review_id = reviews.open()
    later = reviews.contribute()
    panel.agree(reviews.question(review_id), value_sheet(3_000))

    reviews.settle(review_id)

    assert statuses(contributions, first + later) == [ACCEPTED, PENDING]
    assert list(contributions.review(reviews.open()).tokenIds) == later


def test_review__question__has_the_fees_and_a_penalty_for_each(
    contributions, committee, token, reviews, profile
) -> None:
    reviews.contribute(count=3)

    question = committee.question(reviews.question(reviews.open()))

    p = profile.contributions
    assert (question.count, question.fee) == (3, 3 * p.review_fee)
    assert (question.penalty, question.tolerance) == (3 * p.penalty, p.tolerance)
    assert token.balanceOf(contributions) == 0


def test_review__penalty_beyond_measure__is_capped_at_the_minimum_bond(
    contributions, committee, reviews, dao
) -> None:
    most = committee.minBond()
    contributions.addParameters({**parameters_of(contributions), "penalty": most}, sender=dao)
    reviews.contribute(count=2)

    question = committee.question(reviews.question(reviews.open()))

    assert question.penalty == most


def test_settle__all_agree__median_is_impact_and_zero_rejects(
    contributions, committee, token, reviews, operators, timelock, profile
) -> None:
    ids = reviews.contribute(count=3)
    treasury = token.balanceOf(timelock)

    receipt = reviews.decide([7_000, 0, 1])

    assert statuses(contributions, ids) == [ACCEPTED, REJECTED, ACCEPTED]
    assert impacts(contributions, ids) == [7_000, 0, 1]
    (settled,) = contributions.ReviewSettled.from_receipt(receipt)
    assert unpack(settled.median, 4) == (7_000, 0, 1, 0)
    (rejected,) = contributions.ContributionRejected.from_receipt(receipt)
    assert rejected.tokenId == ids[1]
    fees = 3 * profile.contributions.review_fee
    credits = [committee.creditOf(operator) for operator in operators]
    assert credits == [fees // 3] * 3
    assert token.balanceOf(timelock) == treasury + fees - sum(credits)
    assert token.balanceOf(contributions) == 0


def test_settle__operators_differ__is_the_median(contributions, reviews, panel) -> None:
    ids = reviews.contribute(count=2)
    review_id = reviews.open()
    sheets = {0: value_sheet(1_000, 0), 1: value_sheet(4_000, 0), 2: value_sheet(2_000, 9_000)}
    panel.answer(reviews.question(review_id), sheets)

    reviews.settle(review_id)

    assert impacts(contributions, ids) == [2_000, 0]
    assert statuses(contributions, ids) == [ACCEPTED, REJECTED]


def test_settle__16_at_once__each_has_its_own_value(contributions, reviews, dao) -> None:
    values = [500 * place for place in range(16)]

    ids = reviews.accept(values)

    assert impacts(contributions, ids) == values
    assert statuses(contributions, ids) == [REJECTED] + [ACCEPTED] * 15


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        value_sheet(1_000, 2_000)[:-1],
        value_sheet(1_000, 2_000) + b"\0",
        value_sheet(1_000),
        value_sheet(1_000, 10_001),
    ],
    ids=["empty", "short", "long", "too few", "over 10000"],
)
def test_reveal__malformed__is_void(contributions, committee, reviews, panel, payload) -> None:
    reviews.contribute(count=2)
    question = reviews.question(reviews.open())
    panel.commit(question, {0: payload})
    panel.end_commits(question)

    panel.reveal(question, {0: payload})

    assert committee.isRefused(question, panel.operators[0])


def test_settle__no_quorum__fees_go_back_less_what_was_earned(
    contributions, committee, token, reviews, panel, contributor, sponsor, timelock, profile
) -> None:
    ids = reviews.contribute(count=3)
    contributions.transferFrom(sponsor, contributor, ids[2], sender=sponsor)
    giver, holder = token.balanceOf(sponsor), token.balanceOf(contributor)
    review_id = reviews.open()
    panel.answer(reviews.question(review_id), {1: value_sheet(1, 2, 3)})
    absent = 2 * committee.question(reviews.question(review_id)).penalty
    treasury = token.balanceOf(timelock)

    receipt = reviews.settle(review_id)

    fees = 3 * profile.contributions.review_fee
    refund = fees - fees // 3
    (failed,) = contributions.ReviewFailed.from_receipt(receipt)
    assert failed.refund == refund
    assert contributions.review(review_id).state == FAILED
    assert statuses(contributions, ids) == [RETURNED] * 3
    assert token.balanceOf(sponsor) == giver + 2 * (refund // 3)
    assert token.balanceOf(contributor) == holder + refund // 3  # whoever holds it
    assert token.balanceOf(timelock) == treasury + absent + refund % 3
    assert token.balanceOf(contributions) == 0


def test_settle__unknown_too_early_or_twice__refuses(
    contributions, reviews, stranger, refusal
) -> None:
    unknown = refusal(contributions.settleReview, 7, sender=stranger)
    reviews.accept([1_000])
    again = refusal(contributions.settleReview, 1, sender=stranger)
    reviews.contribute()
    early = refusal(contributions.settleReview, reviews.open(), sender=stranger)

    assert unknown == f"ContributionUnexpectedReview(reviewId=7, state={NONE})"
    assert again == f"ContributionUnexpectedReview(reviewId=1, state={SETTLED})"
    assert early.startswith("CommitteeNotYetClosable(")


def test_settle__over_the_rest_of_the_epoch__is_scaled_down(
    contributions, reviews, dao, clock, profile
) -> None:
    contributions.addParameters({**parameters_of(contributions), "epochCap": 10_000}, sender=dao)
    _start_of_epoch(clock, profile)
    assert contributions.epochRest(1) == 10_000

    first = reviews.accept([6_000])
    over = reviews.accept([6_000, 2_000])

    assert impacts(contributions, first) == [6_000]
    assert impacts(contributions, over) == [3_000, 1_000]
    assert contributions.epochRest(1) == 0
    assert contributions.epochRest(2) == 10_000


def test_settle__nothing_left_in_the_epoch__waits_for_the_next(
    contributions, reviews, dao, clock, profile, refusal, stranger
) -> None:
    contributions.addParameters({**parameters_of(contributions), "epochCap": 10_000}, sender=dao)
    _start_of_epoch(clock, profile)
    reviews.accept([10_000])
    (late,) = reviews.contribute()
    review_id = reviews.answer([5_000])

    error = refusal(contributions.settleReview, review_id, sender=stranger)
    end = (clock.now() // profile.contributions.epoch + 1) * profile.contributions.epoch
    assert error == f"ContributionEpochFull(until={end})"
    clock.move_to(end)
    reviews.settle(review_id)

    assert impacts(contributions, [late]) == [5_000]


def test_settle__next_epoch__has_the_whole_cap_again(
    contributions, reviews, dao, clock, profile
) -> None:
    contributions.addParameters({**parameters_of(contributions), "epochCap": 10_000}, sender=dao)
    _start_of_epoch(clock, profile)
    reviews.accept([9_000])
    _start_of_epoch(clock, profile)
    assert contributions.epochRest(1) == 10_000

    ids = reviews.accept([9_000])

    assert impacts(contributions, ids) == [9_000]


def test_settle__parameters_changed_since__uses_those_of_its_opening(
    contributions, reviews, panel, dao, clock, profile
) -> None:
    ids = reviews.contribute()
    review_id = reviews.open()
    changed = {**parameters_of(contributions), "epochCap": 10, "activationDelay": 0}
    contributions.addParameters(changed, sender=dao)
    panel.agree(reviews.question(review_id), value_sheet(9_000))

    reviews.settle(review_id)

    assert impacts(contributions, ids) == [9_000]
    delay = profile.contributions.activation_delay
    assert contributions.contribution(ids[0]).time == clock.now() + delay


def test_reviews__fee_changed_in_between__each_pays_what_it_escrowed(
    contributions, committee, token, reviews, dao, profile
) -> None:
    reviews.contribute()
    fee = profile.contributions.review_fee
    contributions.addParameters({**parameters_of(contributions), "reviewFee": 3 * fee}, sender=dao)
    reviews.contribute()

    question = committee.question(reviews.question(reviews.open()))

    assert question.fee == 4 * fee
    assert token.balanceOf(contributions) == 0


def test_review__unlisted_consumer__stays_pending(
    contributions, committee, reviews, dao, stranger, refusal
) -> None:
    ids = reviews.contribute()
    committee.setConsumer(contributions, False, sender=dao)
    reviews.grow_old()

    error = refusal(contributions.openReview, 1, sender=stranger)

    assert error == f"CommitteeUnlistedConsumer(consumer={contributions.address})"
    assert statuses(contributions, ids) == [PENDING]


def _start_of_epoch(clock, profile) -> None:
    epoch = profile.contributions.epoch
    clock.move_to((clock.now() // epoch + 1) * epoch)

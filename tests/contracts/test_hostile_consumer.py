"""See test_hostile_consumer.tree."""

import pytest

from scripts._transactions import Refused, simulate_call
from tests.contracts.sheets import SALT

HONEST, REVERTING, PANICKING, BURNING_GAS, ANSWERING_SHORT = range(5)
NOBODY = "0x0000000000000000000000000000000000000000"
BOND = 2_000 * 10**18
ANSWER = (5_000).to_bytes(32)
DAY = 86_400


@pytest.fixture
def consumer(make_mock, committee, dao):
    """A contract that the DAO listed."""
    found = make_mock("HostileConsumer")
    committee.setConsumer(found, True, sender=dao)
    return found


def terms(clock, committee, **change) -> dict:
    """The worst that a consumer may ask for, changed."""
    now = clock.now()
    penalty = committee.minBond()
    return {
        "fee": 0,
        "penalty": penalty,
        "leaderPenalty": penalty,
        "tolerance": 0,
        "count": 1,
        "commitEnd": now + 100,
        "revealEnd": now + 200,
        "submitter": NOBODY,
        **change,
    }


def question_of(consumer, number: int = 1) -> bytes:
    return bytes.fromhex(consumer.address[2:]) + number.to_bytes(11) + b"\0"


@pytest.fixture
def question(consumer, committee, clock, stranger) -> bytes:
    """An open question of the consumer."""
    name = question_of(consumer)
    consumer.open(committee, name, terms(clock, committee), sender=stranger)
    return name


@pytest.mark.parametrize(
    "manner",
    [REVERTING, PANICKING, BURNING_GAS, ANSWERING_SHORT],
    ids=["reverting", "panicking", "burning gas", "answering short"],
)
def test_reveal__consumer_fails_whatever_the_manner__costs_no_operator_its_bond(
    consumer, committee, panel, operators, question, stranger, manner
) -> None:
    panel.commit(question, dict.fromkeys(range(3), ANSWER))
    panel.end_commits(question)
    consumer.behave(manner, sender=stranger)

    receipts = panel.reveal(question, dict.fromkeys(range(3), ANSWER))

    panel.end_reveals(question)
    committee.close(question, sender=stranger)
    assert [committee.bondOf(operator) for operator in operators] == [BOND] * 3
    assert all(committee.isRefused(question, operator) for operator in operators)
    assert not committee.result(question).decided
    assert all(receipt.gas_used < 650_000 for receipt in receipts)


def test_reveal__consumer_has_no_code__is_void(
    committee, panel, operators, clock, stranger, dao
) -> None:
    committee.setConsumer(stranger, True, sender=dao)
    question = question_of(stranger)
    committee.open(question, terms(clock, committee), sender=stranger)

    panel.agree(question, ANSWER)
    committee.close(question, sender=stranger)

    assert all(committee.isRefused(question, operator) for operator in operators)
    assert [committee.bondOf(operator) for operator in operators] == [BOND] * 3


def test_reveal__consumer_refuses_one_of_three__the_others_decide(
    consumer, committee, panel, operators, question, stranger
) -> None:
    panel.commit(question, dict.fromkeys(range(3), ANSWER))
    panel.end_commits(question)
    panel.reveal(question, {0: ANSWER, 1: ANSWER})
    consumer.behave(REVERTING, sender=stranger)
    panel.reveal(question, {2: ANSWER})
    panel.end_reveals(question)

    committee.close(question, sender=stranger)

    assert committee.result(question) == (True, 5_000)
    assert committee.bondOf(operators[2]) == BOND


def test_reveal__consumers_word_is_the_one_that_stands_for_void__is_an_answer(
    consumer, committee, panel, operators, question, stranger
) -> None:
    panel.agree(question, b"\xff" * 32)

    committee.close(question, sender=stranger)

    assert committee.result(question) == (True, 2**256 - 1)
    assert not committee.isRefused(question, operators[0])
    assert [committee.bondOf(operator) for operator in operators] == [BOND] * 3


def test_reveal__too_little_gas_for_the_consumer__refuses(
    consumer, committee, panel, operators, question
) -> None:
    """Else one's own answer could be made to look refused, after others were seen."""
    panel.commit(question, {0: ANSWER})
    panel.end_commits(question)
    data = bytes(committee.reveal.encode_input(question, ANSWER, SALT))
    call = {"from": operators[0].address, "to": committee.address, "data": data}

    with pytest.raises(Refused) as refused:
        simulate_call({**call, "gas": 560_000})

    assert refused.value.reason == "CommitteeTooLittleGas()"
    simulate_call({**call, "gas": 700_000})


@pytest.mark.parametrize(
    "change",
    [
        {"commitEnd": 0},
        {"commitEnd": 200},
        {"commitEnd": 30 * DAY, "revealEnd": 30 * DAY + 1},
        {"revealEnd": 31 * DAY},
        {"count": 0},
        {"count": 17},
    ],
)
def test_open__windows_or_count_unfair__refuses(
    consumer, committee, clock, stranger, refusal, change
) -> None:
    now = clock.now()
    moved = {key: value + now if key != "count" else value for key, value in change.items()}
    asked = terms(clock, committee, **moved)

    error = refusal(consumer.open, committee, question_of(consumer), asked, sender=stranger)

    assert error == "CommitteeInvalidTerms()"


def test_open__windows_shorter_than_the_committees__refuses(
    make_contract, make_mock, contracts, operators, clock, deployer, stranger, refusal
) -> None:
    c, least = contracts, 1_800
    committee = make_contract(
        "OracleCommittee", c.token, c.timelock, deployer, 10**18, 1, 60, least
    )
    consumer = make_mock("HostileConsumer")
    committee.setConsumer(consumer, True, sender=deployer)
    committee.addMember(operators[0], sender=deployer)
    c.token.approve(committee, 10**18, sender=operators[0])
    committee.bond(10**18, sender=operators[0])
    now, name = clock.now(), question_of(consumer)

    for commit, reveal in ((least - 1, least), (least, least - 1)):
        windows = {"commitEnd": now + commit, "revealEnd": now + commit + reveal}
        asked = terms(clock, committee, **windows)
        error = refusal(consumer.open, committee, name, asked, sender=stranger)
        assert error == "CommitteeInvalidTerms()"

    at = now + 50
    windows = {"commitEnd": at + least, "revealEnd": at + 2 * least}
    clock.next_block_at(at)
    consumer.open(committee, name, terms(clock, committee, **windows), sender=stranger)
    assert committee.question(name).members == 2


@pytest.mark.parametrize("key", ["penalty", "leaderPenalty"])
def test_open__penalty_over_the_smallest_bond__refuses(
    consumer, committee, clock, stranger, refusal, key
) -> None:
    most = committee.minBond()
    asked = terms(clock, committee, **{key: most + 1})

    error = refusal(consumer.open, committee, question_of(consumer), asked, sender=stranger)

    assert error == f"CommitteePenaltyAboveBond(penalty={most + 1}, minBond={most})"


def test_open__fee_that_it_does_not_have__refuses(
    consumer, committee, clock, stranger, refusal
) -> None:
    asked = terms(clock, committee, fee=1)

    error = refusal(consumer.open, committee, question_of(consumer), asked, sender=stranger)

    assert error.startswith("ERC20InsufficientAllowance(")


def test_open__another_consumers_question__refuses(
    consumer, committee, rounds, clock, stranger, refusal
) -> None:
    """Else it could use up the name of a round's question before the round asks."""
    name = question_of(rounds, 1)

    error = refusal(consumer.open, committee, name, terms(clock, committee), sender=stranger)

    assert error.startswith("CommitteeForeignQuestion(")


def test_unlisted__question_is_open__ends_as_any_other(
    consumer, committee, panel, question, clock, stranger, dao, refusal
) -> None:
    committee.setConsumer(consumer, False, sender=dao)

    panel.agree(question, ANSWER)
    committee.close(question, sender=stranger)

    assert committee.result(question) == (True, 5_000)
    name, asked = question_of(consumer, 2), terms(clock, committee)
    error = refusal(consumer.open, committee, name, asked, sender=stranger)
    assert error == f"CommitteeUnlistedConsumer(consumer={consumer.address})"

"""See test_rounds_proposing.tree."""

import pytest

from tests.contracts.play import BOUNTY, BRIEF, LINKEDIN, ROSTER
from tests.contracts.sheets import unpack

OPEN = 1
MINIMUM = 50 * 10**18
LEAST = MINIMUM // 100
DAY = 86_400


def test_propose__escrow__is_taken_to_the_wei(play, rounds, token, proposer) -> None:
    before = token.balanceOf(proposer)

    round_id = play.propose()

    assert token.balanceOf(proposer) == before - BOUNTY
    assert token.balanceOf(rounds) == BOUNTY
    found = rounds.round(round_id)
    assert (found.state, found.bounty, found.sponsored) == (OPEN, BOUNTY, 0)
    assert found.proposer == proposer.address


def test_propose__roster__is_fixed_in_order_with_versions(
    play, rounds, registry, dao, proposer, token
) -> None:
    registry.setCard(4, b"\x07" * 32, sender=dao)
    registry.setModel(2, b"\x08" * 32, sender=dao)
    token.approve(rounds, BOUNTY, sender=proposer)

    receipt = rounds.propose(BRIEF, LINKEDIN, [4, 2, 5], BOUNTY, sender=proposer)

    (event,) = rounds.GenerationProposed.from_receipt(receipt)
    assert unpack(event.roster, 4) == (4, 2, 5, 0)
    assert unpack(event.cardVersions, 3) == (2, 1, 1)
    assert unpack(event.modelVersions, 3) == (0, 1, 0)
    assert bytes(event.briefDigest) == BRIEF
    assert rounds.round(1).entryCount == 3


@pytest.mark.parametrize(
    ("brief", "personas", "bounty", "error"),
    [
        (b"\0" * 32, ROSTER, BOUNTY, "RoundsEmptyDigest()"),
        (
            BRIEF,
            ROSTER,
            MINIMUM - 1,
            f"RoundsBountyTooSmall(bounty={MINIMUM - 1}, minBounty={MINIMUM})",
        ),
        (BRIEF, (1, 2), BOUNTY, "RoundsInvalidRosterSize(size=2)"),
        (BRIEF, range(1, 18), BOUNTY, "RoundsInvalidRosterSize(size=17)"),
        (BRIEF, (1, 2, 9), BOUNTY, "RoundsInactivePersona(personaId=9)"),
        (BRIEF, (1, 2, 1), BOUNTY, "RoundsDuplicatePersona(personaId=1)"),
    ],
)
def test_propose__malformed__refuses(
    rounds, token, proposer, refusal, brief, personas, bounty, error
) -> None:
    token.approve(rounds, BOUNTY, sender=proposer)

    assert (
        refusal(rounds.propose, brief, LINKEDIN, list(personas), bounty, sender=proposer) == error
    )


def test_propose__deactivated_persona__refuses(rounds, registry, dao, proposer, refusal) -> None:
    registry.setActive(2, False, sender=dao)

    arguments = (BRIEF, LINKEDIN, list(ROSTER), BOUNTY)

    assert (
        refusal(rounds.propose, *arguments, sender=proposer) == "RoundsInactivePersona(personaId=2)"
    )


def test_propose__no_approval__refuses(rounds, proposer, refusal) -> None:
    error = refusal(rounds.propose, BRIEF, LINKEDIN, list(ROSTER), BOUNTY, sender=proposer)

    assert error.startswith("ERC20InsufficientAllowance(")


def test_propose__no_parameters_yet__refuses(
    make_contract, contracts, deployer, proposer, refusal
) -> None:
    c = contracts
    fresh = make_contract("GenerationRounds", c.token, c.registry, c.committee, deployer, 1)

    error = refusal(fresh.propose, BRIEF, LINKEDIN, list(ROSTER), BOUNTY, sender=proposer)

    assert error == "RoundsInvalidParameters()"


def test_propose__parameters_change_later__round_keeps_its_version(play, rounds, dao) -> None:
    first = play.propose()
    rounds.addParameters({**play.current_parameters(), "minBounty": 1, "fee": 1}, sender=dao)
    second = play.propose()

    assert rounds.round(first).parametersVersion == 1
    assert rounds.round(second).parametersVersion == 2


@pytest.mark.parametrize("used_before", [False, True])
def test_propose_with_permit__by_the_proposer__needs_no_approval(
    outside, rounds, token, proposer, stranger, clock, used_before
) -> None:
    permit = outside.permit(token, proposer, rounds, BOUNTY, clock.now() + 600)
    if used_before:
        token.permit(proposer, rounds, BOUNTY, *permit, sender=stranger)

    rounds.proposeWithPermit(BRIEF, LINKEDIN, list(ROSTER), BOUNTY, *permit, sender=proposer)

    assert token.balanceOf(rounds) == BOUNTY


def test_add_bounty__open_round__is_counted_for_the_sponsor(play, rounds, token, sponsor) -> None:
    round_id = play.propose()
    token.approve(rounds, 3 * LEAST, sender=sponsor)

    rounds.addBounty(round_id, LEAST, sender=sponsor)
    rounds.addBounty(round_id, 2 * LEAST, sender=sponsor)

    assert rounds.sponsoredBy(round_id, sponsor) == 3 * LEAST
    found = rounds.round(round_id)
    assert (found.bounty, found.sponsored) == (BOUNTY + 3 * LEAST, 3 * LEAST)
    assert token.balanceOf(rounds) == BOUNTY + 3 * LEAST


def test_add_bounty__under_a_hundredth_of_the_minimum__refuses(
    play, rounds, sponsor, refusal
) -> None:
    round_id = play.propose()

    for amount in (0, LEAST - 1):
        error = refusal(rounds.addBounty, round_id, amount, sender=sponsor)
        assert error == f"RoundsAmountTooSmall(amount={amount}, least={LEAST})"


def test_add_bounty__zero_where_no_minimum_is__refuses(play, rounds, dao, sponsor, refusal) -> None:
    free = {**play.current_parameters(), "minBounty": 0, "fee": 0}
    rounds.addParameters(free, sender=dao)
    round_id = play.propose()

    error = refusal(rounds.addBounty, round_id, 0, sender=sponsor)

    assert error == "RoundsAmountTooSmall(amount=0, least=0)"


def test_add_bounty__not_open__refuses(play, rounds, sponsor, refusal) -> None:
    round_id = play.propose()
    play.submit(round_id)

    for number, state in ((round_id, 2), (99, 0)):
        error = refusal(rounds.addBounty, number, LEAST, sender=sponsor)
        assert error == f"RoundsUnexpectedState(roundId={number}, state={state})"


def test_add_parameters__stranger__refuses(play, rounds, stranger, deployer, refusal) -> None:
    for account in (stranger, deployer):
        error = refusal(rounds.addParameters, play.current_parameters(), sender=account)
        assert error == f"OwnableUnauthorizedAccount(account={account.address})"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"revealWindow": 0}, "RoundsWindowTooShort(window=0, minWindow=1)"),
        ({"leaderWindow": 120}, "RoundsWindowTooShort(window=120, minWindow=120)"),
        ({"participationShare": 2_001}, "RoundsInvalidParameters()"),
        ({"prizeShares": [2_000, 5_000, 1_000]}, "RoundsInvalidParameters()"),
        ({"criteria": [0] * 5}, "RoundsInvalidParameters()"),
        ({"communityWeight": 10_001}, "RoundsInvalidParameters()"),
        ({"penaltyShare": 10_001}, "RoundsInvalidParameters()"),
        ({"fee": MINIMUM + 1}, "RoundsInvalidParameters()"),
        ({"scoringProfile": b"\0" * 32}, "RoundsInvalidParameters()"),
        ({"voteWindow": 16 * DAY, "revealWindow": 16 * DAY}, "RoundsInvalidParameters()"),
    ],
)
def test_add_parameters__inconsistent__refuses(play, rounds, dao, refusal, change, error) -> None:
    assert (
        refusal(rounds.addParameters, {**play.current_parameters(), **change}, sender=dao) == error
    )

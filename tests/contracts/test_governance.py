"""See test_governance.tree."""

import pytest

from tests.contracts.jobs import DATASET, RECIPE
from tests.contracts.motion import FOR
from tests.contracts.play import parameters_of

EXECUTED, REQUESTED = 7, 1
FEE = 100 * 10**18


@pytest.fixture
def enact(motion, voter, second_voter, stranger, governor):
    """Proposes calls, has them voted for, queues and executes them by the proposal's number."""

    def run(*calls):
        change = motion(*calls)
        change.pass_by(voter, second_voter)
        receipt = change.enact(stranger)
        assert governor.state(change.id) == EXECUTED
        return receipt

    return run


def test_proposal__round_parameters__are_the_next_version(enact, rounds, play) -> None:
    enact((rounds.addParameters, {**play.current_parameters(), "communityWeight": 1_234}))

    assert rounds.currentVersion() == 2
    assert rounds.parameters(2).communityWeight == 1_234


def test_proposal__contribution_and_training_parameters__are_the_next_versions(
    enact, contributions, training
) -> None:
    enact(
        (contributions.addParameters, {**parameters_of(contributions), "epochCap": 77}),
        (training.addParameters, {**parameters_of(training), "minWinRate": 6_000}),
    )

    assert contributions.parameters(2).epochCap == 77
    assert training.parameters(2).minWinRate == 6_000


def test_proposal__persona__is_active_and_belongs_to_its_registrant(
    enact, registry, contributions, token, sponsor
) -> None:
    token.approve(registry, FEE, sender=sponsor)
    registry.register(b"\xca" * 32, sender=sponsor)

    enact((registry.setActive, 6, True))

    assert registry.isActive(6)
    assert contributions.ownerOf(6) == sponsor.address


def test_proposal__training__is_ordered_and_paid_by_the_treasury(
    enact, training, token, timelock, voter, profile
) -> None:
    cost = profile.training.fee + 3 * profile.training.attribution_fee
    token.transfer(timelock, cost, sender=voter)

    enact((token.approve, training, cost), (training.request, 1, DATASET, RECIPE, 3))

    job = training.job(1)
    assert (job.state, job.personaId, job.escrow) == (REQUESTED, 1, cost)
    assert token.balanceOf(timelock) == 0


def test_proposal__spending__leaves_the_treasury(enact, token, timelock, voter, stranger) -> None:
    token.transfer(timelock, 5_000, sender=voter)

    enact((token.transfer, stranger, 4_000))

    assert token.balanceOf(stranger) == 4_000
    assert token.balanceOf(timelock) == 1_000


def test_proposal__mint_and_committee__are_the_timelocks(
    enact, token, committee, timelock, stranger
) -> None:
    supply = token.totalSupply()

    enact((token.mint, timelock, 10**18), (committee.addMember, stranger))

    assert token.totalSupply() == supply + 10**18
    assert committee.numberOf(stranger) == 4


def test_proposal__a_call_reverts__none_is_done(
    motion, governor, registry, token, voter, second_voter, stranger, refusal
) -> None:
    change = motion((registry.setActive, 1, False), (token.mint, stranger, 10**27))
    change.pass_by(voter, second_voter)
    governor.queue(change.id, sender=stranger)
    change.clock.move_to(governor.proposalEta(change.id))

    error = refusal(governor.execute, change.id, sender=stranger)

    assert error.startswith("ERC20ExceededSafeSupply(")
    assert registry.isActive(1)


def test_proposal__its_own_settings__change(enact, governor, timelock) -> None:
    enact((governor.setVotingDelay, 9), (timelock.updateDelay, 8))

    assert governor.votingDelay() == 9
    assert timelock.getMinDelay() == 8


def test_timelock__votes_of_the_treasury__do_not_exist(
    motion, governor, token, timelock, voter, second_voter, stranger, refusal
) -> None:
    change = motion((token._mutable_methods_["delegate"], stranger))
    change.propose(voter)
    for account in (voter, second_voter):
        governor.castVote(change.id, FOR, sender=account)
    change.end_vote()
    governor.queue(change.id, sender=stranger)
    change.clock.move_to(governor.proposalEta(change.id))

    error = refusal(governor.execute, change.id, sender=stranger)

    assert error == "TokenTreasuryCannotDelegate()"

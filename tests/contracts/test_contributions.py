"""See test_contributions.tree."""

import pytest

from tests.contracts.play import parameters_of
from tests.contracts.reviews import TEXT

DIGEST = b"\xd9" * 32
PENDING, ACCEPTED, REJECTED = 0, 1, 2
CARD, MODEL = 0, 5
INACTIVE = 9


@pytest.fixture
def fee(profile) -> int:
    return profile.contributions.review_fee


def test_contribute__fee_approved__is_pending_and_the_givers(
    contributions, token, sponsor, fee
) -> None:
    before = token.balanceOf(sponsor)
    token.approve(contributions, fee, sender=sponsor)

    receipt = contributions.contribute(2, TEXT, DIGEST, sender=sponsor)

    (event,) = contributions.ContributionMade.from_receipt(receipt)
    assert (event.tokenId, event.personaId, event.contributor) == (6, 2, sponsor.address)
    assert (event.kind, bytes(event.digest)) == (TEXT, DIGEST)
    found = contributions.contribution(6)
    assert (found.personaId, found.kind, found.status, found.impact) == (2, TEXT, PENDING, 0)
    assert contributions.ownerOf(6) == sponsor.address
    assert token.balanceOf(sponsor) == before - fee
    assert token.balanceOf(contributions) == fee
    assert contributions.pendingOf(2) == (1, 6)


@pytest.mark.parametrize("used_before", [False, True])
def test_contribute_with_permit__by_the_giver__needs_no_approval(
    outside, contributions, token, sponsor, stranger, clock, fee, used_before
) -> None:
    permit = outside.permit(token, sponsor, contributions, fee, clock.now() + 600)
    if used_before:
        token.permit(sponsor, contributions, fee, *permit, sender=stranger)

    contributions.contributeWithPermit(1, MODEL, DIGEST, *permit, sender=sponsor)

    assert contributions.ownerOf(6) == sponsor.address
    assert token.balanceOf(contributions) == fee


def test_contribute_with_permit__anothers_permit__takes_nothing_from_it(
    outside, contributions, token, voter, stranger, clock, fee, refusal
) -> None:
    permit = outside.permit(token, voter, contributions, fee, clock.now() + 600)

    error = refusal(contributions.contributeWithPermit, 1, TEXT, DIGEST, *permit, sender=stranger)

    assert error.startswith("ERC20InsufficientAllowance(")


@pytest.mark.parametrize(
    ("persona_id", "kind", "digest", "error"),
    [
        (INACTIVE, TEXT, DIGEST, f"ContributionInactivePersona(personaId={INACTIVE})"),
        (1, CARD, DIGEST, "ContributionInvalidKind(kind=0)"),
        (1, TEXT, b"\0" * 32, "ContributionEmptyDigest()"),
    ],
)
def test_contribute__malformed__refuses(
    contributions, token, sponsor, fee, refusal, persona_id, kind, digest, error
) -> None:
    token.approve(contributions, fee, sender=sponsor)

    assert refusal(contributions.contribute, persona_id, kind, digest, sender=sponsor) == error


def test_contribute__deactivated_persona__refuses(
    contributions, registry, dao, sponsor, refusal
) -> None:
    registry.setActive(1, False, sender=dao)

    error = refusal(contributions.contribute, 1, TEXT, DIGEST, sender=sponsor)

    assert error == "ContributionInactivePersona(personaId=1)"


def test_contribute__no_approval__refuses(contributions, sponsor, refusal) -> None:
    error = refusal(contributions.contribute, 1, TEXT, DIGEST, sender=sponsor)

    assert error.startswith("ERC20InsufficientAllowance(")


def test_contribute__fee_is_zero__takes_none(contributions, dao, stranger) -> None:
    contributions.addParameters({**parameters_of(contributions), "reviewFee": 0}, sender=dao)

    contributions.contribute(1, TEXT, DIGEST, sender=stranger)

    assert contributions.ownerOf(6) == stranger.address
    assert contributions.contribution(6).version == 2


@pytest.mark.parametrize(
    "change",
    [
        {"epoch": 0},
        {"genesisImpact": 0},
        {"scoringProfile": b"\0" * 32},
        {"reviewFee": (2**80 - 1) // 16 + 1},
        {"commitWindow": 0},
        {"revealWindow": 0},
        {"commitWindow": 16 * 86_400, "revealWindow": 16 * 86_400},
    ],
)
def test_add_parameters__inconsistent__refuses(contributions, dao, refusal, change) -> None:
    changed = {**parameters_of(contributions), **change}

    error = refusal(contributions.addParameters, changed, sender=dao)

    assert error == "ContributionInvalidParameters()"


def test_mint_genesis__no_parameters_yet__refuses(
    make_contract, contracts, deployer, stranger, refusal
) -> None:
    """A persona can't be activated before governance said what a card is worth."""
    c = contracts
    registry = make_contract("PersonaRegistry", c.token, c.timelock, deployer, 0)
    fresh = make_contract("ContributionNFT", registry, c.token, c.committee, deployer)
    factory = make_contract("RevenueFactory", fresh, c.token, [])
    registry.wire(fresh, factory, sender=deployer)
    registry.register(DIGEST, sender=deployer)

    error = refusal(registry.setActive, 1, True, sender=deployer)

    assert error == "ContributionInvalidParameters()"


def test_add_impact__not_the_trainer__refuses(contributions, dao, stranger, refusal) -> None:
    for account in (dao, stranger):
        error = refusal(contributions.addImpact, [1], [5], sender=account)
        assert error == f"ContributionOnlyTrainer(caller={account.address})"


def test_add_impact__trainer__becomes_weight_after_the_delay(
    contributions, training, impersonate, vault_of, clock, profile, stranger, refusal
) -> None:
    before, trainer = contributions.contribution(1).impact, impersonate(training)

    contributions.addImpact([1, 2], [5, 0], sender=trainer)

    found = contributions.contribution(1)
    assert found.impact == before + 5
    assert found.time == clock.now() + profile.contributions.activation_delay
    assert vault_of(1).weightOf(1) == before
    assert contributions.contribution(2).time < clock.now()  # nothing to wait for
    error = refusal(contributions.activate, [1], sender=stranger)
    assert error == f"ContributionNotYetActive(tokenId=1, activeAt={found.time})"
    clock.next_block_at(found.time)
    contributions.activate([1], sender=stranger)
    assert vault_of(1).weightOf(1) == vault_of(1).totalWeight() == before + 5


def test_add_impact__impact_waits_that_is_due__is_activated_first(
    contributions, training, impersonate, reviews, vault_of, clock
) -> None:
    """Training must not put off a weight that was earned already."""
    (token_id,) = reviews.accept([4_000])
    clock.move_to(contributions.contribution(token_id).time)

    contributions.addImpact([token_id], [5], sender=impersonate(training))

    assert vault_of(1).weightOf(token_id) == 4_000
    assert contributions.contribution(token_id).impact == 4_005


@pytest.mark.parametrize("status", [PENDING, REJECTED])
def test_add_impact__contribution_is_not_accepted__refuses(
    contributions, training, impersonate, reviews, refusal, status
) -> None:
    (token_id,) = reviews.contribute() if status == PENDING else reviews.accept([0])

    error = refusal(contributions.addImpact, [token_id], [5], sender=impersonate(training))

    assert error == f"ContributionNotAccepted(tokenId={token_id}, status={status})"


def test_activate__unknown_or_not_accepted__refuses(
    contributions, reviews, stranger, refusal
) -> None:
    (token_id,) = reviews.contribute()

    for number, error in (
        (token_id, f"ContributionNotAccepted(tokenId={token_id}, status={PENDING})"),
        (99, "ERC721NonexistentToken(tokenId=99)"),
    ):
        assert refusal(contributions.activate, [number], sender=stranger) == error


def test_activate__early_or_twice__is_weight_once(
    contributions, reviews, vault_of, clock, profile, stranger, refusal
) -> None:
    (token_id,) = reviews.accept([4_000])
    due = contributions.contribution(token_id).time
    assert due == clock.now() + profile.contributions.activation_delay
    total = vault_of(1).totalWeight()
    clock.move_to(due - 1)
    early = refusal(contributions.activate, [token_id], sender=stranger)
    assert early == f"ContributionNotYetActive(tokenId={token_id}, activeAt={due})"
    clock.next_block_at(due)

    receipt = contributions.activate([token_id, token_id], sender=stranger)

    assert len(list(contributions.ContributionActivated.from_receipt(receipt))) == 1
    assert vault_of(1).weightOf(token_id) == 4_000
    assert vault_of(1).totalWeight() == total + 4_000


def test_activation_delay__income_in_between__is_not_shared_with_it(
    contributions, reviews, vault_of, token, clock, voter, stranger
) -> None:
    (token_id,) = reviews.accept([4_000])
    vault = vault_of(1)
    token.approve(vault, 10**18, sender=voter)
    vault.payIn(token, 10**18, sender=voter)
    clock.move_to(contributions.contribution(token_id).time)

    contributions.activate([token_id], sender=stranger)

    assert vault.claimable(token_id, token) == 0
    assert vault.claimable(1, token) == pytest.approx(10**18, abs=1, rel=0)

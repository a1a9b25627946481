"""See test_persona_registry.tree."""

import pytest

from oracle.personas.cards import default_cards
from tests.contracts.play import parameters_of
from tests.contracts.sheets import unpack

CARD = b"\xca" * 32
FEE = 100 * 10**18
CARD_KIND, ACCEPTED = 0, 1


@pytest.fixture
def registered(registry, token, sponsor) -> int:
    """A persona that is not active yet."""
    token.approve(registry, FEE, sender=sponsor)
    registry.register(CARD, sender=sponsor)
    return int(registry.personaCount())


def test_register__anyone_with_the_fee__makes_an_inactive_persona(
    registry, contributions, token, timelock, sponsor
) -> None:
    treasury = token.balanceOf(timelock)
    token.approve(registry, FEE, sender=sponsor)

    registry.register(CARD, sender=sponsor)

    assert not registry.isActive(6)
    assert registry.ownerOf(6) == timelock.address
    assert token.balanceOf(timelock) == treasury + FEE
    found = registry.persona(6)
    assert (found.registrant, found.cardVersion) == (sponsor.address, 1)
    assert contributions.contributionCount() == 5


def test_set_active__first_time__makes_vault_and_first_contribution(
    registry, contributions, registered, factory, vault_of, dao, sponsor, profile
) -> None:
    receipt = registry.setActive(registered, True, sender=dao)

    impact = profile.contributions.genesis_impact
    assert registry.isActive(registered)
    (made,) = contributions.ContributionMade.from_receipt(receipt)
    assert (made.tokenId, made.contributor, bytes(made.digest)) == (6, sponsor.address, CARD)
    assert contributions.ownerOf(6) == sponsor.address
    found = contributions.contribution(6)
    assert (found.personaId, found.kind, found.status) == (registered, CARD_KIND, ACCEPTED)
    (vault,) = factory.VaultCreated.from_receipt(receipt)
    assert vault.vault == registry.vaultOf(registered)
    weights = vault_of(registered)
    assert found.impact == weights.weightOf(6) == weights.totalWeight() == impact


def test_set_active__again__makes_nothing_more(registry, contributions, registered, dao) -> None:
    for active in (True, False, True):
        registry.setActive(registered, active, sender=dao)

    assert registry.isActive(registered)
    assert contributions.contributionCount() == 6


def test_set_active__card_changed_before__contribution_is_the_card_of_then(
    registry, contributions, registered, dao, sponsor
) -> None:
    registry.setCard(registered, b"\x07" * 32, sender=dao)

    registry.setActive(registered, True, sender=dao)

    assert bytes(contributions.contribution(6).digest) == b"\x07" * 32
    assert contributions.ownerOf(6) == sponsor.address


def test_register__no_fee_or_no_card__refuses(registry, sponsor, refusal) -> None:
    assert refusal(registry.register, CARD, sender=sponsor).startswith(
        "ERC20InsufficientAllowance("
    )
    assert refusal(registry.register, b"\0" * 32, sender=sponsor) == "RegistryEmptyDigest()"


def test_set_active__vault_made_by_a_stranger__goes_on(
    registry, registered, factory, vault_of, dao, stranger
) -> None:
    factory.createVault(registered, sender=stranger)

    registry.setActive(registered, True, sender=dao)

    assert vault_of(registered).totalWeight() == 1_000_000


def test_register__before_the_treasury_owns_the_registry__is_the_owners_alone(
    make_contract, token, timelock, deployer, contributions, factory, stranger, refusal
) -> None:
    fresh = make_contract("PersonaRegistry", token, timelock, deployer, FEE)
    fresh.wire(contributions, factory, sender=deployer)

    assert refusal(fresh.register, CARD, sender=stranger) == "RegistryNotOpen()"


def test_register__not_wired__refuses(make_contract, token, timelock, deployer, refusal) -> None:
    fresh = make_contract("PersonaRegistry", token, timelock, deployer, 0)

    assert refusal(fresh.register, CARD, sender=deployer) == "RegistryNotWired()"


def test_registry__deployed__announces_its_fee(make_contract, token, timelock, deployer) -> None:
    fresh = make_contract("PersonaRegistry", token, timelock, deployer, FEE)

    (event,) = fresh.RegistrationFeeSet.from_receipt(fresh.creation_metadata.receipt)
    assert event.fee == fresh.registrationFee() == FEE


def test_wire__again__refuses(registry, contributions, factory, dao, refusal) -> None:
    error = refusal(registry.wire, contributions, factory, sender=dao)

    assert error == "RegistryAlreadyWired()"


def test_governance__stranger_or_deployer__refuses(
    registry, contributions, stranger, deployer, refusal
) -> None:
    calls = (
        (registry.setActive, 1, False),
        (registry.setCard, 1, CARD),
        (registry.setAgentURI, 1, "ipfs://f01551220" + CARD.hex()),
        (registry.setMetadata, 1, "key", b"value"),
        (registry.setTrainer, stranger),
        (registry.setRegistrationFee, 0),
        (registry.setContractURI, CARD),
        (registry.wire, stranger, stranger),
        (contributions.setTrainer, stranger),
        (contributions.setContractURI, CARD),
        (contributions.addParameters, parameters_of(contributions)),
    )

    for account in (stranger, deployer):
        for method, *arguments in calls:
            error = refusal(method, *arguments, sender=account)
            assert error == f"OwnableUnauthorizedAccount(account={account.address})"


def test_set_card_and_model__timelock__is_the_next_version(registry, dao) -> None:
    registry.setCard(1, CARD, sender=dao)
    registry.setModel(1, CARD, sender=dao)

    found = registry.persona(1)
    assert bytes(found.card) == bytes(found.model) == CARD
    assert (found.cardVersion, found.modelVersion) == (2, 1)
    assert registry.tokenURI(1) == "ipfs://f01551220" + CARD.hex()


@pytest.mark.parametrize("method", ["setActive", "setCard", "setModel"])
def test_governance__unknown_persona__refuses(registry, dao, refusal, method) -> None:
    value = True if method == "setActive" else CARD

    error = refusal(getattr(registry, method), 9, value, sender=dao)

    assert error == "RegistryUnknownPersona(personaId=9)"


def test_persona__unknown__is_inactive_and_refused(registry, stranger, refusal) -> None:
    assert not registry.isActive(9)
    assert refusal(registry.persona, 9, sender=stranger) == "RegistryUnknownPersona(personaId=9)"


def test_mint_genesis__not_the_registry__refuses(contributions, dao, refusal) -> None:
    error = refusal(contributions.mintGenesis, 1, dao, CARD, sender=dao)

    assert error == f"ContributionOnlyRegistry(caller={dao.address})"


def test_set_model__stranger_or_deployer__refuses(registry, stranger, deployer, refusal) -> None:
    for account in (stranger, deployer):
        error = refusal(registry.setModel, 1, CARD, sender=account)
        assert error == f"RegistryUnauthorized(caller={account.address})"


def test_set_model__trainer__is_the_next_version_until_another_is_named(
    registry, training, impersonate, dao, refusal
) -> None:
    trainer = impersonate(training)
    registry.setModel(1, CARD, sender=trainer)
    assert registry.persona(1).modelVersion == 1

    registry.setTrainer("0x" + "00" * 20, sender=dao)

    error = refusal(registry.setModel, 1, CARD, sender=trainer)
    assert error == f"RegistryUnauthorized(caller={trainer.address})"


def test_contribution__first_card__is_the_personas_card(contributions, contributor) -> None:
    assert "0x" + contributions.contribution(1).digest.hex().removeprefix("0x") == (
        default_cards()[0].digest
    )
    assert contributions.balanceOf(contributor) == 5


def test_versions_of__several_personas__are_as_one_by_one(registry, dao) -> None:
    registry.setCard(4, CARD, sender=dao)
    registry.setModel(2, CARD, sender=dao)
    registry.setActive(5, False, sender=dao)
    ids = [4, 9, 2, 5]

    active, cards, models = registry.versionsOf(ids)

    found = zip(
        [active >> place & 1 for place in range(4)],
        unpack(cards, 4),
        unpack(models, 4),
        strict=True,
    )
    assert [tuple(item) for item in found] == [tuple(registry.versions(number)) for number in ids]


def test_versions_of__over_16__refuses(registry, stranger, refusal) -> None:
    error = refusal(registry.versionsOf, [1] * 17, sender=stranger)

    assert error == "RegistryTooMany(count=17)"

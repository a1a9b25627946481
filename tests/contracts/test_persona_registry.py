"""See test_persona_registry.tree."""

import pytest

from oracle.personas.cards import default_cards

CARD = b"\xca" * 32
FEE = 100 * 10**18
ACCEPTED = 1


def test_register__anyone_with_the_fee__makes_an_inactive_persona(
    registry, contributions, token, timelock, vault_of, sponsor
) -> None:
    treasury = token.balanceOf(timelock)
    token.approve(registry, FEE, sender=sponsor)

    registry.register(CARD, sender=sponsor)

    assert not registry.isActive(6)
    assert registry.ownerOf(6) == timelock.address
    assert token.balanceOf(timelock) == treasury + FEE
    assert contributions.ownerOf(6) == sponsor.address
    found = contributions.contribution(6)
    assert (found.personaId, found.status, found.impact) == (6, ACCEPTED, 1_000_000)
    assert vault_of(6).weightOf(6) == vault_of(6).totalWeight() == 1_000_000


def test_register__no_fee_or_no_card__refuses(registry, sponsor, refusal) -> None:
    assert refusal(registry.register, CARD, sender=sponsor).startswith(
        "ERC20InsufficientAllowance("
    )
    assert refusal(registry.register, b"\0" * 32, sender=sponsor) == "RegistryEmptyDigest()"


def test_register__vault_made_by_a_stranger__goes_on(
    registry, factory, token, vault_of, sponsor, stranger
) -> None:
    factory.createVault(6, sender=stranger)
    token.approve(registry, FEE, sender=sponsor)

    registry.register(CARD, sender=sponsor)

    assert vault_of(6).totalWeight() == 1_000_000


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
        (registry.setModel, 1, CARD),
        (registry.setRegistrationFee, 0),
        (registry.wire, stranger, stranger),
        (contributions.setGenesisImpact, 5),
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


def test_genesis_impact__zero__refuses(contributions, dao, refusal) -> None:
    assert refusal(contributions.setGenesisImpact, 0, sender=dao) == "ContributionZeroImpact()"


def test_contribution__first_card__is_its_ipfs_block(contributions, contributor) -> None:
    digest = default_cards()[0].digest

    assert contributions.tokenURI(1) == "ipfs://f01551220" + digest[2:]
    assert contributions.balanceOf(contributor) == 5

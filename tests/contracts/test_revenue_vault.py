"""See test_revenue_vault.tree."""

import pytest

COIN = "0x0000000000000000000000000000000000000000"
WEIGHT = 1_000_000


@pytest.fixture
def vault(vault_of):
    """Persona 1's; contribution 1 has the genesis impact, the other cards none."""
    return vault_of(1)


@pytest.fixture
def nft(contributions, impersonate):
    """ContributionNFT as the sender, which alone sets weights."""
    return impersonate(contributions)


def test_sync__tokens_sent_in__are_claimable_by_the_only_contribution(
    vault, token, voter, stranger
) -> None:
    token.transfer(vault, 1_001, sender=voter)
    assert vault.claimable(1, token) == 1_000  # rounded down: the dust stays

    vault.sync(token, sender=stranger)

    assert vault.claimable(1, token) == 1_000


def test_claim__anyone_calls__holder_is_paid_once(
    vault, token, voter, contributor, stranger
) -> None:
    token.transfer(vault, 5 * 10**18, sender=voter)
    before = token.balanceOf(contributor)

    vault.claim(1, token, sender=stranger)
    vault.claim(1, token, sender=stranger)

    assert token.balanceOf(contributor) == before + 5 * 10**18
    assert token.balanceOf(vault) == 0


def test_claim__native_coin__holder_is_paid(vault, voter, contributor, stranger) -> None:
    voter.transfer(vault, 10**18)
    before = contributor.balance

    vault.claim(1, COIN, sender=stranger)

    assert contributor.balance == before + 10**18


def test_weights__three_to_one__share_by_weight(vault, nft, token, voter) -> None:
    vault.setWeight(2, 3 * WEIGHT, sender=nft)
    token.transfer(vault, 4 * 10**18, sender=voter)

    shares = [vault.claimable(number, token) for number in (1, 2)]

    assert shares[0] == pytest.approx(10**18, abs=1, rel=0)
    assert shares[1] == pytest.approx(3 * 10**18, abs=1, rel=0)
    assert sum(shares) <= 4 * 10**18


def test_weights__given_later__have_no_share_of_earlier_income(vault, nft, token, voter) -> None:
    token.transfer(vault, 10**18, sender=voter)

    vault.setWeight(2, WEIGHT, sender=nft)

    assert vault.claimable(1, token) == 10**18
    assert vault.claimable(2, token) == 0
    token.transfer(vault, 10**18, sender=voter)
    assert vault.claimable(2, token) == pytest.approx(10**18 // 2, abs=1, rel=0)


def test_weights__taken_away__keep_what_was_earned(vault, nft, token, voter) -> None:
    vault.setWeight(2, WEIGHT, sender=nft)
    token.transfer(vault, 10**18, sender=voter)
    earned = vault.claimable(2, token)

    vault.setWeight(2, 0, sender=nft)
    token.transfer(vault, 10**18, sender=voter)

    assert vault.claimable(2, token) == earned
    assert vault.totalWeight() == WEIGHT


def test_weights__total_zero__income_is_held_for_the_first(vault, nft, token, voter) -> None:
    vault.setWeight(1, 0, sender=nft)
    token.transfer(vault, 10**18, sender=voter)
    vault.sync(token, sender=voter)

    vault.setWeight(2, WEIGHT, sender=nft)

    assert vault.claimable(1, token) == 0
    assert vault.claimable(2, token) == 10**18


def test_set_weight__not_the_contributions_contract__refuses(vault, dao, refusal) -> None:
    error = refusal(vault.setWeight, 1, 5, sender=dao)

    assert error == f"VaultOnlyContributions(caller={dao.address})"


def test_claim__token_transferred__new_holder_is_paid(
    vault, contributions, token, voter, contributor, stranger
) -> None:
    token.transfer(vault, 10**18, sender=voter)
    contributions.transferFrom(contributor, stranger, 1, sender=contributor)

    vault.claim(1, token, sender=voter)

    assert token.balanceOf(stranger) == 10**18


def test_claim__receiver_refuses_the_coin__blocks_only_itself(
    vault, nft, contributions, token, voter, contributor, stranger, refusal
) -> None:
    vault.setWeight(2, WEIGHT, sender=nft)
    contributions.transferFrom(contributor, token, 1, sender=contributor)
    voter.transfer(vault, 10**18)
    before = contributor.balance

    error = refusal(vault.claim, 1, COIN, sender=stranger)
    vault.claim(2, COIN, sender=stranger)

    assert error == f"VaultTransferFailed(asset={COIN}, to={token.address})"
    assert contributor.balance == pytest.approx(before + 10**18 // 2, abs=1, rel=0)


def test_claim__unknown_asset_or_contribution__refuses(
    vault, token, registry, stranger, refusal
) -> None:
    for method, arguments in ((vault.sync, [registry]), (vault.claim, [1, registry])):
        error = refusal(method, *arguments, sender=stranger)
        assert error == f"VaultUnknownAsset(asset={registry.address})"

    assert refusal(vault.claim, 99, token, sender=stranger) == "ERC721NonexistentToken(tokenId=99)"


def test_factory__vault_not_created__can_be_paid_already(
    factory, make_contract, contributions, token, voter, stranger
) -> None:
    fresh = make_contract("RevenueFactory", contributions, token, [COIN])
    address = fresh.vaultOf(77)
    token.transfer(address, 5, sender=voter)

    fresh.createVault(77, sender=stranger)

    assert token.balanceOf(address) == 5
    assert fresh.vaultOf(77) != factory.vaultOf(77)


def test_factory__too_many_or_equal_assets__cannot_be_deployed(
    contributions, token, registry, committee, rounds, deployment_refusal
) -> None:
    many = [COIN, registry, committee, rounds]

    assert deployment_refusal("RevenueFactory", contributions, token, many) == (
        "FactoryTooManyAssets(count=5)"
    )
    assert deployment_refusal("RevenueFactory", contributions, token, [COIN, token]) == (
        f"FactoryDuplicateAsset(asset={token.address})"
    )


def test_vault__of_a_persona__knows_its_persona_and_assets(vault, token) -> None:
    assert vault.personaId() == 1
    assert list(vault.assets()) == [token.address, COIN]

"""See test_vault_income.tree."""

import pytest
from eth_account import Account

from tests.contracts.outside import vrs

COIN = "0x0000000000000000000000000000000000000000"
INCOME = 10**18
DELEGATION = "Delegation(address delegatee,uint256 nonce,uint256 expiry)"
EMPTY_SIGNATURE = (0, b"\0" * 32, b"\0" * 32)


@pytest.fixture
def vault(vault_of):
    """Persona 1's; contribution 1 has all the weight."""
    return vault_of(1)


def test_pay_in__token__is_shared_at_once(vault, token, voter) -> None:
    token.approve(vault, INCOME, sender=voter)
    before = token.balanceOf(voter)

    receipt = vault.payIn(token, INCOME, sender=voter)

    (paid,) = vault.PaidIn.from_receipt(receipt)
    (synced,) = vault.IncomeSynced.from_receipt(receipt)
    assert (paid.asset, paid.payer, paid.amount) == (token.address, voter.address, INCOME)
    assert (synced.asset, synced.amount) == (token.address, INCOME)
    assert token.balanceOf(voter) == before - INCOME
    assert vault.claimable(1, token) == pytest.approx(INCOME, abs=1, rel=0)


def test_pay_in__native_coin__is_shared_at_once(vault, voter) -> None:
    receipt = vault.payIn(COIN, INCOME, value=INCOME, sender=voter)

    (synced,) = vault.IncomeSynced.from_receipt(receipt)
    assert (synced.asset, synced.amount) == (COIN, INCOME)
    assert vault.balance == INCOME


def test_pay_in__income_waits__shares_it_too(vault, token, voter) -> None:
    token.transfer(vault, 7, sender=voter)
    token.approve(vault, 5, sender=voter)

    receipt = vault.payIn(token, 5, sender=voter)

    (synced,) = vault.IncomeSynced.from_receipt(receipt)
    assert synced.amount == 12


def test_pay_in__unknown_asset__refuses(vault, registry, voter, refusal) -> None:
    error = refusal(vault.payIn, registry, 1, sender=voter)

    assert error == f"VaultUnknownAsset(asset={registry.address})"


def test_pay_in__coin_without_the_amount__refuses(vault, voter, refusal) -> None:
    assert refusal(vault.payIn, COIN, 5, sender=voter) == "VaultWrongValue(value=0)"


def test_pay_in__token_with_coin_along__refuses(vault, token, outside, voter) -> None:
    """Else the coin would go to others' income by mistake."""
    token.approve(vault, 5, sender=voter)
    data = bytes(vault.payIn.encode_input(token, 5))
    call = {"from": voter.address, "to": vault.address, "data": data.hex(), "value": hex(3)}

    answer = outside.w3.provider.make_request("eth_call", [call, "latest"])

    assert answer["error"]["data"].endswith((3).to_bytes(32).hex())


def test_pay_in__not_approved__refuses(vault, token, voter, refusal) -> None:
    error = refusal(vault.payIn, token, 5, sender=voter)

    assert error.startswith("ERC20InsufficientAllowance(")


def test_claim_many__several_vaults_and_assets__pays_each_holder(
    factory, vault_of, contributions, token, voter, contributor, sponsor, stranger
) -> None:
    contributions.transferFrom(contributor, sponsor, 2, sender=contributor)
    for persona_id in (1, 2, 3):
        token.transfer(vault_of(persona_id), persona_id * INCOME, sender=voter)
    voter.transfer(vault_of(1), INCOME)
    before = [token.balanceOf(contributor), contributor.balance, token.balanceOf(sponsor)]
    claims = [(1, 1, token), (1, 1, COIN), (2, 2, token), (4, 4, token)]

    receipt = factory.claimMany(claims, sender=stranger)

    after = [token.balanceOf(contributor), contributor.balance, token.balanceOf(sponsor)]
    gained = [new - old for new, old in zip(after, before, strict=True)]
    assert gained == [INCOME, INCOME, 2 * INCOME]
    paid = [event.amount for event in vault_of(1).RevenueClaimed.from_receipt(receipt)]
    assert paid[:2] == [INCOME, INCOME]
    assert token.balanceOf(vault_of(3)) == 3 * INCOME


def test_claim_many__another_personas_contribution__is_paid_nothing(
    factory, vault_of, token, voter, stranger
) -> None:
    token.transfer(vault_of(2), INCOME, sender=voter)

    factory.claimMany([(2, 1, token)], sender=stranger)

    assert token.balanceOf(vault_of(2)) == INCOME


@pytest.mark.parametrize("used_before", [False, True])
def test_claim_many_and_delegate__holder_without_votes__has_them_then(
    factory, vault_of, token, outside, voter, contributor, stranger, clock, used_before
) -> None:
    token.transfer(vault_of(1), INCOME, sender=voter)
    assert token.getVotes(contributor) == 0
    expiry = clock.now() + 600
    signature = outside.sign(contributor, token, DELEGATION, contributor.address, 0, expiry)
    delegation = (contributor, 0, expiry, *vrs(signature))
    if used_before:
        token.delegateBySig(*delegation, sender=stranger)

    factory.claimManyAndDelegate([(1, 1, token)], delegation, sender=stranger)

    balance = token.balanceOf(contributor)
    assert token.getVotes(contributor) == balance
    assert token.delegates(contributor) == contributor.address
    assert token.balanceOf(vault_of(1)) == 0


def test_claim_many_and_delegate__bad_signature__pays_all_the_same(
    factory, vault_of, token, voter, contributor, stranger, clock
) -> None:
    token.transfer(vault_of(1), INCOME, sender=voter)
    before = token.balanceOf(contributor)
    delegation = (stranger, 0, clock.now() + 600, *EMPTY_SIGNATURE)

    factory.claimManyAndDelegate([(1, 1, token)], delegation, sender=stranger)

    assert token.balanceOf(contributor) == before + INCOME
    assert token.getVotes(contributor) == 0


def test_claim_many_and_delegate__signed_by_a_key_without_tokens__moves_nobodys_votes(
    factory, token, outside, voter, stranger, clock
) -> None:
    """What is signed is the signer's own delegation, whoever claims."""
    key = Account.from_key(b"\x07" * 32)
    votes, expiry = token.getVotes(voter), clock.now() + 600
    signer = type("Signer", (), {"private_key": key.key})
    signature = outside.sign(signer, token, DELEGATION, stranger.address, 0, expiry)

    delegation = (stranger, 0, expiry, *vrs(signature))
    factory.claimManyAndDelegate([], delegation, sender=voter)

    assert token.getVotes(voter) == votes
    assert token.getVotes(stranger) == 0

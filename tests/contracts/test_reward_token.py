"""See test_reward_token.tree."""

CAP = 10**27
SUPPLY = 900_000 * 10**18


def test_constructor__allocation_over_the_cap__cannot_be_deployed(
    timelock, voter, deployment_refusal
) -> None:
    arguments = ("Troupe", "TROUPE", 10, timelock, [(voter, 6), (voter, 5)])

    assert (
        deployment_refusal("RewardToken", *arguments)
        == "ERC20ExceededSafeSupply(increasedSupply=11, cap=10)"
    )


def test_mint__not_the_timelock__refuses(token, stranger, deployer, refusal) -> None:
    for account in (stranger, deployer):
        error = refusal(token.mint, account, 1, sender=account)
        assert error == f"OwnableUnauthorizedAccount(account={account.address})"


def test_mint__to_the_cap_and_no_further(token, dao, stranger, refusal) -> None:
    token.mint(stranger, CAP - SUPPLY, sender=dao)

    assert token.totalSupply() == CAP
    error = refusal(token.mint, stranger, 1, sender=dao)
    assert error == f"ERC20ExceededSafeSupply(increasedSupply={CAP + 1}, cap={CAP})"


def test_delegate__treasury__refuses(token, dao, stranger, refusal) -> None:
    # Ape has a `delegate` of its own on contract instances.
    delegate = token._mutable_methods_["delegate"]

    assert refusal(delegate, stranger, sender=dao) == "TokenTreasuryCannotDelegate()"


def test_delegate__holder__votes_from_then_on(token, clock, undelegated_holder) -> None:
    assert token.getVotes(undelegated_holder) == 0
    before = clock.now()

    token.invoke_transaction("delegate", undelegated_holder, sender=undelegated_holder)
    clock.move_to(clock.now() + 1)

    balance = token.balanceOf(undelegated_holder)
    assert token.getVotes(undelegated_holder) == balance
    assert token.getPastVotes(undelegated_holder, before - 1) == 0
    assert token.getPastVotes(undelegated_holder, clock.now() - 1) == balance


def test_permit__by_the_holder__approves_once(
    outside, token, voter, sponsor, stranger, clock, refusal
) -> None:
    permit = outside.permit(token, voter, sponsor, 77, clock.now() + 600)

    token.permit(voter, sponsor, 77, *permit, sender=stranger)

    assert token.allowance(voter, sponsor) == 77
    error = refusal(token.permit, voter, sponsor, 77, *permit, sender=stranger)
    assert error.startswith("ERC2612InvalidSigner(")


def test_permit__past_its_deadline__refuses(outside, token, voter, sponsor, clock, refusal) -> None:
    permit = outside.permit(token, voter, sponsor, 77, clock.now() - 1)

    error = refusal(token.permit, voter, sponsor, 77, *permit, sender=sponsor)

    assert error.startswith("ERC2612ExpiredSignature(")

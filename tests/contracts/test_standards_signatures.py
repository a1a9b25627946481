"""See test_standards_signatures.tree. Domains are those that EIP-5267 returns, types are the
standards', written by hand; signed by eth-account for a key and for a contract (ERC-1271)."""

from dataclasses import dataclass
from typing import Any

import pytest
from eth_abi import encode

from tests.contracts.outside import selector, vrs

BALLOT = "Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)"
EXTENDED_BALLOT = (
    "ExtendedBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,"
    "string reason,bytes params)"
)
VOTE = "Vote(uint256 roundId,uint8 entry,address voter,uint256 nonce,uint256 deadline)"
DELEGATION = "Delegation(address delegatee,uint256 nonce,uint256 expiry)"

BALLOT_BY_SIG = "castVoteBySig(uint256,uint8,address,bytes)"
EXTENDED_BY_SIG = "castVoteWithReasonAndParamsBySig(uint256,uint8,address,string,bytes,bytes)"
VOTE_BY_SIG = "castVoteBySig(uint256,uint8,address,uint256,bytes)"
VOTES, AGAINST, FOR = 1_000 * 10**18, 0, 1


@dataclass(frozen=True)
class Signer:
    """Who votes, and by whose key."""

    address: str
    private_key: str


@pytest.fixture(params=["key", "contract wallet"])
def signer(request, make_mock, outside, token, voter, sponsor, stranger, clock) -> Signer:
    """A holder of `VOTES` that has delegated to itself."""
    if request.param == "key":
        found, act = Signer(stranger.address, stranger.private_key), (stranger, token)
        call: tuple[Any, ...] = ("delegate(address)", stranger.address)
    else:
        wallet = make_mock("Wallet1271", sponsor)
        found, act = Signer(wallet.address, sponsor.private_key), (sponsor, wallet)
        data = selector("delegate(address)") + encode(["address"], [wallet.address])
        call = ("execute(address,bytes)", token.address, data)
    token.transfer(found.address, VOTES, sender=voter)
    outside.send(*act, *call)
    clock.move_to(clock.now() + 1)
    return found


def domain_of(change: str) -> dict[str, Any]:
    """Another chain or contract than that which is asked to believe a signature."""
    return {
        "chain": {"chainId": 1},
        "contract": {"verifyingContract": "0x" + "11" * 20},
    }.get(change, {})


@pytest.fixture
def proposal(motion, registry, signer, voter) -> int:
    """A proposal that can be voted on."""
    change = motion((registry.setActive, 1, False))
    change.propose(voter)
    return change.id


@pytest.fixture
def round_id(play, signer) -> int:
    """A round that can be voted on."""
    return play.open_voting()


@pytest.mark.parametrize(
    ("contract", "name"),
    [
        ("token", "Troupe"),
        ("governor", "TroupeGovernor"),
        ("rounds", "GenerationRounds"),
        ("registry", "ERC8004IdentityRegistry"),
    ],
)
def test_domain__by_eip_5267__names_contract_and_chain(contracts, outside, contract, name) -> None:
    found = outside.domain(getattr(contracts, contract))

    address = getattr(contracts, contract).address.lower()
    assert {**found, "verifyingContract": found["verifyingContract"].lower()} == {
        "name": name,
        "version": "1",
        "chainId": outside.w3.eth.chain_id,
        "verifyingContract": address,
    }


def test_permit__by_a_key__approves_once(token, outside, voter, sponsor, stranger, clock) -> None:
    nonce = outside.call(token, "nonces(address)", voter, returns="uint256")
    permit = outside.permit(token, voter, sponsor, 77, clock.now() + 600)

    signature = "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)"
    outside.send(stranger, token, signature, voter, sponsor, 77, *permit)

    assert token.allowance(voter, sponsor) == 77
    assert outside.call(token, "nonces(address)", voter, returns="uint256") == nonce + 1


def test_delegate_by_sig__by_a_key__moves_its_votes(
    token, outside, undelegated_holder, voter, stranger, clock
) -> None:
    holder, expiry = undelegated_holder, clock.now() + 600
    before = outside.call(token, "getVotes(address)", voter, returns="uint256")
    signature = outside.sign(holder, token, DELEGATION, voter.address, token.nonces(holder), expiry)

    outside.send(
        stranger,
        token,
        "delegateBySig(address,uint256,uint256,uint8,bytes32,bytes32)",
        *(voter, token.nonces(holder), expiry, *vrs(signature)),
    )

    assert outside.call(token, "delegates(address)", holder, returns="address") == (
        voter.address.lower()
    )
    after = outside.call(token, "getVotes(address)", voter, returns="uint256")
    assert after == before + token.balanceOf(holder)


def test_ballot__signed__counts_once_for_the_signer_whoever_relays(
    governor, outside, signer, proposal, sponsor, refusal
) -> None:
    nonce = outside.call(governor, "nonces(address)", signer, returns="uint256")
    signature = outside.sign(signer, governor, BALLOT, proposal, AGAINST, signer.address, nonce)

    outside.send(sponsor, governor, BALLOT_BY_SIG, proposal, AGAINST, signer, signature)

    assert governor.proposalVotes(proposal).againstVotes == VOTES
    assert outside.call(governor, "nonces(address)", signer, returns="uint256") == nonce + 1
    arguments = (proposal, AGAINST, signer.address, signature)
    again = refusal(governor.castVoteBySig, *arguments, sender=sponsor)
    assert again == f"GovernorInvalidSignature(voter={signer.address})"


@pytest.mark.parametrize("change", ["support", "proposal", "voter", "key", "length", "chain"])
def test_ballot__altered__refuses(
    governor, outside, signer, proposal, voter, sponsor, refusal, change
) -> None:
    by = voter if change == "key" else signer
    values = (proposal, AGAINST, signer.address, 0)
    signature = outside.sign(by, governor, BALLOT, *values, **domain_of(change))
    number = proposal + (change == "proposal")
    support = FOR if change == "support" else AGAINST
    account = voter.address if change == "voter" else signer.address
    signature = signature[: 64 if change == "length" else 65]

    arguments = (number, support, account, signature)

    error = refusal(governor.castVoteBySig, *arguments, sender=sponsor)
    assert error == f"GovernorInvalidSignature(voter={account})"


def test_ballot__signed_for_another_governor__refuses(
    governor, make_contract, token, timelock, outside, signer, proposal, sponsor, refusal
) -> None:
    settings = (2, 60, 10, 0, 4, "0x" + "00" * 20, 0)
    other = make_contract("TroupeGovernor", token, timelock, settings)
    signature = outside.sign(signer, other, BALLOT, proposal, FOR, signer.address, 0)

    arguments = (proposal, FOR, signer.address, signature)

    error = refusal(governor.castVoteBySig, *arguments, sender=sponsor)
    assert error == f"GovernorInvalidSignature(voter={signer.address})"


@pytest.mark.parametrize("seconds", [None, 0, 30])
def test_extended_ballot__signed_with_or_without_a_deadline__counts(
    governor, outside, signer, proposal, sponsor, clock, seconds
) -> None:
    at = clock.now() + 5
    params = b"" if seconds is None else (at + seconds).to_bytes(32)
    values = (proposal, FOR, signer.address, 0, "I like it", params)
    signature = outside.sign(signer, governor, EXTENDED_BALLOT, *values)
    arguments = (proposal, FOR, signer, "I like it", params, signature)
    clock.next_block_at(at)

    receipt = outside.send(sponsor, governor, EXTENDED_BY_SIG, *arguments)

    declaration = "VoteCast(address indexed,uint256,uint8,uint256,string)"
    if params:
        declaration = "VoteCastWithParams(address indexed,uint256,uint8,uint256,string,bytes)"
    (event,) = outside.events(receipt, governor, declaration)
    assert event[:5] == (signer.address.lower(), proposal, FOR, VOTES, "I like it")


def test_extended_ballot__past_the_deadline_it_names__refuses(
    governor, outside, signer, proposal, sponsor, clock, refusal
) -> None:
    deadline = clock.now()
    params = deadline.to_bytes(32)
    values = (proposal, FOR, signer.address, 0, "", params)
    signature = outside.sign(signer, governor, EXTENDED_BALLOT, *values)
    clock.move_to(deadline + 1)

    arguments = (proposal, FOR, signer.address, "", params, signature)

    error = refusal(governor.castVoteWithReasonAndParamsBySig, *arguments, sender=sponsor)
    assert error == f"GovernorBallotExpired(deadline={deadline})"


def test_extended_ballot__parameters_that_are_no_deadline__refuses(
    governor, outside, signer, proposal, sponsor, refusal
) -> None:
    values = (proposal, FOR, signer.address, 0, "", b"\1")
    signature = outside.sign(signer, governor, EXTENDED_BALLOT, *values)

    arguments = (proposal, FOR, signer.address, "", b"\1", signature)

    error = refusal(governor.castVoteWithReasonAndParamsBySig, *arguments, sender=sponsor)
    assert error == "GovernorInvalidVoteParams()"


def test_round_vote__signed__counts_once_for_the_signer_whoever_relays(
    rounds, outside, signer, round_id, sponsor, clock, refusal
) -> None:
    nonce = outside.call(rounds, "nonces(address)", signer, returns="uint256")
    deadline = clock.now() + 5
    values = (round_id, 2, signer.address, nonce, deadline)
    signature = outside.sign(signer, rounds, VOTE, *values)
    clock.next_block_at(deadline)

    outside.send(sponsor, rounds, VOTE_BY_SIG, round_id, 2, signer, deadline, signature)

    assert rounds.votesFor(round_id, 2) == VOTES
    assert rounds.hasVoted(round_id, signer.address)
    assert not rounds.hasVoted(round_id, sponsor)
    assert outside.call(rounds, "nonces(address)", signer, returns="uint256") == nonce + 1
    arguments = (round_id, 2, signer.address, deadline, signature)
    again = refusal(rounds.castVoteBySig, *arguments, sender=sponsor)
    assert again == f"RoundsInvalidSignature(voter={signer.address})"


@pytest.mark.parametrize(
    "change", ["round", "entry", "voter", "deadline", "key", "nonce", "chain", "contract"]
)
def test_round_vote__altered__refuses(
    rounds, outside, signer, round_id, voter, sponsor, clock, refusal, change
) -> None:
    by, deadline = (voter if change == "key" else signer), clock.now() + 600
    nonce = int(change == "nonce")
    values = (round_id, 2, signer.address, nonce, deadline)
    signature = outside.sign(by, rounds, VOTE, *values, **domain_of(change))
    account = voter.address if change == "voter" else signer.address
    number = round_id + (change == "round")
    until = deadline + (change == "deadline")

    arguments = (number, 1 if change == "entry" else 2, account, until, signature)

    error = refusal(rounds.castVoteBySig, *arguments, sender=sponsor)
    assert error == f"RoundsInvalidSignature(voter={account})"


def test_round_vote__past_its_deadline__refuses(
    rounds, outside, signer, round_id, sponsor, clock, refusal
) -> None:
    deadline = clock.now()
    values = (round_id, 2, signer.address, 0, deadline)
    signature = outside.sign(signer, rounds, VOTE, *values)
    clock.move_to(deadline + 1)

    arguments = (round_id, 2, signer.address, deadline, signature)

    error = refusal(rounds.castVoteBySig, *arguments, sender=sponsor)
    assert error == f"RoundsSignatureExpired(deadline={deadline})"


def test_round_vote__signed_after_voting_oneself__refuses(
    rounds, outside, voter, play, sponsor, clock, refusal
) -> None:
    round_id, deadline = play.open_voting(), clock.now() + 600
    rounds.castVote(round_id, 0, sender=voter)
    signature = outside.sign(voter, rounds, VOTE, round_id, 2, voter.address, 0, deadline)

    arguments = (round_id, 2, voter.address, deadline, signature)

    error = refusal(rounds.castVoteBySig, *arguments, sender=sponsor)
    assert error == f"RoundsAlreadyVoted(roundId={round_id}, voter={voter.address})"

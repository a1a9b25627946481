"""See test_standards_interfaces.tree. Ids and signatures are the standards', written by hand."""

from functools import reduce
from operator import xor

import pytest

from tests.contracts.outside import selector

ERC165 = bytes.fromhex("01ffc9a7")
ERC721 = bytes.fromhex("80ac58cd")
ERC721_METADATA = bytes.fromhex("5b5e139f")
ERC4906 = bytes.fromhex("49064906")
ERC1155_RECEIVER = bytes.fromhex("4e2312e0")
ACCESS_CONTROL = bytes.fromhex("7965db0b")
NONE = b"\xff" * 4

_ACTIONS = "(address[],uint256[],bytes[],bytes32)"
_GOVERNOR = (
    "name()",
    "version()",
    "COUNTING_MODE()",
    "hashProposal" + _ACTIONS,
    "getProposalId" + _ACTIONS,
    "state(uint256)",
    "proposalThreshold()",
    "proposalSnapshot(uint256)",
    "proposalDeadline(uint256)",
    "proposalProposer(uint256)",
    "proposalEta(uint256)",
    "proposalNeedsQueuing(uint256)",
    "votingDelay()",
    "votingPeriod()",
    "quorum(uint256)",
    "getVotes(address,uint256)",
    "getVotesWithParams(address,uint256,bytes)",
    "hasVoted(uint256,address)",
    "propose(address[],uint256[],bytes[],string)",
    "queue" + _ACTIONS,
    "execute" + _ACTIONS,
    "cancel" + _ACTIONS,
    "castVote(uint256,uint8)",
    "castVoteWithReason(uint256,uint8,string)",
    "castVoteWithReasonAndParams(uint256,uint8,string,bytes)",
    "castVoteBySig(uint256,uint8,address,bytes)",
    "castVoteWithReasonAndParamsBySig(uint256,uint8,address,string,bytes,bytes)",
)


def _id_of(*signatures: str) -> bytes:
    return reduce(xor, (int.from_bytes(selector(item)) for item in signatures)).to_bytes(4)


GOVERNOR = _id_of(*_GOVERNOR)
GOVERNOR_BEFORE = _id_of(*(item for item in _GOVERNOR if not item.startswith("getProposalId")))


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("registry", (ERC165, ERC721, ERC721_METADATA, ERC4906)),
        ("contributions", (ERC165, ERC721, ERC721_METADATA, ERC4906)),
        ("governor", (ERC165, GOVERNOR, GOVERNOR_BEFORE, ERC1155_RECEIVER)),
        ("timelock", (ERC165, ACCESS_CONTROL, ERC1155_RECEIVER)),
    ],
)
def test_supports_interface__of_the_standards__says_so(contracts, outside, name, ids) -> None:
    contract = getattr(contracts, name)

    def supports(interface: bytes) -> bool:
        signature = "supportsInterface(bytes4)"
        return outside.call(contract, signature, interface, returns="bool")

    assert all(map(supports, ids))
    assert not supports(NONE)


@pytest.mark.parametrize("name", ["timelock", "governor"])
def test_receivers__safe_transfers_of_tokens__are_taken_by_the_timelock(
    contracts, outside, stranger, name, refusal
) -> None:
    """The governor gives its tokens' keys to the timelock, and takes none itself."""
    contract, signature = (
        getattr(contracts, name),
        "onERC721Received(address,address,uint256,bytes)",
    )
    arguments = (stranger.address, stranger.address, 1, b"")

    if name == "timelock":
        found = outside.call(contract, signature, *arguments, returns="bytes4")
        assert found == selector(signature)
    else:
        error = refusal(contract.onERC721Received, *arguments, sender=stranger)
        assert error == "GovernorDisabledDeposit()"


@pytest.mark.parametrize("name", ["token", "governor", "committee", "rounds"])
def test_clock__of_all_that_counts_time__is_the_block_time(contracts, outside, name) -> None:
    contract = getattr(contracts, name)

    assert outside.call(contract, "CLOCK_MODE()", returns="string") == "mode=timestamp"
    latest = outside.w3.eth.get_block("latest")["timestamp"]
    assert outside.call(contract, "clock()", returns="uint48") == latest


def test_governor__counting_and_versions__are_what_indexers_read(governor, outside) -> None:
    assert outside.call(governor, "COUNTING_MODE()", returns="string") == (
        "support=bravo&quorum=for,abstain"
    )
    assert outside.call(governor, "name()", returns="string") == "TroupeGovernor"
    assert outside.call(governor, "version()", returns="string") == "1"


def test_proposal__made_by_a_standard_client__is_announced_as_it_expects(
    governor, outside, registry, voter
) -> None:
    call = selector("setActive(uint256,bool)") + (1).to_bytes(32) + (0).to_bytes(32)
    text = "Rest a while#proposer=" + voter.address
    signature = "propose(address[],uint256[],bytes[],string)"

    receipt = outside.send(voter, governor, signature, [registry.address], [0], [call], text)

    kinds = "uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string"
    (event,) = outside.events(receipt, governor, f"ProposalCreated({kinds})")
    assert (event[0], event[1].lower()) == (1, voter.address.lower())
    assert (event[5], event[8]) == ((call,), text)
    assert outside.call(governor, "state(uint256)", 1, returns="uint8") == 0

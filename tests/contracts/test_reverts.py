"""Refusals in words, whichever contract they come from."""

import pytest
from eth_abi import encode
from eth_utils import keccak

from scripts._reverts import describe_revert


def revert(signature: str, *values: object) -> bytes:
    types = signature[signature.index("(") + 1 : -1].split(",")
    return keccak(text=signature)[:4] + encode([t for t in types if t], values)


@pytest.mark.parametrize(
    ("signature", "values", "words"),
    [
        ("RoundsBountyTooSmall(uint256,uint256)", (1, 2), "RoundsBountyTooSmall("),
        ("OwnableUnauthorizedAccount(address)", ("0x" + "11" * 20,), "account=0x1111"),
        ("ERC20InsufficientBalance(address,uint256,uint256)", ("0x" + "11" * 20, 3, 4), "needed=4"),
        ("Error(string)", ("the door is shut",), "the door is shut"),
        ("Panic(uint256)", (0x11,), "panic: a number is too large or too small"),
        ("Panic(uint256)", (0x99,), "panic: number 153"),
        (
            "GovernorUnexpectedProposalState(uint256,uint8,bytes32)",
            (7, 0, (1 << 4 | 1 << 5).to_bytes(32)),
            "proposalId=7, current=Pending, expectedStates=Succeeded or Queued",
        ),
        ("Unheard(uint256)", (1,), "an error that is not of Troupe's contracts, 0x"),
    ],
)
def test_revert__error_of_a_kind__is_said_in_words(signature, values, words) -> None:
    assert words in describe_revert(revert(signature, *values), "reverted")


def test_revert__without_data__says_what_the_node_said() -> None:
    assert describe_revert(b"", "out of gas") == "no reason given (out of gas)"

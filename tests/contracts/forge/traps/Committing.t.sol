// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {Attack} from "../attacks/Attack.sol";

/// @dev Traps 5 (copied votes) and 6 (equivocation and absence).
contract CommittingTrapTest is Attack {
    bytes private _payload;
    uint256 private _roundId;
    bytes32 private _question;

    function setUp() public {
        _deploy(4, 3, _native());
        _roundId = _votingRound(3);
        _question = rounds.questionId(_roundId);
        _payload = _risingSheet(3);
    }

    function _commitment(uint256 chain, address where, bytes32 question, address operator)
        private
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(chain, where, question, operator, keccak256(_payload), SALT));
    }

    function _mismatches(bytes32 commitment) private {
        vm.prank(operators[1]);
        committee.commit(_question, commitment);
        _toReveals(_question);
        _refuses(IOracleCommittee.CommitteeCommitmentMismatch.selector);
        _reveal(_question, operators[1], _payload);
    }

    // ------------------------------------------------------------------ trap 5

    function test_trap5__commitment_copied_from_another__cannot_be_revealed() public {
        _mismatches(_commitment(block.chainid, address(committee), _question, operators[0]));
    }

    function test_trap5__commitment_of_another_question__cannot_be_revealed() public {
        bytes32 other = rounds.questionId(_roundId + 1);
        _mismatches(_commitment(block.chainid, address(committee), other, operators[1]));
    }

    function test_trap5__commitment_of_another_committee__cannot_be_revealed() public {
        _mismatches(_commitment(block.chainid, address(token), _question, operators[1]));
    }

    function test_trap5__commitment_of_another_chain__cannot_be_revealed() public {
        bytes32 here = _commitment(block.chainid, address(committee), _question, operators[1]);
        vm.chainId(1);
        _mismatches(here);
    }

    // ------------------------------------------------------------------ trap 6

    function test_trap6__second_commitment__is_refused() public {
        _commit(_question, operators[0], _payload);
        _refuses(IOracleCommittee.CommitteeAlreadyCommitted.selector);
        _commit(_question, operators[0], _sheet(new uint16[](3)));
    }

    function test_trap6__second_reveal__is_refused() public {
        _commit(_question, operators[0], _payload);
        _toReveals(_question);
        _reveal(_question, operators[0], _payload);
        _refuses(IOracleCommittee.CommitteeAlreadyRevealed.selector);
        _reveal(_question, operators[0], _payload);
    }

    function test_trap6__reveal_after_a_refusal__is_refused() public {
        _commit(_question, operators[0], "");
        _toReveals(_question);
        _reveal(_question, operators[0], "");
        isTrue(committee.isRefused(_question, operators[0]), "void");
        _refuses(IOracleCommittee.CommitteeAlreadyRevealed.selector);
        _reveal(_question, operators[0], "");
    }

    function test_trap6__absence__costs_the_absent_and_pays_the_treasury_alone() public {
        _allButTheLastReveal();
        uint256 treasury = token.balanceOf(address(timelock));
        uint256 penalty = committee.question(_question).penalty;
        rounds.settle(_roundId);

        eq(committee.bondOf(operators[3]), 2 * MIN_BOND - penalty, "bond of the absent");
        eq(committee.creditOf(operators[3]), 0, "fee of the absent");
        eq(token.balanceOf(address(timelock)) - treasury, penalty, "treasury");
        eq(committee.creditOf(operators[0]), 10 * TOKEN / 3, "fee of the present");
    }

    function test_trap6__timeout__refunds_and_pays_no_prize() public {
        _commit(_question, operators[0], _payload);
        _toReveals(_question);
        _reveal(_question, operators[0], _payload);
        _toEnd(_question);
        uint256 before = token.balanceOf(holders[0]);
        rounds.settle(_roundId);

        isTrue(rounds.round(_roundId).state == IGenerationRounds.State.Failed, "failed");
        eq(token.balanceOf(holders[0]) - before, BOUNTY - 10 * TOKEN / 4, "all but one part of the fee");
        eq(token.balanceOf(address(_vault(3))), 0, "no prize");
    }

    function test_trap6__nobody_answers__the_whole_bounty_goes_back() public {
        _toEnd(_question);
        uint256 before = token.balanceOf(holders[0]);
        rounds.settle(_roundId);

        eq(token.balanceOf(holders[0]) - before, BOUNTY, "refund");
    }

    function _allButTheLastReveal() private {
        for (uint256 i = 0; i < 3; ++i) _commit(_question, operators[i], _payload);
        _toReveals(_question);
        for (uint256 i = 0; i < 3; ++i) _reveal(_question, operators[i], _payload);
        _toEnd(_question);
    }
}

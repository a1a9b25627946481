// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {HostileConsumer} from "../tokens/HostileConsumer.sol";
import {Attack} from "./Attack.sol";

/// @dev What operators can try among themselves: gas, copies, abstaining, leading.
contract RevealsTest is Attack {
    uint256 private constant WORST_REVEAL = 600_000;

    uint256 private _roundId;
    bytes32 private _question;

    function setUp() public {
        _deploy(4, 1, _native());
        _roundId = _votingRound(16);
        _question = rounds.questionId(_roundId);
    }

    function test_reveal_with_too_little_gas__reverts_and_is_never_refused() public {
        bytes memory sheet = _risingSheet(16);
        _commit(_question, operators[0], sheet);
        _toReveals(_question);
        uint256 reverted;
        bool done;
        for (uint256 limit = 100_000; !done; limit += 2_500) {
            vm.prank(operators[0]);
            try committee.reveal{gas: limit}(_question, sheet, SALT) {
                done = true;
            } catch {
                ++reverted;
            }
            isTrue(!committee.isRefused(_question, operators[0]), "never refused");
        }
        atLeast(reverted, 100, "limits that were too low");
        (bool revealed,) = committee.revealOf(_question, operators[0]);
        isTrue(revealed, "revealed with the first limit that was enough");
    }

    function test_reveal_with_too_little_gas__says_so() public {
        _commit(_question, operators[0], "");
        _toReveals(_question);
        vm.expectRevert(IOracleCommittee.CommitteeTooLittleGas.selector);
        vm.prank(operators[0]);
        committee.reveal{gas: 500_000}(_question, "", SALT);
    }

    function test_reveal_of_a_huge_payload__is_refused_within_its_gas() public {
        bytes memory huge = new bytes(100_000);
        _commit(_question, operators[0], huge);
        _toReveals(_question);
        _reveal(_question, operators[0], huge);

        isTrue(committee.isRefused(_question, operators[0]), "refused");
    }

    function test_consumer_that_burns_its_gas__costs_a_bounded_reveal() public {
        HostileConsumer consumer = _hostile();
        bytes32 question = consumer.open(1, _hostileTerms());
        consumer.feel(HostileConsumer.Mood.BurnGas, 0);
        _commit(question, operators[0], "honest");
        _toReveals(question);
        uint256 left = gasleft();
        _reveal(question, operators[0], "honest");

        atLeast(WORST_REVEAL, left - gasleft(), "gas");
    }

    function test_abstaining__costs_nothing_and_earns_nothing() public {
        bytes memory sheet = _risingSheet(16);
        _commit(_question, operators[0], "");
        for (uint256 i = 1; i < 4; ++i) _commit(_question, operators[i], sheet);
        _toReveals(_question);
        _reveal(_question, operators[0], "");
        for (uint256 i = 1; i < 4; ++i) _reveal(_question, operators[i], sheet);
        _toEnd(_question);
        rounds.settle(_roundId);

        eq(committee.bondOf(operators[0]), 2 * MIN_BOND, "bond");
        eq(committee.creditOf(operators[0]), 0, "fee");
        isTrue(rounds.round(_roundId).state == IGenerationRounds.State.Settled, "settled by the others");
    }

    function test_outlier__earns_nothing_and_moves_nothing() public {
        bytes memory sheet = _risingSheet(16);
        bytes memory outlier = _sheet(new uint16[](16));
        _commit(_question, operators[0], outlier);
        for (uint256 i = 1; i < 4; ++i) _commit(_question, operators[i], sheet);
        _toReveals(_question);
        _reveal(_question, operators[0], outlier);
        for (uint256 i = 1; i < 4; ++i) _reveal(_question, operators[i], sheet);
        (, uint256 median) = committee.result(_question);
        (, uint256 honest) = committee.revealOf(_question, operators[1]);
        rounds.settle(_roundId);

        eq(median, honest, "median");
        eq(committee.creditOf(operators[0]), 0, "fee of the outlier");
    }

    function test_commitments_of_no_payload__are_refused() public {
        vm.expectRevert(IOracleCommittee.CommitteeInvalidCommitment.selector);
        vm.prank(operators[0]);
        committee.commit(_question, bytes32(0));
        vm.expectRevert(IOracleCommittee.CommitteeInvalidCommitment.selector);
        vm.prank(operators[0]);
        committee.commit(_question, bytes32(type(uint256).max));
    }

    function test_outsider_and_latecomer__are_not_asked() public {
        vm.prank(address(timelock));
        committee.addMember(holders[0]);
        _bond(holders[0], MIN_BOND);
        address[2] memory others = [stranger, holders[0]];
        for (uint256 i = 0; i < 2; ++i) {
            _refuses(IOracleCommittee.CommitteeNotAsked.selector);
            vm.prank(others[i]);
            committee.commit(_question, DIGEST);
        }
    }

    // ------------------------------------------------------------------ leading

    function test_leaving_and_coming_back__is_not_possible_before_the_release() public {
        vm.prank(operators[0]);
        committee.requestUnbond();
        isTrue(!committee.isEligible(operators[0]), "left");
        vm.prank(operators[1]);
        token.transfer(operators[0], 1);
        _refuses(IOracleCommittee.CommitteeStillUnbonding.selector);
        vm.prank(operators[0]);
        committee.bond(1);
        vm.warp(committee.question(_question).revealEnd + 7 days);
        vm.prank(operators[0]);
        committee.bond(0);

        isTrue(committee.isEligible(operators[0]), "back after the delay");
    }

    function test_leaving_with_a_question_open__does_not_escape_its_penalty() public {
        vm.prank(operators[0]);
        committee.requestUnbond();
        vm.prank(address(timelock));
        committee.removeMember(operators[0]);
        uint256 penalty = committee.question(_question).penalty;
        _toEnd(_question);
        committee.close(_question);

        eq(committee.bondOf(operators[0]), 2 * MIN_BOND - penalty, "bond");
    }

    function test_member_removed_in_the_middle__answers_and_is_paid() public {
        bytes memory sheet = _risingSheet(16);
        _commit(_question, operators[0], sheet);
        vm.prank(address(timelock));
        committee.removeMember(operators[0]);
        for (uint256 i = 1; i < 4; ++i) _commit(_question, operators[i], sheet);
        _toReveals(_question);
        for (uint256 i = 0; i < 4; ++i) _reveal(_question, operators[i], sheet);
        rounds.settle(_roundId);

        eq(committee.creditOf(operators[0]), 10 * TOKEN / 4, "fee");
        eq(committee.bondOf(operators[0]), 2 * MIN_BOND, "bond");
    }

    function test_bond_that_left_before_the_closing__does_not_stop_it() public {
        vm.prank(operators[0]);
        committee.requestUnbond();
        vm.warp(committee.question(_question).revealEnd + 7 days);
        vm.prank(operators[0]);
        committee.withdrawBond();
        rounds.settle(_roundId);

        isTrue(rounds.round(_roundId).state == IGenerationRounds.State.Failed, "failed, and ended");
        eq(token.balanceOf(address(rounds)), 0, "nothing is left");
    }

    function test_penalty__is_no_more_than_what_is_bonded() public {
        vm.prank(address(timelock));
        committee.addMember(holders[0]);
        _bond(holders[0], MIN_BOND);
        HostileConsumer consumer = _hostile();
        for (uint88 i = 1; i <= 3; ++i) consumer.open(i, _hostileTerms());
        vm.warp(_hostileTerms().revealEnd);
        for (uint88 i = 1; i <= 3; ++i) committee.close(_idOf(consumer, i));

        eq(committee.bondOf(holders[0]), 0, "bond of the absent");
        atLeast(token.balanceOf(address(committee)), 10 * TOKEN, "the open round's fee is untouched");
    }

    function _idOf(HostileConsumer consumer, uint88 localId) private pure returns (bytes32) {
        return bytes32((uint256(uint160(address(consumer))) << 96) | (uint256(localId) << 8));
    }
}

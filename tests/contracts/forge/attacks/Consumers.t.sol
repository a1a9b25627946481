// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {HostileConsumer} from "../tokens/HostileConsumer.sol";
import {Attack} from "./Attack.sol";

/// @dev A listed consumer in all its moods: honest operators commit, reveal, and keep their bonds.
contract ConsumersTest is Attack {
    HostileConsumer private _consumer;
    bytes32 private _question;

    function setUp() public {
        _deploy(4, 1, _native());
        _consumer = _hostile();
        _question = _consumer.open(1, _hostileTerms());
    }

    function _playedBy(HostileConsumer.Mood mood, uint256 values) private {
        _consumer.feel(mood, values);
        _answer(_question, "honest");
        committee.close(_question);
        for (uint256 i = 0; i < operators.length; ++i) {
            eq(committee.bondOf(operators[i]), 2 * MIN_BOND, "bond");
        }
    }

    function test_consumer_that_reverts__costs_no_bond() public {
        _playedBy(HostileConsumer.Mood.Revert, 0);
        isTrue(committee.isRefused(_question, operators[0]), "refused");
    }

    function test_consumer_that_burns_its_gas__costs_no_bond() public {
        _playedBy(HostileConsumer.Mood.BurnGas, 0);
        isTrue(committee.isRefused(_question, operators[0]), "refused");
    }

    function test_consumer_that_answers_too_little__costs_no_bond() public {
        _playedBy(HostileConsumer.Mood.ShortAnswer, 0);
        isTrue(committee.isRefused(_question, operators[0]), "refused");
    }

    function test_consumer_that_answers_without_end__costs_no_bond() public {
        _playedBy(HostileConsumer.Mood.ReturnBomb, 0);
    }

    function test_consumer_that_reenters__costs_no_bond() public {
        _playedBy(HostileConsumer.Mood.Reenter, 0);
        isTrue(committee.isRefused(_question, operators[0]), "refused");
    }

    function test_consumer_that_scores_all_ones__counts_as_a_reveal() public {
        _playedBy(HostileConsumer.Mood.Constant, type(uint256).max);
        isTrue(!committee.isRefused(_question, operators[0]), "not refused");
        (bool revealed, uint256 values) = committee.revealOf(_question, operators[0]);
        isTrue(revealed && values == type(uint256).max, "revealed");
    }

    function test_consumer_that_scores_zero__costs_no_bond() public {
        _playedBy(HostileConsumer.Mood.Constant, 0);
    }

    function test_consumer_that_changes_its_mind__costs_no_bond() public {
        for (uint256 i = 0; i < 4; ++i) _commit(_question, operators[i], "honest");
        _toReveals(_question);
        for (uint256 i = 0; i < 4; ++i) {
            _consumer.feel(i % 2 == 0 ? HostileConsumer.Mood.Constant : HostileConsumer.Mood.Revert, i * 3_000);
            _reveal(_question, operators[i], "honest");
        }
        _toEnd(_question);
        committee.close(_question);
        for (uint256 i = 0; i < 4; ++i) eq(committee.bondOf(operators[i]), 2 * MIN_BOND, "bond");
    }

    function test_consumer_that_was_unlisted__leaves_its_question_to_be_closed() public {
        vm.prank(address(timelock));
        committee.setConsumer(address(_consumer), false);
        _playedBy(HostileConsumer.Mood.Constant, 5);

        IOracleCommittee.Terms memory terms = _hostileTerms();
        vm.expectRevert(
            abi.encodeWithSelector(IOracleCommittee.CommitteeUnlistedConsumer.selector, address(_consumer))
        );
        _consumer.open(2, terms);
    }

    function test_windows_too_short_or_too_long__are_refused() public {
        uint40 start = uint40(vm.getBlockTimestamp());
        _refusesWindows(start + MIN_WINDOW - 1, start + 2 * MIN_WINDOW);
        _refusesWindows(start + MIN_WINDOW, start + 2 * MIN_WINDOW - 1);
        _refusesWindows(start + MIN_WINDOW, start + 30 days + 1);
        _refusesWindows(start - 1, start + MIN_WINDOW);
        _refusesWindows(start + 2 * MIN_WINDOW, start + MIN_WINDOW);
        _refusesWindows(type(uint40).max, type(uint40).max);
    }

    function _refusesWindows(uint40 commitEnd, uint40 revealEnd) private {
        IOracleCommittee.Terms memory terms = _hostileTerms();
        (terms.commitEnd, terms.revealEnd) = (commitEnd, revealEnd);
        vm.expectRevert(IOracleCommittee.CommitteeInvalidTerms.selector);
        _consumer.open(2, terms);
    }

    function test_penalty_over_the_least_bond__is_refused() public {
        IOracleCommittee.Terms memory terms = _hostileTerms();
        terms.penalty = MIN_BOND + 1;
        _refuses(IOracleCommittee.CommitteePenaltyAboveBond.selector);
        _consumer.open(2, terms);
        (terms.penalty, terms.leaderPenalty) = (0, MIN_BOND + 1);
        _refuses(IOracleCommittee.CommitteePenaltyAboveBond.selector);
        _consumer.open(2, terms);
    }

    function test_question_of_another_consumer__cannot_be_opened() public {
        bytes32 foreign = rounds.questionId(1);
        IOracleCommittee.Terms memory terms = _hostileTerms();
        _refuses(IOracleCommittee.CommitteeForeignQuestion.selector);
        vm.prank(address(_consumer));
        committee.open(foreign, terms);
    }

    function test_question_opened_after_leaving__does_not_move_the_release() public {
        vm.prank(operators[0]);
        committee.requestUnbond();
        uint256 releaseAt = committee.question(_question).revealEnd + 7 days;
        IOracleCommittee.Terms memory terms = _hostileTerms();
        terms.revealEnd = uint40(vm.getBlockTimestamp()) + 30 days;
        _consumer.open(2, terms);
        vm.warp(releaseAt);
        vm.prank(operators[0]);
        committee.withdrawBond();

        eq(committee.bondOf(operators[0]), 0, "withdrawn");
    }
}

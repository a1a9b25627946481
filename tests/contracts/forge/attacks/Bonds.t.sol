// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {HostileConsumer} from "../tokens/HostileConsumer.sol";
import {Attack} from "./Attack.sol";

/// @dev What consumer and governance can't do to the bond of an operator that answers in time.
contract BondsAttackTest is Attack {
    function setUp() public {
        _deploy(4, 1, _native());
    }

    function test_leader_penalty__consumer_names_a_submitter_and_scores_all_0__takes_nothing() public {
        bytes32 question = _against(operators[0]);
        _answer(question, abi.encodePacked(uint16(9_999), DIGEST));
        committee.close(question);

        eq(committee.bondOf(operators[0]), 2 * MIN_BOND, "bond");
        isTrue(committee.isRefused(question, operators[1]), "no rejection out of an answer");
    }

    function test_leader_penalty__everybody_abstains__takes_nothing() public {
        bytes32 question = _against(operators[0]);
        _answer(question, "");
        committee.close(question);

        eq(committee.bondOf(operators[0]), 2 * MIN_BOND, "bond");
    }

    function test_leader_penalty__half_of_the_operators_reject__takes_nothing() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        bytes32 question = rounds.questionId(roundId);
        address leader = committee.leader(question);
        _submit(roundId);
        for (uint256 i = 0; i < 4; ++i) _commit(question, operators[i], _said(i));
        _toReveals(question);
        for (uint256 i = 0; i < 4; ++i) _reveal(question, operators[i], _said(i));
        _toEnd(question);
        rounds.settle(roundId);

        eq(committee.bondOf(leader), 2 * MIN_BOND, "bond");
    }

    function test_leader_penalty__operators_reject__is_taken() public {
        bytes32 question = _against(operators[0]);
        _answer(question, abi.encodePacked(uint16(0), DIGEST));
        committee.close(question);

        eq(committee.bondOf(operators[0]), MIN_BOND, "bond");
    }

    function test_release__leaver_removed_just_before__stays_as_fixed() public {
        vm.prank(operators[0]);
        committee.requestUnbond();
        _skip(7 days - 1);
        vm.prank(address(timelock));
        committee.removeMember(operators[0]);
        _skip(1);
        vm.prank(operators[0]);
        committee.withdrawBond();

        eq(committee.bondOf(operators[0]), 0, "paid");
    }

    function test_leaving__removed_and_added_again__is_not_asked_without_its_consent() public {
        vm.prank(operators[0]);
        committee.requestUnbond();
        vm.prank(address(timelock));
        committee.removeMember(operators[0]);
        vm.prank(address(timelock));
        committee.addMember(operators[0]);

        isTrue(!committee.isEligible(operators[0]), "not asked");
    }

    /// @dev A question of a consumer that scores everything 0, about what `submitter` is said to have submitted.
    function _against(address submitter) private returns (bytes32 question) {
        HostileConsumer consumer = _hostile();
        IOracleCommittee.Terms memory terms = _hostileTerms();
        (terms.submitter, terms.leaderPenalty, terms.count) = (submitter, MIN_BOND, 1);
        question = consumer.open(1, terms);
        consumer.feel(HostileConsumer.Mood.Constant, 0);
    }

    /// @dev Operators 0 and 1 reject a round of three.
    function _said(uint256 i) private pure returns (bytes memory) {
        return i < 2 ? _sheet(new uint16[](3)) : _risingSheet(3);
    }
}

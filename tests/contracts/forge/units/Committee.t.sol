// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {Stage} from "../Stage.sol";

contract CommitteeTest is Stage {
    function setUp() public {
        _deploy(2, 1, new address[](0));
    }

    function test_addMember__a_sixteenth__is_refused() public {
        vm.startPrank(address(timelock));
        for (uint256 i = 2; i < 15; ++i) committee.addMember(address(uint160(1_000 + i)));
        vm.expectRevert(abi.encodeWithSelector(IOracleCommittee.CommitteeTooManyMembers.selector));
        committee.addMember(address(2_000));
    }

    function test_addMember__the_128th_ever__is_refused() public {
        vm.startPrank(address(timelock));
        for (uint256 i = 2; i < 127; ++i) {
            committee.addMember(address(uint160(1_000 + i)));
            committee.removeMember(address(uint160(1_000 + i)));
        }
        eq(committee.memberAt(127), address(1_126), "the last number");
        vm.expectRevert(abi.encodeWithSelector(IOracleCommittee.CommitteeTooManyMembers.selector));
        committee.addMember(address(2_000));
    }

    function test_open__without_members__is_refused() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        vm.prank(operators[0]);
        committee.requestUnbond();
        vm.prank(operators[1]);
        committee.requestUnbond();
        eq(committee.eligibleMembers().length, 0, "nobody is eligible");
        eq(committee.leader(rounds.questionId(roundId)), address(0), "nobody leads");

        IOracleCommittee.Terms memory terms;
        terms.count = 1;
        terms.commitEnd = uint40(block.timestamp) + MIN_WINDOW;
        terms.revealEnd = terms.commitEnd + MIN_WINDOW;
        bytes32 question = rounds.questionId(roundId);
        vm.expectRevert(abi.encodeWithSelector(IOracleCommittee.CommitteeTooFewMembers.selector, 0, 1));
        vm.prank(address(rounds));
        committee.open(question, terms);
    }

    function test_revealOf__who_did_not_reveal__is_false() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        _submit(roundId);
        bytes32 question = rounds.questionId(roundId);
        _commit(question, operators[0], _risingSheet(3));
        (bool before,) = committee.revealOf(question, operators[0]);
        _toReveals(question);
        _reveal(question, operators[0], _risingSheet(3));
        (bool revealed, uint256 values) = committee.revealOf(question, operators[0]);

        isTrue(!before, "not before");
        isTrue(revealed && values > 0, "after");
    }

    function test_clocks__of_all_that_keep_time__are_block_time() public view {
        eq(committee.token(), address(token), "the token of bonds");
        eq(committee.clock(), block.timestamp, "committee");
        eq(rounds.clock(), block.timestamp, "rounds");
        eq(keccak256(bytes(rounds.CLOCK_MODE())), keccak256("mode=timestamp"), "rounds' mode");
        eq(keccak256(bytes(token.CLOCK_MODE())), keccak256("mode=timestamp"), "the token's mode");
    }

    // ------------------------------------------------------------------ refusals

    function test_addMember__of_a_member__is_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IOracleCommittee.CommitteeAlreadyMember.selector, operators[0]));
        vm.prank(address(timelock));
        committee.addMember(operators[0]);
    }

    function test_bonds__of_a_stranger__are_refused() public {
        bytes memory refusal = abi.encodeWithSelector(IOracleCommittee.CommitteeNotMember.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        committee.bond(1);
        vm.expectRevert(refusal);
        committee.withdrawBond();
        vm.expectRevert(abi.encodeWithSelector(IOracleCommittee.CommitteeNothingToClaim.selector, stranger));
        committee.claimCredit();
    }

    function test_question__that_nobody_opened__is_refused() public {
        bytes32 question = rounds.questionId(1);
        bytes memory refusal = abi.encodeWithSelector(
            IOracleCommittee.CommitteeUnexpectedState.selector, question, IOracleCommittee.QuestionState.Unknown
        );
        vm.expectRevert(refusal);
        committee.close(question);
        vm.expectRevert(refusal);
        vm.prank(operators[0]);
        committee.commit(question, DIGEST);
    }

    // ------------------------------------------------------------------ bonds and fees

    function test_setMinBond__above_a_bond__ends_eligibility_until_lowered() public {
        vm.startPrank(address(timelock));
        committee.setMinBond(2 * MIN_BOND + 1);
        isTrue(!committee.isEligible(operators[0]), "too little");
        committee.setMinBond(2 * MIN_BOND);
        isTrue(committee.isEligible(operators[0]), "enough");
        eq(committee.numberOf(operators[0]), 1, "number");
    }

    function test_claimCredit__after_an_answer__pays_the_share() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        _submit(roundId);
        bytes32 question = rounds.questionId(roundId);
        _answer(question, _risingSheet(3));
        committee.close(question);
        uint256 before = token.balanceOf(operators[0]);
        vm.prank(operators[0]);
        committee.claimCredit();

        eq(token.balanceOf(operators[0]) - before, 5 * TOKEN, "half of the fee");
        eq(committee.creditOf(operators[0]), 0, "credit");
    }

    function test_commitmentOf__until_the_reveal__is_what_was_committed() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        _submit(roundId);
        bytes32 question = rounds.questionId(roundId);
        _commit(question, operators[0], _risingSheet(3));
        isTrue(committee.commitmentOf(question, operators[0]) != 0, "committed");
        _toReveals(question);
        _reveal(question, operators[0], _risingSheet(3));
        eq(committee.commitmentOf(question, operators[0]), bytes32(0), "revealed");
    }

    /// @dev The first to reveal has the higher values.
    function test_result__of_falling_reveals__is_their_mean() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        _submit(roundId);
        bytes32 question = rounds.questionId(roundId);
        bytes memory low = _sheet(new uint16[](3));
        _commit(question, operators[0], _risingSheet(3));
        _commit(question, operators[1], low);
        _toReveals(question);
        _reveal(question, operators[0], _risingSheet(3));
        _reveal(question, operators[1], low);
        (, uint256 high) = committee.revealOf(question, operators[0]);
        (bool decided, uint256 median) = committee.result(question);

        isTrue(decided, "decided");
        eq(median & 0xffff, (high & 0xffff) / 2, "mean of the two");
    }
}

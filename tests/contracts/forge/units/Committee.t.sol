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
}

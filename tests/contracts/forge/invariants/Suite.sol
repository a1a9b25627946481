// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {Visitor} from "./Handler.sol";
import {checkMedian} from "./MedianBounds.sol";

/// @dev A campaign: whose actions it may pick, and the checks that more than one campaign makes.
abstract contract Suite is Visitor {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    address[] private _targets;
    FuzzSelector[] private _selectors;

    /// @dev Forge asks for it: the contracts whose functions a campaign calls.
    function targetContracts() external view returns (address[] memory) {
        return _targets;
    }

    /// @dev Forge asks for it: of some of them, only these functions.
    function targetSelectors() external view returns (FuzzSelector[] memory) {
        return _selectors;
    }

    function _target(address handler, bytes4[] memory selectors) internal {
        _targets.push(handler);
        _selectors.push(FuzzSelector(handler, selectors));
    }

    function _target(address handler) internal {
        _targets.push(handler);
    }

    /// @dev What the committee owes: bonds, credits, and fees of open questions.
    function _committeeOwes() internal view returns (uint256 owed) {
        for (uint8 i = 1; committee.memberAt(i) != address(0); ++i) {
            address operator = committee.memberAt(i);
            owed += committee.bondOf(operator) + committee.creditOf(operator);
        }
        uint256 count = world.questionCount();
        for (uint256 i = 0; i < count; ++i) {
            IOracleCommittee.Question memory q = committee.question(world.questions(i));
            if (q.state == IOracleCommittee.QuestionState.Open) owed += q.fee;
        }
    }

    /// @dev What came back for a consumer's question that was closed, so that its consumer holds it already.
    function _refunded(bytes32 question) internal view returns (uint256) {
        IOracleCommittee.Question memory q = committee.question(question);
        return q.state == IOracleCommittee.QuestionState.Closed ? q.fee : 0;
    }

    /// @dev Balance = what is owed, to the wei, and what was given for nothing.
    function _checkCommitteeMoney() internal view {
        uint256 held = token.balanceOf(address(committee)) - world.donated(address(committee));
        eq(held, _committeeOwes(), "the committee holds what it owes");
    }

    /// @dev Closes each question, lets all members leave, and finds nothing left.
    function _endCommittee() internal {
        world.advance(_now() + 31 days, 1);
        uint256 count = world.questionCount();
        for (uint256 i = 0; i < count; ++i) {
            bytes32 question = world.questions(i);
            committee.close(question);
            checkMedian(committee, question);
        }
        for (uint8 i = 1; committee.memberAt(i) != address(0); ++i) _dismiss(committee.memberAt(i));
        world.advance(_now() + 31 days + committee.unbondDelay(), 1);
        for (uint8 i = 1; committee.memberAt(i) != address(0); ++i) _payOff(committee.memberAt(i));
        eq(token.balanceOf(address(committee)), world.donated(address(committee)), "nothing stays in the committee");
    }

    function _dismiss(address operator) private {
        vm.prank(operator);
        // Refused where it is no member any more: then its bond is on its way out already.
        (bool done,) = address(committee).call(abi.encodeCall(committee.requestUnbond, ()));
        done;
    }

    function _payOff(address operator) private {
        vm.prank(operator);
        committee.withdrawBond();
        if (committee.creditOf(operator) == 0) return;
        vm.prank(operator);
        committee.claimCredit();
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TroupeGovernor} from "../../../../contracts/TroupeGovernor.sol";
import {GovernorActionStorage} from "../../../../contracts/libraries/GovernorActionStorage.sol";
import {Attack} from "./Attack.sol";

/// @dev The governor: its guardian, late quorums, and proposals of any shape.
contract GoverningTest is Attack {
    uint256 private constant MOST_BYTES = 24_576;

    function setUp() public {
        _deploy(1, 4, _native());
    }

    function _suffixed(string memory text, address proposer) private pure returns (string memory) {
        return string.concat(text, "#proposer=", _hex(proposer));
    }

    function _fee(uint256 fee) private view returns (bytes memory) {
        return abi.encodeCall(registry.setRegistrationFee, (fee));
    }

    function _vote(uint256 id, uint256 holder) private {
        vm.prank(holders[holder]);
        governor.castVote(id, 1);
    }

    function _queued() private returns (uint256 id) {
        id = _proposeCall(holders[0], address(registry), _fee(5), "Fee");
        _skip(1 days + 1);
        _vote(id, 0);
        _skip(6 days);
        governor.queue(id);
    }

    // ------------------------------------------------------------------ guardian

    function test_guardian__cancels_in_any_state_until_its_last_second() public {
        uint256 id = _queued();
        vm.warp(governor.guardianUntil() - 1);
        vm.prank(guardian);
        governor.cancel(id);

        isTrue(governor.state(id) == IGovernor.ProposalState.Canceled, "canceled");
        vm.expectRevert();
        governor.execute(id);
    }

    function test_guardian__from_its_end_on__can_do_nothing() public {
        uint256 id = _queued();
        vm.warp(governor.guardianUntil());
        _refuses(IGovernor.GovernorUnableToCancel.selector);
        vm.prank(guardian);
        governor.cancel(id);
        governor.execute(id);

        eq(registry.registrationFee(), 5, "executed");
    }

    function test_guardian__can_neither_stay_nor_act() public {
        _refuses(IGovernor.GovernorOnlyExecutor.selector);
        vm.prank(guardian);
        governor.setProposalGuardian(stranger);
        _refuses(IGovernor.GovernorInsufficientProposerVotes.selector);
        _proposeCall(guardian, address(registry), _fee(5), "Mine");
        _refuses(IAccessControl.AccessControlUnauthorizedAccount.selector);
        vm.prank(guardian);
        timelock.cancel(DIGEST);
        _refuses(IAccessControl.AccessControlUnauthorizedAccount.selector);
        vm.prank(guardian);
        timelock.schedule(address(registry), 0, "", 0, 0, 2 days);
    }

    function test_guardian__named_anew_by_governance__ends_when_the_first_would_have() public {
        uint256 id = _proposeCall(
            holders[0], address(governor), abi.encodeCall(governor.setProposalGuardian, (stranger)), "Guardian"
        );
        _skip(1 days + 1);
        _vote(id, 0);
        _skip(6 days);
        governor.queue(id);
        _skip(2 days);
        governor.execute(id);
        uint256 next = _proposeCall(holders[0], address(registry), _fee(5), "Fee");
        vm.warp(governor.guardianUntil());
        _refuses(IGovernor.GovernorUnableToCancel.selector);
        vm.prank(stranger);
        governor.cancel(next);
    }

    function test_proposer__cancels_before_the_vote_only() public {
        uint256 id = _proposeCall(holders[0], address(registry), _fee(5), "Fee");
        uint256 snapshot = governor.proposalSnapshot(id);
        _refuses(IGovernor.GovernorUnableToCancel.selector);
        vm.prank(stranger);
        governor.cancel(id);
        vm.warp(snapshot + 1);
        _refuses(IGovernor.GovernorUnableToCancel.selector);
        vm.prank(holders[0]);
        governor.cancel(id);
    }

    // ------------------------------------------------------------------ votes

    function test_vote__from_the_second_after_the_snapshot_to_the_deadline() public {
        uint256 id = _proposeCall(holders[0], address(registry), _fee(5), "Fee");
        vm.warp(governor.proposalSnapshot(id));
        _refuses(IGovernor.GovernorUnexpectedProposalState.selector);
        _vote(id, 0);
        vm.warp(governor.proposalSnapshot(id) + 1);
        _vote(id, 0);
        vm.warp(governor.proposalDeadline(id));
        _vote(id, 1);
        vm.warp(governor.proposalDeadline(id) + 1);
        _refuses(IGovernor.GovernorUnexpectedProposalState.selector);
        _vote(id, 2);
    }

    function test_quorum_in_the_last_second__leaves_a_day_to_answer() public {
        uint256 id = _proposeCall(holders[0], address(registry), _fee(5), "Fee");
        uint256 deadline = governor.proposalDeadline(id);
        vm.warp(deadline);
        _vote(id, 0);
        eq(governor.proposalDeadline(id), deadline + 1 days, "extended");
        vm.warp(deadline + 1 days);
        for (uint256 i = 1; i < 3; ++i) {
            vm.prank(holders[i]);
            governor.castVote(id, 0);
        }
        _skip(1);

        isTrue(governor.state(id) == IGovernor.ProposalState.Defeated, "defeated");
        eq(governor.proposalDeadline(id), deadline + 1 days, "once");
    }

    function test_ballot_with_a_deadline__is_refused_after_it() public {
        uint256 id = _proposeCall(holders[0], address(registry), _fee(5), "Fee");
        _skip(1 days + 1);
        uint256 deadline = vm.getBlockTimestamp();
        _skip(1);
        _refuses(TroupeGovernor.GovernorBallotExpired.selector);
        vm.prank(holders[0]);
        governor.castVoteWithReasonAndParams(id, 1, "", abi.encode(deadline));
        _refuses(IGovernor.GovernorInvalidVoteParams.selector);
        vm.prank(holders[0]);
        governor.castVoteWithReasonAndParams(id, 1, "", hex"01");
    }

    // ------------------------------------------------------------------ proposals

    function _put(address[] memory targets, uint256[] memory amounts, bytes[] memory calls)
        private
        returns (uint256)
    {
        vm.prank(holders[0]);
        return governor.propose(targets, amounts, calls, _suffixed("Many", holders[0]));
    }

    function test_many_actions__are_kept_and_executed_as_they_were_given() public {
        uint256 n = 60;
        (address[] memory targets, uint256[] memory amounts, bytes[] memory calls) =
            (new address[](n), new uint256[](n), new bytes[](n));
        for (uint256 i = 0; i < n; ++i) (targets[i], calls[i]) = (address(registry), _fee(i));
        uint256 id = _put(targets, amounts, calls);
        (address[] memory keptTargets,, bytes[] memory keptCalls,) = governor.proposalDetails(id);
        eq(keptTargets.length, n, "actions");
        eq(keccak256(keptCalls[n - 1]), keccak256(calls[n - 1]), "the last");
        _skip(1 days + 1);
        _vote(id, 0);
        _skip(6 days);
        governor.queue(id);
        _skip(2 days);
        governor.execute(id);

        eq(registry.registrationFee(), n - 1, "the last one's fee");
    }

    /// @dev What is kept is a contract's code: 33 bytes before the actions and 36 in each. (More than the largest contract
    /// is refused by the chain, and not by Forge, which lifts that limit.)
    function test_calldata__up_to_the_size_of_a_contract__is_kept() public {
        bytes memory call = new bytes(MOST_BYTES - 33 - 36);
        for (uint256 i = 0; i < call.length; i += 97) call[i] = bytes1(uint8(i));
        uint256 id = _proposeCall(holders[0], address(registry), call, "Large");
        (,, bytes[] memory calls,) = governor.proposalDetails(id);

        eq(keccak256(calls[0]), keccak256(call), "kept");
    }

    function test_value__up_to_uint96_is_kept_and_more_is_refused() public {
        (address[] memory targets, uint256[] memory amounts, bytes[] memory calls) =
            (new address[](1), new uint256[](1), new bytes[](1));
        amounts[0] = uint256(type(uint96).max) + 1;
        vm.expectRevert(
            abi.encodeWithSelector(GovernorActionStorage.GovernorValueTooLarge.selector, amounts[0])
        );
        _put(targets, amounts, calls);
        amounts[0] = type(uint96).max;
        (, uint256[] memory kept,,) = governor.proposalDetails(_put(targets, amounts, calls));

        eq(kept[0], type(uint96).max, "kept");
    }

    /// @dev Numbers of one byte, of one byte behind a length, and of two bytes.
    function test_proposals_by_the_hundreds__are_each_found_again() public {
        for (uint256 i = 1; i <= 300; ++i) {
            _proposeCall(holders[0], address(uint160(i)), abi.encode(i), vm.toString(i));
        }
        uint256[8] memory ids = [uint256(1), 2, 127, 128, 129, 255, 256, 300];
        for (uint256 i = 0; i < ids.length; ++i) {
            (address[] memory targets,, bytes[] memory calls,) = governor.proposalDetails(ids[i]);
            eq(targets[0], address(uint160(ids[i])), "target");
            eq(keccak256(calls[0]), keccak256(abi.encode(ids[i])), "call");
        }
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, 301));
        governor.proposalDetails(301);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, 0));
        governor.proposalDetails(0);
    }

    function test_same_proposal_twice__is_refused() public {
        _proposeCall(holders[0], address(registry), _fee(5), "Fee");
        _refuses(IGovernor.GovernorUnexpectedProposalState.selector);
        _proposeCall(holders[0], address(registry), _fee(5), "Fee");
    }

    function test_proposal_without_actions__is_refused() public {
        _refuses(IGovernor.GovernorInvalidProposalLength.selector);
        _put(new address[](0), new uint256[](0), new bytes[](0));
    }

    /// @dev Digits of the address may be written in any case, and nothing that only looks like one.
    function test_suffix__in_any_case_is_taken_and_any_other_digit_is_refused() public {
        bytes memory digits = bytes(_hex(holders[0]));
        for (uint256 i = 2; i < 42; ++i) {
            bytes1 right = digits[i];
            digits[i] = right == "0" ? bytes1("1") : bytes1("0");
            _refusesSuffix(digits);
            digits[i] = bytes1(uint8(right) ^ 0x10);
            _refusesSuffix(digits);
            digits[i] = bytes1(uint8(right) ^ 0x80);
            _refusesSuffix(digits);
            digits[i] = uint8(right) < 0x3a ? bytes1(uint8(right) ^ 0x20) : right;
            if (digits[i] != right) _refusesSuffix(digits);
            digits[i] = uint8(right) > 0x60 && i % 2 == 0 ? bytes1(uint8(right) - 0x20) : right;
        }
        (address[] memory targets, uint256[] memory amounts, bytes[] memory calls) =
            (new address[](1), new uint256[](1), new bytes[](1));
        vm.prank(holders[0]);
        governor.propose(targets, amounts, calls, string.concat("Mixed#proposer=", string(digits)));
    }

    function _refusesSuffix(bytes memory digits) private {
        (address[] memory targets, uint256[] memory amounts, bytes[] memory calls) =
            (new address[](1), new uint256[](1), new bytes[](1));
        _refuses(IGovernor.GovernorRestrictedProposer.selector);
        vm.prank(holders[0]);
        governor.propose(targets, amounts, calls, string.concat("Wrong#proposer=", string(digits)));
    }
}

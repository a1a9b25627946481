// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TroupeGovernor} from "../../../../contracts/TroupeGovernor.sol";
import {Attack} from "./Attack.sol";

/// @dev The governor: its guardian, windows and late quorums.
contract GoverningTest is Attack {
    function setUp() public {
        _deploy(1, 4, _native());
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
}

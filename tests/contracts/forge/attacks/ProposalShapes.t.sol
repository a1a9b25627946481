// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorActionStorage} from "../../../../contracts/libraries/GovernorActionStorage.sol";
import {Attack} from "./Attack.sol";

/// @dev Proposals of any shape.
contract ProposalShapesTest is Attack {
    uint256 private constant MOST_BYTES = 24_576;

    function setUp() public {
        _deploy(1, 1, _native());
    }

    function _fee(uint256 fee) private view returns (bytes memory) {
        return abi.encodeCall(registry.setRegistrationFee, (fee));
    }

    function _put(address[] memory targets, uint256[] memory amounts, bytes[] memory calls)
        private
        returns (uint256)
    {
        vm.prank(holders[0]);
        return governor.propose(targets, amounts, calls, string.concat("Many#proposer=", _hex(holders[0])));
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
        vm.prank(holders[0]);
        governor.castVote(id, 1);
        _skip(6 days);
        governor.queue(id);
        _skip(2 days);
        governor.execute(id);

        eq(registry.registrationFee(), n - 1, "the last one's fee");
    }

    /// @dev What is kept is a contract's code: 33 bytes before the actions and 36 in each. (More than the largest
    /// contract is refused by the chain, and not by Forge, which lifts that limit.)
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

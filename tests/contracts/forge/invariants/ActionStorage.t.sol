// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {GovernorActionStorage} from "../../../../contracts/libraries/GovernorActionStorage.sol";
import {Stage} from "../Stage.sol";

/// @dev What a proposal would do is found again as it was given, whatever it is and however many came before.
contract ActionStorageFuzz is Stage {
    function setUp() public {
        _deploy(1, 1, new address[](0));
    }

    function testFuzz_proposal__any_actions__are_kept_as_given(
        address[4] memory targets_,
        uint96[4] memory amounts_,
        bytes[4] memory calls_,
        uint256 n,
        uint256 before
    ) public {
        n = bound(n, 1, 4);
        for (uint256 i = 0; i < before % 4; ++i) _proposeCall(holders[0], address(token), "", vm.toString(i));
        (address[] memory targets, uint256[] memory amounts, bytes[] memory calls) =
            (new address[](n), new uint256[](n), new bytes[](n));
        for (uint256 i = 0; i < n; ++i) (targets[i], amounts[i], calls[i]) = (targets_[i], amounts_[i], calls_[i]);
        string memory text = string.concat("Anything#proposer=", _hex(holders[0]));
        vm.prank(holders[0]);
        uint256 id = governor.propose(targets, amounts, calls, text);

        (address[] memory keptTargets, uint256[] memory keptAmounts, bytes[] memory keptCalls, bytes32 hash) =
            governor.proposalDetails(id);
        eq(
            keccak256(abi.encode(keptTargets, keptAmounts, keptCalls)),
            keccak256(abi.encode(targets, amounts, calls)),
            "the actions as given"
        );
        eq(hash, keccak256(bytes(text)), "the description's hash");
    }

    function testFuzz_proposal__value_too_large__is_refused(uint256 amount) public {
        amount = bound(amount, uint256(type(uint96).max) + 1, type(uint256).max);
        (address[] memory targets, uint256[] memory amounts, bytes[] memory calls) =
            (new address[](1), new uint256[](1), new bytes[](1));
        amounts[0] = amount;
        vm.prank(holders[0]);
        vm.expectRevert(abi.encodeWithSelector(GovernorActionStorage.GovernorValueTooLarge.selector, amount));
        governor.propose(targets, amounts, calls, string.concat("#proposer=", _hex(holders[0])));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Stage} from "../Stage.sol";

contract GovernorTest is Stage {
    function setUp() public {
        _deploy(1, 1, new address[](0));
    }

    function test_governor__reads_of_a_proposal__are_those_of_its_settings() public {
        bytes memory call = abi.encodeCall(registry.setRegistrationFee, (5));
        uint256 id = _proposeCall(holders[0], address(registry), call, "Lower the fee");
        (address[] memory targets, uint256[] memory values, bytes[] memory calls, bytes32 description) =
            governor.proposalDetails(id);

        eq(governor.getProposalId(targets, values, calls, description), id, "found by what it does");
        eq(governor.proposalThreshold(), 100_000 * TOKEN, "threshold");
        isTrue(governor.proposalNeedsQueuing(id), "goes through the timelock");
    }

    function test_token__minted_by_governance__counts_up_to_the_cap() public {
        vm.prank(address(timelock));
        token.mint(stranger, TOKEN);
        eq(token.balanceOf(stranger), TOKEN, "minted");
        eq(token.nonces(stranger), 0, "no signature was used");
    }
}

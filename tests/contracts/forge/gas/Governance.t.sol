// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Gas} from "./Gas.sol";

/// @dev Of a second proposal.
/// forge-config: default.isolate = true
contract GovernanceGasTest is Gas {
    function setUp() public {
        _deploy(4, 4, new address[](0));
        _proposeCall(holders[0], address(committee), abi.encodeCall(committee.setMinBond, (MIN_BOND)), "Before");
        _skip(1);
    }

    /// @dev A call of 68 bytes that changes a slot. The first vote reaches the quorum.
    function test_governor__proposal__costs_what_the_snapshot_says() public {
        bytes memory call = abi.encodeCall(registry.setActive, (16, false));
        uint256 id = _proposeCall(holders[0], address(registry), call, "Retire persona 16");
        _measure("governor.propose");
        _skip(1 days + 1);

        vm.prank(holders[1]);
        governor.castVote(id, 1);
        _measure("governor.castVote");
        vm.prank(holders[2]);
        governor.castVote(id, 1);
        _measure("governor.castVoteNext");
        _voteBySignature(id);
        _measure("governor.castVoteBySig");

        _skip(6 days);
        vm.prank(stranger);
        governor.queue(id);
        _measure("governor.queue");
        _skip(2 days);
        vm.prank(stranger);
        governor.execute(id);
        _measure("governor.execute");
    }

    function _voteBySignature(uint256 id) private {
        bytes32 typeHash = keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");
        bytes32 structHash = keccak256(abi.encode(typeHash, id, 1, holders[3], 0));
        bytes memory signature = _sign(3, _domain("TroupeGovernor", address(governor)), structHash);
        vm.prank(stranger);
        governor.castVoteBySig(id, 1, holders[3], signature);
    }
}

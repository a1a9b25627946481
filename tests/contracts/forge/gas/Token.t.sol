// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Gas} from "./Gas.sol";

/// forge-config: default.isolate = true
contract TokenGasTest is Gas {
    address private sender = address(0x5E4DE7);
    address private receiver = address(0x2ECE17E2);

    function setUp() public {
        _deploy(4, 2, new address[](0));
        vm.prank(holders[0]);
        token.transfer(sender, 10 * TOKEN);
        _skip(1);
    }

    function test_transfer__without_delegates__costs_what_the_snapshot_says() public {
        vm.prank(sender);
        token.transfer(receiver, TOKEN);
        _measure("token.transferFirst");
        vm.prank(sender);
        token.transfer(receiver, TOKEN);
        _measure("token.transfer");
    }

    function test_transfer__both_delegated__costs_what_the_snapshot_says() public {
        vm.prank(holders[0]);
        token.transfer(holders[1], TOKEN);
        _measure("token.transferDelegated");
    }

    function test_delegate__first__costs_what_the_snapshot_says() public {
        vm.prank(sender);
        token.delegate(sender);
        _measure("token.delegate");
    }
}

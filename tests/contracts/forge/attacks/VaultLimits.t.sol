// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RevenueVault} from "../../../../contracts/RevenueVault.sol";
import {IRevenueVault} from "../../../../contracts/interfaces/IRevenueVault.sol";
import {HookToken} from "../tokens/Tokens.sol";
import {Attack} from "./Attack.sol";

/// @dev Weights and amounts at the ends of their types, and dust.
contract VaultLimitsTest is Attack {
    RevenueVault private _own;
    HookToken private _asset;

    function setUp() public {
        _deploy(1, 1, _native());
        _asset = new HookToken();
        address[] memory assets = new address[](2);
        assets[1] = address(_asset);
        _own = new RevenueVault(contributions, assets);
    }

    function _weigh(uint256 tokenId, uint96 weight) private {
        vm.prank(address(contributions));
        _own.setWeight(tokenId, weight);
    }

    function _pay(uint256 amount) private returns (uint256) {
        vm.deal(address(this), amount);
        return _own.payIn{value: amount}(address(0), amount);
    }

    function test_largest_weights__share_the_largest_income() public {
        for (uint256 i = 1; i <= 16; ++i) _weigh(i, type(uint96).max);
        eq(_pay(type(uint96).max), type(uint96).max, "synced");
        uint256 paid;
        for (uint256 i = 1; i <= 16; ++i) paid += _own.claim(i, address(0));

        atLeast(type(uint96).max, paid, "no more than came");
        atLeast(paid + (16 * uint256(1 << 32)), type(uint96).max, "and all but 2**32 a weight of 2**96");
    }

    function test_smallest_and_largest_weight__share_without_overflow() public {
        _weigh(1, 1);
        _weigh(2, type(uint96).max);
        _pay(type(uint96).max);
        uint256 small = _own.claim(1, address(0));
        uint256 large = _own.claim(2, address(0));

        atLeast(1, small, "the smallest's share");
        atLeast(type(uint96).max, small + large, "no more than came");
    }

    function test_income_over_uint96__waits_and_stops_nothing() public {
        _weigh(1, 1);
        _weigh(2, 1);
        _asset.mint(address(_own), type(uint128).max);
        eq(_own.sync(address(_asset)), type(uint96).max, "as much as fits");
        eq(_own.sync(address(_asset)), 0, "the rest waits");
        _pay(100);
        _weigh(2, 3);

        eq(_own.claim(1, address(0)), 50, "another asset");
        eq(_own.claim(1, address(_asset)), type(uint96).max / 2, "its share");
    }

    function testFuzz_dust__is_less_than_a_wei_for_each_weight_and_sync(uint256 income, uint256 one, uint256 other)
        public
    {
        income = bound(income, 1, 1e27);
        uint96 first = uint96(bound(one, 1, 1e18));
        uint96 second = uint96(bound(other, 1, 1e18));
        _weigh(1, first);
        _weigh(2, second);
        _pay(income);
        uint256 paid = _own.claim(1, address(0)) + _own.claim(2, address(0));

        atLeast(income, paid, "no more than came");
        atLeast(paid + 2, income, "and all but two wei");
    }

    function test_one_wei_over_great_weights__is_not_lost_once_more_comes() public {
        for (uint256 i = 1; i <= 3; ++i) _weigh(i, 1e18);
        for (uint256 i = 0; i < 9; ++i) _pay(1);
        uint256 paid = _own.claim(1, address(0)) + _own.claim(2, address(0)) + _own.claim(3, address(0));

        atLeast(paid, 6, "all but a wei for each weight");
        atLeast(9, paid, "no more than came");
    }

    function test_native_coin__amount_that_was_not_sent__is_refused() public {
        vm.deal(address(this), 10);
        vm.expectRevert(abi.encodeWithSelector(IRevenueVault.VaultWrongValue.selector, 9));
        _own.payIn{value: 9}(address(0), 10);
        vm.expectRevert(abi.encodeWithSelector(IRevenueVault.VaultWrongValue.selector, 9));
        _own.payIn{value: 9}(address(_asset), 0);
    }

    function test_asset_off_the_list__is_refused_at_every_door() public {
        bytes memory refusal = abi.encodeWithSelector(IRevenueVault.VaultUnknownAsset.selector, address(token));
        vm.expectRevert(refusal);
        _own.payIn(address(token), 0);
        vm.expectRevert(refusal);
        _own.sync(address(token));
        vm.expectRevert(refusal);
        _own.claim(1, address(token));
        vm.expectRevert(refusal);
        _own.claimable(1, address(token));
    }
}

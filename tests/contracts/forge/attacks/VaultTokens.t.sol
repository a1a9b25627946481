// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRevenueFactory} from "../../../../contracts/interfaces/IRevenueFactory.sol";
import {RevenueVault} from "../../../../contracts/RevenueVault.sol";
import {FeeToken, FreeToken, HookToken, ShrinkingToken, SilentToken} from "../tokens/Tokens.sol";
import {Reentrant, Refuser} from "../tokens/Accounts.sol";
import {Attack} from "./Attack.sol";

/// @dev Strange assets and strange receivers, in a vault beside the personas' with cards 1 and 2 as its contributions.
contract VaultTokensTest is Attack {
    HookToken private _hooks;
    FeeToken private _fees;
    ShrinkingToken private _shrinking;
    SilentToken private _silent;
    RevenueVault private _own;
    RevenueVault private _other;

    function setUp() public {
        _deploy(1, 1, _native());
        (_hooks, _fees, _shrinking, _silent) =
            (new HookToken(), new FeeToken(), new ShrinkingToken(), new SilentToken());
        address[] memory assets = new address[](4);
        (assets[1], assets[2], assets[3]) = (address(_hooks), address(_fees), address(_shrinking));
        _own = _newVault(assets);
        _other = _newVault(assets);
    }

    function _newVault(address[] memory assets) private returns (RevenueVault vault) {
        vault = new RevenueVault(contributions, assets);
        vm.prank(address(contributions));
        vault.setWeight(1, 1);
        vm.prank(address(contributions));
        vault.setWeight(2, 1);
    }

    function _pay(RevenueVault vault, FreeToken asset, uint256 amount) private returns (uint256 synced) {
        asset.mint(address(this), amount);
        asset.approve(address(vault), amount);
        return vault.payIn(address(asset), amount);
    }

    function _payCoin(RevenueVault vault, uint256 amount) private {
        vm.deal(address(this), amount);
        vault.payIn{value: amount}(address(0), amount);
    }

    // ------------------------------------------------------------------ reentrancy

    function test_native_claim__reenters_every_door_of_the_vault__is_refused_at_each() public {
        Reentrant holder = _reentrantHolder();
        _payCoin(_own, 1_000);
        bytes[4] memory doors = [
            abi.encodeCall(_own.claim, (1, address(0))),
            abi.encodeCall(_own.claim, (2, address(0))),
            abi.encodeCall(_own.payIn, (address(0), 0)),
            abi.encodeCall(_own.sync, (address(0)))
        ];
        for (uint256 i = 0; i < doors.length; ++i) holder.plan(address(_own), doors[i]);
        _own.claim(1, address(0));

        for (uint256 i = 0; i < doors.length; ++i) isTrue(!holder.succeeded(i), "refused");
        eq(address(holder).balance, 500, "its share");
        eq(_own.claim(2, address(0)), 500, "the other's share");
    }

    function test_native_claim__reenters_another_vault__each_pays_its_own() public {
        Reentrant holder = _reentrantHolder();
        _payCoin(_own, 1_000);
        _payCoin(_other, 600);
        holder.plan(address(_other), abi.encodeCall(_other.claim, (1, address(0))));
        _own.claim(1, address(0));

        isTrue(holder.succeeded(0), "another vault");
        eq(address(holder).balance, 800, "half of each");
        eq(address(_own).balance + address(_other).balance, 800, "the other halves");
    }

    function test_native_claim__reenters_by_the_factory__is_paid_once() public {
        Reentrant holder = _reentrantHolder();
        _payNative(1, 1 ether);
        IRevenueFactory.Claim[] memory claims = new IRevenueFactory.Claim[](1);
        claims[0] = IRevenueFactory.Claim(1, 1, address(0));
        holder.plan(address(factory), abi.encodeCall(factory.claimMany, (claims)));
        factory.claimMany(claims);

        isTrue(!holder.succeeded(0), "refused");
        eq(address(holder).balance, 1 ether, "paid once");
    }

    function test_native_claim__contribution_is_sold_within__seller_keeps_what_was_paid_and_no_more() public {
        Reentrant holder = _reentrantHolder();
        _payCoin(_own, 1_000);
        bytes memory sale = abi.encodeCall(contributions.transferFrom, (address(holder), stranger, 1));
        holder.plan(address(contributions), sale);
        _own.claim(1, address(0));
        _payCoin(_own, 100);
        _own.claim(1, address(0));

        eq(address(holder).balance, 500, "seller");
        eq(stranger.balance, 50, "buyer");
    }

    function test_token_claim__receivers_hook_reenters__is_refused() public {
        Reentrant holder = _reentrantHolder();
        holder.act(address(_hooks), abi.encodeCall(_hooks.listen, ()));
        _pay(_own, _hooks, 1_000);
        holder.plan(address(_own), abi.encodeCall(_own.claim, (2, address(_hooks))));
        holder.plan(address(_own), abi.encodeCall(_own.claimable, (2, address(_hooks))));
        _own.claim(1, address(_hooks));

        isTrue(!holder.succeeded(0) && !holder.succeeded(1), "refused");
        eq(_hooks.balanceOf(address(holder)), 500, "its share");
    }

    function test_token_pay_in__payers_hook_reenters__counts_the_income_once() public {
        Reentrant payer = new Reentrant();
        _hooks.mint(address(payer), 1_000);
        payer.act(address(_hooks), abi.encodeCall(_hooks.approve, (address(_own), 1_000)));
        payer.act(address(_hooks), abi.encodeCall(_hooks.listen, ()));
        payer.plan(address(_own), abi.encodeCall(_own.sync, (address(_hooks))));
        payer.plan(address(_hooks), abi.encodeCall(_hooks.transfer, (address(_own), 400)));
        payer.act(address(_own), abi.encodeCall(_own.payIn, (address(_hooks), 600)));

        isTrue(!payer.succeeded(0) && payer.succeeded(1), "no sync within, but a transfer");
        eq(_own.claimable(1, address(_hooks)) + _own.claimable(2, address(_hooks)), 1_000, "all of it, once");
    }

    // ------------------------------------------------------------------ tokens

    function test_token_that_keeps_a_fee__shares_what_arrived() public {
        eq(_pay(_own, _fees, 10_000), 9_900, "synced");
        eq(_own.claim(1, address(_fees)), 4_950, "claimed");
        eq(_own.claim(2, address(_fees)), 4_950, "claimed by the last");
        eq(_fees.balanceOf(address(_own)), 0, "all paid");
    }

    function test_token_that_returns_nothing__is_paid_in_and_claimed() public {
        address[] memory assets = new address[](1);
        assets[0] = address(_silent);
        RevenueVault vault = _newVault(assets);
        _silent.mint(address(this), 1_000);
        _silent.approve(address(vault), 1_000);
        vault.payIn(address(_silent), 1_000);
        vault.claim(1, address(_silent));

        eq(_silent.balanceOf(registrant), 500, "claimed");
    }

    function test_token_that_shrinks__shares_new_income_only_once_the_hole_is_filled() public {
        _pay(_own, _shrinking, 1_000);
        _shrinking.shrink(address(_own), 400);
        eq(_pay(_own, _shrinking, 300), 0, "fills the hole");
        eq(_pay(_own, _shrinking, 300), 200, "and is shared again");

        eq(_own.claim(1, address(_shrinking)), 600, "first");
        eq(_own.claim(2, address(_shrinking)), 600, "second");
    }

    function test_token_that_shrinks__stops_no_other_asset() public {
        _pay(_own, _shrinking, 1_000);
        _shrinking.shrink(address(_own), 1_000);
        _payCoin(_own, 1_000);
        vm.prank(address(contributions));
        _own.setWeight(2, 3);

        eq(_own.claim(1, address(0)), 500, "claim");
        eq(_own.claimable(1, address(_shrinking)), 500, "still owed");
    }

    function test_token_that_stops__stops_its_own_claims_alone() public {
        _pay(_own, _shrinking, 1_000);
        _payCoin(_own, 1_000);
        _shrinking.stop(true);
        _refuses(ShrinkingToken.Stopped.selector);
        _own.claim(1, address(_shrinking));

        eq(_own.claim(1, address(0)), 500, "another asset");
        _shrinking.stop(false);
        eq(_own.claim(1, address(_shrinking)), 500, "once it goes on");
    }

    // ------------------------------------------------------------------ receivers

    function test_receiver_that_reverts__stops_only_batches_that_name_it() public {
        Refuser refuser = new Refuser();
        _giveCard(1, address(refuser));
        _payNative(1, 1 ether);
        _payNative(2, 1 ether);
        IRevenueFactory.Claim[] memory claims = new IRevenueFactory.Claim[](1);
        claims[0] = IRevenueFactory.Claim(2, 2, address(0));
        factory.claimMany(claims);

        eq(registrant.balance, 1 ether, "another's claim");
        eq(_vault(1).claimable(1, address(0)), 1 ether, "stays earned");
    }

    function _reentrantHolder() private returns (Reentrant holder) {
        holder = new Reentrant();
        _giveCard(1, address(holder));
    }
}

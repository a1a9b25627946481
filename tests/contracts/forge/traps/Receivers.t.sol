// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {IRevenueVault} from "../../../../contracts/interfaces/IRevenueVault.sol";
import {Refuser} from "../tokens/Accounts.sol";
import {Attack} from "../attacks/Attack.sol";

/// @dev Trap 10: a receiver that reverts stops nobody but itself.
contract ReceiversTrapTest is Attack {
    Refuser private _refuser;

    function setUp() public {
        _deploy(4, 2, _native());
        _refuser = new Refuser();
        vm.prank(holders[1]);
        token.transfer(address(_refuser), 1_000 * TOKEN);
    }

    function test_trap10__winners_holder_that_reverts__does_not_stop_the_settlement() public {
        _giveCard(3, address(_refuser));
        _payNative(3, 1 ether);
        uint256 roundId = _votingRound(3);
        _answer(rounds.questionId(roundId), _risingSheet(3));
        rounds.settle(roundId);

        isTrue(rounds.round(roundId).state == IGenerationRounds.State.Settled, "settled");
        atLeast(token.balanceOf(address(_vault(3))), BOUNTY / 2, "first prize");
    }

    function test_trap10__contributor_that_reverts__does_not_stop_its_review_nor_others() public {
        _refuser.act(address(token), abi.encodeCall(token.approve, (address(contributions), 20 * TOKEN)));
        _refuser.act(
            address(contributions),
            abi.encodeCall(contributions.contribute, (1, IContributionNFT.Kind.Text, DIGEST))
        );
        uint256 tokenId = _contribute(holders[0], 1, keccak256("another"));
        _skip(1 days);
        uint256 reviewId = contributions.openReview(1);
        _toEnd(contributions.questionId(reviewId));
        contributions.settleReview(reviewId);

        eq(contributions.ownerOf(tokenId - 1), address(_refuser), "holder");
        eq(token.balanceOf(address(_refuser)), 1_000 * TOKEN, "refunded");
    }

    function test_trap10__holder_that_reverts__loses_nothing_and_stops_no_one_elses_claim() public {
        uint256 tokenId = _activated(holders[0], 1, 10_000);
        _giveCard(1, address(_refuser));
        _payNative(1, 1 ether);
        IRevenueVault vault = _vault(1);
        uint256 owed = vault.claimable(1, address(0));

        vm.expectRevert(
            abi.encodeWithSelector(IRevenueVault.VaultTransferFailed.selector, address(0), address(_refuser))
        );
        vault.claim(1, address(0));
        atLeast(vault.claim(tokenId, address(0)), 0.009 ether, "another's claim");
        eq(vault.claimable(1, address(0)), owed, "its earnings stay");

        _refuser.act(
            address(contributions),
            abi.encodeCall(contributions.transferFrom, (address(_refuser), holders[1], 1))
        );
        vault.claim(1, address(0));
        eq(holders[1].balance, owed, "paid to who can take it");
    }

    function test_trap10__holder_that_reverts__does_not_stop_a_change_of_weights() public {
        _giveCard(1, address(_refuser));
        _payNative(1, 1 ether);
        uint256 tokenId = _activated(holders[0], 1, 10_000);

        eq(_vault(1).weightOf(tokenId), 10_000, "weight");
    }

    function test_trap10__registrant_that_takes_no_safe_transfer__does_not_stop_the_activation() public {
        _refuser.act(address(token), abi.encodeCall(token.approve, (address(registry), 100 * TOKEN)));
        bytes memory returned =
            _refuser.act(address(registry), abi.encodeWithSignature("register(bytes32)", DIGEST));
        uint256 personaId = abi.decode(returned, (uint256));
        vm.prank(address(timelock));
        registry.setActive(personaId, true);

        isTrue(registry.isActive(personaId), "active");
        eq(contributions.ownerOf(contributions.contributionCount()), address(_refuser), "holder of the card");
    }
}

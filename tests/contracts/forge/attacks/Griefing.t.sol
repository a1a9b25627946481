// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {Attack} from "./Attack.sol";

/// @dev Spam: it costs its sender, and nobody else waits, pays or loses a place for it. Bounds of gas are of storage
/// that this transaction has touched before.
contract GriefingTest is Attack {
    uint256 private constant OPEN_REVIEW_BOUND = 200_000;
    uint256 private constant SETTLE_REVIEW_BOUND = 800_000;
    uint256 private constant ACTIVATE_BOUND = 1_000_000;

    function setUp() public {
        _deploy(15, 3, _native());
    }

    // ------------------------------------------------------------------ bounties

    function test_tiny_bounty__is_refused() public {
        uint96 least = _roundParameters().minBounty;
        vm.prank(holders[0]);
        token.approve(address(rounds), least);
        vm.expectRevert(
            abi.encodeWithSelector(IGenerationRounds.RoundsBountyTooSmall.selector, least - 1, least)
        );
        vm.prank(holders[0]);
        rounds.propose(DIGEST, 1, _roster(3), least - 1);
    }

    function test_tiny_sponsorship__is_refused() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        uint96 least = _roundParameters().minBounty / 100;
        _refuses(IGenerationRounds.RoundsAmountTooSmall.selector);
        vm.prank(holders[1]);
        rounds.addBounty(roundId, least - 1);
        _refuses(IGenerationRounds.RoundsAmountTooSmall.selector);
        vm.prank(holders[1]);
        rounds.addBounty(roundId, 0);
    }

    function test_many_sponsors__make_no_settlement_dearer() public {
        uint256 alone = _gasToSettle(_propose(holders[0], 3, BOUNTY));
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        for (uint256 i = 0; i < 64; ++i) {
            address sponsor = vm.addr(5_000 + i);
            vm.prank(holders[1]);
            token.transfer(sponsor, TOKEN);
            vm.prank(sponsor);
            token.approve(address(rounds), TOKEN);
            vm.prank(sponsor);
            rounds.addBounty(roundId, uint96(TOKEN));
        }
        uint256 sponsored = _gasToSettle(roundId);

        atLeast(alone + 5_000, sponsored, "gas with 64 sponsors");
    }

    function _gasToSettle(uint256 roundId) private returns (uint256) {
        _submit(roundId);
        _answer(rounds.questionId(roundId), _risingSheet(3));
        uint256 left = gasleft();
        rounds.settle(roundId);
        return left - gasleft();
    }

    // ------------------------------------------------------------------ contributions

    function _spam(uint256 count) private {
        for (uint256 i = 0; i < count; ++i) _contribute(holders[1], 1, bytes32(i + 1));
    }

    function test_contribution_spam__keeps_nobody_waiting() public {
        _spam(70);
        uint256 honest = _contribute(holders[0], 1, DIGEST);
        for (uint256 i = 0; i < 4; ++i) contributions.openReview(1);
        _skip(1 days);
        uint256 reviewId = contributions.openReview(1);

        eq(contributions.review(reviewId).tokenIds[6], honest, "reviewed a day after it came");
        isTrue(contributions.contribution(honest).status == IContributionNFT.Status.Reviewing, "reviewing");
    }

    function test_contribution_spam__after_one__does_not_put_off_its_review() public {
        uint256 honest = _contribute(holders[0], 1, DIGEST);
        _skip(1 days - 1);
        _spam(14);
        _skip(1);
        uint256 reviewId = contributions.openReview(1);

        eq(contributions.review(reviewId).tokenIds[0], honest, "first");
    }

    function test_queue__is_first_in_first_out_over_reviews() public {
        uint256 first = contributions.contributionCount() + 1;
        for (uint256 i = 0; i < 35; ++i) {
            address contributor = holders[i % 3];
            if (i == 20) contributions.openReview(1);
            _contribute(contributor, 1, bytes32(i + 1));
        }
        contributions.openReview(1);
        _skip(1 days);
        contributions.openReview(1);

        uint256 next = first;
        for (uint256 reviewId = 1; reviewId <= 3; ++reviewId) {
            uint256[] memory tokenIds = contributions.review(reviewId).tokenIds;
            for (uint256 i = 0; i < tokenIds.length; ++i) eq(tokenIds[i], next++, "in order");
        }
        eq(next, first + 35, "all of them");
        (uint256 count,) = contributions.pendingOf(1);
        eq(count, 0, "none waits");
    }

    function test_queue_of_another_persona__is_its_own() public {
        _spam(40);
        uint256 honest = _contribute(holders[0], 2, DIGEST);
        _skip(1 days);
        uint256 reviewId = contributions.openReview(2);

        eq(contributions.review(reviewId).tokenIds.length, 1, "alone");
        eq(contributions.review(reviewId).tokenIds[0], honest, "at once");
    }

    function test_review_of_sixteen_by_fifteen__stays_within_its_gas() public {
        _spam(16);
        uint256 left = gasleft();
        uint256 reviewId = contributions.openReview(1);
        atLeast(OPEN_REVIEW_BOUND, left - gasleft(), "gas to open");
        _answer(contributions.questionId(reviewId), _values(_sixteen()));
        left = gasleft();
        contributions.settleReview(reviewId);
        atLeast(SETTLE_REVIEW_BOUND, left - gasleft(), "gas to settle");
        _skip(3 days);
        uint256[] memory tokenIds = contributions.review(reviewId).tokenIds;
        left = gasleft();
        contributions.activate(tokenIds);
        atLeast(ACTIVATE_BOUND, left - gasleft(), "gas to activate");

        eq(token.balanceOf(address(contributions)), 0, "no fee is left");
    }

    function test_batch_over_the_epochs_rest__is_scaled_down_and_the_next_epoch_is_whole() public {
        _spam(16);
        uint256 reviewId = contributions.openReview(1);
        _answer(contributions.questionId(reviewId), _values(_sixteen()));
        contributions.settleReview(reviewId);
        uint256 cap = _contributionParameters().epochCap;
        uint256 sum;
        uint256[] memory tokenIds = contributions.review(reviewId).tokenIds;
        for (uint256 i = 0; i < 16; ++i) sum += contributions.contribution(tokenIds[i]).impact;

        atLeast(cap, sum, "no more than the cap");
        atLeast(sum + 16, cap, "and all of it but its dust");
        vm.warp((vm.getBlockTimestamp() / 7 days + 1) * 7 days);
        eq(contributions.epochRest(1), cap, "next epoch");
    }

    function _sixteen() private pure returns (uint16[] memory values) {
        values = new uint16[](16);
        for (uint256 i = 0; i < 16; ++i) values[i] = uint16(10_000 - i);
    }

    function test_review_that_fails__gives_back_the_fees() public {
        _spam(3);
        _skip(1 days);
        uint256 before = token.balanceOf(holders[1]);
        uint256 reviewId = contributions.openReview(1);
        _toEnd(contributions.questionId(reviewId));
        contributions.settleReview(reviewId);

        eq(token.balanceOf(holders[1]) - before, 60 * TOKEN, "refund");
        eq(token.balanceOf(address(contributions)), 0, "nothing is left");
    }

    function test_contribution_sold_under_review__is_refunded_to_its_new_holder() public {
        uint256 tokenId = _contribute(holders[1], 1, DIGEST);
        _skip(1 days);
        uint256 reviewId = contributions.openReview(1);
        vm.prank(holders[1]);
        contributions.transferFrom(holders[1], stranger, tokenId);
        _toEnd(contributions.questionId(reviewId));
        contributions.settleReview(reviewId);

        eq(token.balanceOf(stranger), 20 * TOKEN, "refund");
    }
}

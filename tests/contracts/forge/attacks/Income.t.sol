// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RevenueVault} from "../../../../contracts/RevenueVault.sol";
import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {ITrainingJobs} from "../../../../contracts/interfaces/ITrainingJobs.sol";
import {HookToken} from "../tokens/Tokens.sol";
import {Attack} from "./Attack.sol";

/// @dev Ways to gain by others' income, or to keep it from them.
contract IncomeAttackTest is Attack {
    function setUp() public {
        _deploy(4, 3, new address[](0));
    }

    function test_settle__proposer_arranges_for_disqualified_rivals__gains_nothing_of_the_sponsors() public {
        uint256 before = token.balanceOf(holders[0]);
        uint256 treasury = token.balanceOf(address(timelock));
        uint256 roundId = _propose(holders[0], 3, uint96(50 * TOKEN));
        vm.prank(holders[1]);
        token.approve(address(rounds), 10_000 * TOKEN);
        vm.prank(holders[1]);
        rounds.addBounty(roundId, uint96(10_000 * TOKEN));
        _submit(roundId);
        uint16[] memory levels = new uint16[](3);
        levels[0] = 5_000;
        _answer(rounds.questionId(roundId), _sheet(levels));
        rounds.settle(roundId);

        isTrue(token.balanceOf(holders[0]) < before, "the proposer gains nothing");
        isTrue(token.balanceOf(address(timelock)) > treasury, "the treasury has the sponsors' part");
        eq(token.balanceOf(address(rounds)), 0, "nothing is left");
    }

    function test_vault__native_coin_that_is_no_asset__is_refused() public {
        vm.deal(address(this), 1 ether);
        (bool sent,) = address(_vault(1)).call{value: 1 ether}("");

        isTrue(!sent, "nobody could claim it");
    }

    function test_vault__income_beyond_its_ledger__stops_no_weight_and_no_claim() public {
        HookToken asset = new HookToken();
        address[] memory assets = new address[](1);
        assets[0] = address(asset);
        RevenueVault vault = new RevenueVault(contributions, assets);
        vm.prank(address(contributions));
        vault.setWeight(1, 1);
        asset.mint(address(vault), type(uint96).max);
        vault.claim(1, address(asset));
        asset.mint(address(vault), type(uint96).max);
        vm.prank(address(contributions));
        vault.setWeight(2, 1);

        eq(vault.claim(1, address(asset)), 0, "what is more waits");
    }

    function test_epoch_cap__epochs_of_two_lengths_alternate__holds() public {
        uint256[4] memory reviews;
        for (uint256 i = 0; i < 4; ++i) {
            _fill();
            if (i == 2) _lengthenEpochs();
            reviews[i] = contributions.openReview(1);
        }
        bytes memory payload = _sixteen(6_000);
        for (uint256 i = 0; i < 4; ++i) _commitAll(contributions.questionId(reviews[i]), payload);
        _toReveals(contributions.questionId(reviews[3]));
        for (uint256 i = 0; i < 4; ++i) _revealAll(contributions.questionId(reviews[i]), payload);
        contributions.settleReview(reviews[0]);
        contributions.settleReview(reviews[2]);
        _refuses(IContributionNFT.ContributionEpochFull.selector);
        contributions.settleReview(reviews[1]);
        _refuses(IContributionNFT.ContributionEpochFull.selector);
        contributions.settleReview(reviews[3]);

        eq(_impactFrom(PERSONAS + 1), 100_000, "accepted in one epoch");
    }

    /// @dev 90,001 left over sixteen leaves 1 by rounding, which the next batch can't share.
    function test_epoch_cap__rounding_left_a_little__counts_as_used_up() public {
        vm.warp((vm.getBlockTimestamp() / 7 days + 1) * 7 days);
        _contribute(holders[1], 1, DIGEST);
        _skip(1 days);
        uint256 first = contributions.openReview(1);
        _answer(contributions.questionId(first), abi.encodePacked(uint16(9_999), DIGEST));
        contributions.settleReview(first);
        _fill();
        _reviewed(10_000);
        _fill();
        uint256 next = contributions.openReview(1);
        _answer(contributions.questionId(next), _sixteen(10_000));
        _refuses(IContributionNFT.ContributionEpochFull.selector);
        contributions.settleReview(next);
    }

    function test_epoch_cap__used_up__review_waits_instead_of_giving_nothing() public {
        _fill();
        _reviewed(10_000);
        uint256 tokenId = _contribute(holders[1], 1, DIGEST);
        _skip(1 days);
        uint256 reviewId = contributions.openReview(1);
        _answer(contributions.questionId(reviewId), abi.encodePacked(uint16(10_000), DIGEST));
        _refuses(IContributionNFT.ContributionEpochFull.selector);
        contributions.settleReview(reviewId);
        _skip(7 days);
        contributions.settleReview(reviewId);

        eq(contributions.contribution(tokenId).impact, 10_000, "impact");
    }

    function test_training__impact_added_to_what_still_waits__postpones_nothing() public {
        uint256 tokenId = _fill();
        _reviewed(5_000);
        uint40 due = contributions.contribution(tokenId).time;
        vm.warp(due - 1);
        (uint256[] memory tokenIds, uint96[] memory amounts) = (new uint256[](1), new uint96[](1));
        (tokenIds[0], amounts[0]) = (tokenId, 1);
        vm.prank(address(training));
        contributions.addImpact(tokenIds, amounts);
        vm.warp(due);
        contributions.activate(tokenIds);

        eq(_vault(1).weightOf(tokenId), 5_001, "weight");
    }

    function test_training__rolled_back__earns_no_impact() public {
        uint256 jobId = _passed();
        vm.prank(address(timelock));
        training.rollback(jobId);
        uint256[] memory tokenIds = new uint256[](1);
        tokenIds[0] = 1;
        vm.prank(committee.leader(training.attributionQuestion(1)));
        vm.expectRevert(abi.encodeWithSelector(ITrainingJobs.TrainingNoAttributionsLeft.selector, jobId));
        training.openAttribution(jobId, tokenIds);
        training.finish(jobId);

        eq(token.balanceOf(address(training)), 0, "the fees went back");
    }

    // ------------------------------------------------------------------ steps

    /// @dev Sixteen contributions to persona 1; the first.
    function _fill() private returns (uint256 first) {
        first = contributions.contributionCount() + 1;
        for (uint256 i = 0; i < 16; ++i) _contribute(holders[0], 1, keccak256(abi.encode(first, i)));
    }

    function _reviewed(uint16 value) private {
        uint256 reviewId = contributions.openReview(1);
        _answer(contributions.questionId(reviewId), _sixteen(value));
        contributions.settleReview(reviewId);
    }

    function _lengthenEpochs() private {
        IContributionNFT.Parameters memory p = _contributionParameters();
        p.epoch = 14 days;
        vm.prank(address(timelock));
        contributions.addParameters(p);
    }

    function _commitAll(bytes32 question, bytes memory payload) private {
        for (uint256 i = 0; i < operators.length; ++i) _commit(question, operators[i], payload);
    }

    function _revealAll(bytes32 question, bytes memory payload) private {
        for (uint256 i = 0; i < operators.length; ++i) _reveal(question, operators[i], payload);
    }

    function _impactFrom(uint256 tokenId) private view returns (uint256 sum) {
        for (; tokenId <= contributions.contributionCount(); ++tokenId) {
            sum += contributions.contribution(tokenId).impact;
        }
    }

    function _sixteen(uint16 value) private pure returns (bytes memory) {
        uint16[] memory values = new uint16[](16);
        for (uint256 i = 0; i < 16; ++i) values[i] = value;
        return _values(values);
    }

    function _passed() private returns (uint256 jobId) {
        vm.prank(address(timelock));
        token.approve(address(training), type(uint256).max);
        vm.prank(address(timelock));
        jobId = training.request(1, DIGEST, DIGEST, 1);
        bytes32 question = training.evaluationQuestion(jobId);
        vm.prank(committee.leader(question));
        training.submitModel(jobId, DIGEST);
        _skip(60);
        training.openEvaluation(jobId);
        _answer(question, abi.encodePacked(uint16(6_000), DIGEST));
        training.settle(jobId);
    }
}

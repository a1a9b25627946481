// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {IPersonaRegistry} from "../../../../contracts/interfaces/IPersonaRegistry.sol";
import {IRevenueVault} from "../../../../contracts/interfaces/IRevenueVault.sol";
import {ITrainingJobs} from "../../../../contracts/interfaces/ITrainingJobs.sol";
import {ValueSheet} from "../../../../contracts/libraries/ValueSheet.sol";
import {Attack} from "../attacks/Attack.sol";

/// @dev Trap 4: scores have a fixed length and range, and come through the committee alone.
contract ScoresTrapTest is Attack {
    function setUp() public {
        _deploy(4, 3, _native());
    }

    /// @dev Three entries: criteria, ballots, digest.
    function _sheetOf(uint16 level, uint8 b0, uint8 b1, uint8 b2) private pure returns (bytes memory sheet) {
        for (uint256 i = 0; i < 15; ++i) sheet = abi.encodePacked(sheet, level);
        return abi.encodePacked(sheet, b0, b1, b2, DIGEST);
    }

    function test_trap4__sheet_of_any_other_length__is_refused() public {
        bytes32 question = rounds.questionId(_votingRound(3));
        bytes memory sheet = _sheetOf(5_000, 1, 2, 0);
        isTrue(rounds.score(question, sheet) > 0, "the right length");

        _refuses(IGenerationRounds.RoundsInvalidSheetLength.selector);
        rounds.score(question, abi.encodePacked(sheet, uint8(0)));
        _refuses(IGenerationRounds.RoundsInvalidSheetLength.selector);
        rounds.score(question, _risingSheet(4));
    }

    function test_trap4__criterion_out_of_range__is_refused() public {
        bytes32 question = rounds.questionId(_votingRound(3));
        isTrue(rounds.score(question, _sheetOf(10_000, 1, 2, 0)) > 0, "the most");

        _refuses(IGenerationRounds.RoundsScoreOutOfRange.selector);
        rounds.score(question, _sheetOf(10_001, 1, 2, 0));
    }

    function test_trap4__ballot_for_oneself_or_nobody__is_refused() public {
        bytes32 question = rounds.questionId(_votingRound(3));
        _refuses(IGenerationRounds.RoundsSelfBallot.selector);
        rounds.score(question, _sheetOf(5_000, 0, 2, 0));
        _refuses(IGenerationRounds.RoundsUnknownEntry.selector);
        rounds.score(question, _sheetOf(5_000, 3, 2, 0));
    }

    function test_trap4__values_of_any_other_length_or_range__are_refused() public {
        _contribute(holders[0], 1, DIGEST);
        _skip(1 days);
        bytes32 question = contributions.questionId(contributions.openReview(1));
        eq(contributions.score(question, _value(10_000)), 10_000, "the most");

        _refuses(ValueSheet.SheetValueOutOfRange.selector);
        contributions.score(question, _value(10_001));
        _refuses(ValueSheet.SheetInvalidLength.selector);
        contributions.score(question, _values(new uint16[](2)));
    }

    function test_trap4__impact__is_given_by_registry_and_trainer_alone() public {
        vm.expectRevert(abi.encodeWithSelector(IContributionNFT.ContributionOnlyTrainer.selector, stranger));
        vm.prank(stranger);
        contributions.addImpact(_one(1), new uint96[](1));
        vm.expectRevert(abi.encodeWithSelector(IContributionNFT.ContributionOnlyRegistry.selector, stranger));
        vm.prank(stranger);
        contributions.mintGenesis(1, stranger, DIGEST);
    }

    function test_trap4__weight__is_set_by_the_contributions_alone() public {
        IRevenueVault vault = _vault(1);
        vm.expectRevert(abi.encodeWithSelector(IRevenueVault.VaultOnlyContributions.selector, stranger));
        vm.prank(stranger);
        vault.setWeight(1, 1);
    }

    function test_trap4__model__is_set_by_owner_and_trainer_alone() public {
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryUnauthorized.selector, stranger));
        vm.prank(stranger);
        registry.setModel(1, DIGEST);
    }

    function test_trap4__impact_that_was_given__is_not_given_again() public {
        uint256 tokenId = _activated(holders[1], 1, 4_000);
        _refuses(IContributionNFT.ContributionUnexpectedReview.selector);
        contributions.settleReview(1);
        contributions.activate(_one(tokenId));

        eq(contributions.contribution(tokenId).impact, 4_000, "impact");
        eq(_vault(1).weightOf(tokenId), 4_000, "weight");
    }

    function test_trap4__contribution_of_a_job__is_attributed_once() public {
        vm.prank(address(timelock));
        token.approve(address(training), type(uint256).max);
        vm.prank(address(timelock));
        uint256 jobId = training.request(1, DIGEST, DIGEST, 2);
        vm.prank(committee.leader(training.evaluationQuestion(jobId)));
        training.submitModel(jobId, DIGEST);
        _skip(60);
        training.openEvaluation(jobId);
        _answer(training.evaluationQuestion(jobId), _value(6_000));
        training.settle(jobId);
        vm.prank(committee.leader(training.attributionQuestion(1)));
        training.openAttribution(jobId, _one(1));

        address next = committee.leader(training.attributionQuestion(2));
        _refuses(ITrainingJobs.TrainingAlreadyAttributed.selector);
        vm.prank(next);
        training.openAttribution(jobId, _one(1));
    }
}

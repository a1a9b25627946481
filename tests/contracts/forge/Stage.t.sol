// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionNFT} from "../../../contracts/interfaces/IContributionNFT.sol";
import {IGenerationRounds} from "../../../contracts/interfaces/IGenerationRounds.sol";
import {ITrainingJobs} from "../../../contracts/interfaces/ITrainingJobs.sol";
import {Stage} from "./Stage.sol";

/// @dev That the stage itself plays: one round, one review, one training job with attribution, one proposal.
contract StageTest is Stage {
    function setUp() public {
        _deploy(4, 3, new address[](1));
    }

    function test_round__played_out__settles() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        _submit(roundId);
        vm.prank(holders[1]);
        rounds.castVote(roundId, 1);
        _answer(rounds.questionId(roundId), _risingSheet(3));
        rounds.settle(roundId);

        isTrue(rounds.round(roundId).state == IGenerationRounds.State.Settled, "settled");
        eq(token.balanceOf(address(rounds)), 0, "nothing is left");
    }

    function test_review__played_out__accepts_and_activates() public {
        uint256 tokenId = _contribute(holders[0], 1, DIGEST);
        _skip(1 days);
        uint256 reviewId = contributions.openReview(1);
        uint16[] memory values = new uint16[](1);
        values[0] = 7_000;
        _answer(contributions.questionId(reviewId), _values(values));
        contributions.settleReview(reviewId);
        _skip(3 days);
        uint256[] memory tokenIds = new uint256[](1);
        tokenIds[0] = tokenId;
        contributions.activate(tokenIds);

        eq(contributions.contribution(tokenId).impact, 7_000, "impact");
        eq(_vault(1).totalWeight(), 1_007_000, "weight");
        eq(token.balanceOf(address(contributions)), 0, "nothing is left");
    }

    function test_training__played_out__goes_live_and_is_attributed() public {
        uint256 tokenId = 1;
        vm.prank(address(timelock));
        token.approve(address(training), type(uint256).max);
        vm.prank(address(timelock));
        uint256 jobId = training.request(1, DIGEST, DIGEST, 2);
        vm.prank(committee.leader(training.evaluationQuestion(jobId)));
        training.submitModel(jobId, keccak256("model"));
        _skip(60);
        training.openEvaluation(jobId);
        uint16[] memory values = new uint16[](1);
        values[0] = 6_000;
        _answer(training.evaluationQuestion(jobId), _values(values));
        training.settle(jobId);
        eq(registry.persona(1).model, keccak256("model"), "model");

        uint256[] memory tokenIds = new uint256[](1);
        tokenIds[0] = tokenId;
        vm.prank(committee.leader(training.attributionQuestion(1)));
        uint256 attributionId = training.openAttribution(jobId, tokenIds);
        values[0] = 10_000;
        _answer(training.attributionQuestion(attributionId), _values(values));
        training.settleAttribution(attributionId);
        _skip(20 days);
        training.finish(jobId);

        eq(contributions.contribution(tokenId).impact, 1_500_000, "impact");
        isTrue(training.job(jobId).state == ITrainingJobs.State.Finished, "finished");
        eq(token.balanceOf(address(training)), 0, "nothing is left");
    }

    function test_proposal__played_out__acts() public {
        bytes memory call = abi.encodeCall(registry.setRegistrationFee, (5));
        uint256 id = _proposeCall(holders[0], address(registry), call, "Lower the fee");
        _skip(1 days + 1);
        vm.prank(holders[1]);
        governor.castVote(id, 1);
        _skip(6 days);
        governor.queue(id);
        _skip(2 days);
        governor.execute(id);

        eq(id, 1, "numbered from 1");
        eq(registry.registrationFee(), 5, "fee");
    }
}

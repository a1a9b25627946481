// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {ITrainingJobs} from "../../../../contracts/interfaces/ITrainingJobs.sol";
import {Attack} from "./Attack.sol";

/// @dev The first and the last second of each window of reviews and training, and the seconds beside them.
contract WorkWindowsTest is Attack {
    IContributionNFT.Parameters private _c;
    ITrainingJobs.Parameters private _t;

    function setUp() public {
        _deploy(3, 2, _native());
        (_c, _t) = (_contributionParameters(), _trainingParameters());
        vm.prank(address(timelock));
        token.approve(address(training), type(uint256).max);
    }

    // ------------------------------------------------------------------ reviews

    function test_review__opens_when_the_oldest_has_waited_to_the_second() public {
        _contribute(holders[0], 1, DIGEST);
        uint256 dueAt = vm.getBlockTimestamp() + _c.maxWait;
        _skip(60);
        for (uint256 i = 0; i < 14; ++i) _contribute(holders[1], 1, DIGEST);
        vm.warp(dueAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IContributionNFT.ContributionReviewTooEarly.selector, dueAt));
        contributions.openReview(1);
        vm.warp(dueAt);
        contributions.openReview(1);
    }

    function test_review__opens_at_once_with_the_sixteenth() public {
        for (uint256 i = 0; i < 15; ++i) _contribute(holders[0], 1, DIGEST);
        _refuses(IContributionNFT.ContributionReviewTooEarly.selector);
        contributions.openReview(1);
        _contribute(holders[0], 1, DIGEST);
        contributions.openReview(1);
    }

    function test_activation__is_possible_from_the_second_that_was_told() public {
        uint256 tokenId = _contribute(holders[0], 1, DIGEST);
        _skip(_c.maxWait);
        uint256 reviewId = contributions.openReview(1);
        _answer(contributions.questionId(reviewId), _value(100));
        contributions.settleReview(reviewId);
        uint256 activeAt = vm.getBlockTimestamp() + _c.activationDelay;
        vm.warp(activeAt - 1);
        _refuses(IContributionNFT.ContributionNotYetActive.selector);
        contributions.activate(_one(tokenId));
        vm.warp(activeAt);
        contributions.activate(_one(tokenId));

        eq(_vault(1).weightOf(tokenId), 100, "weight");
    }

    function test_epoch__gives_a_new_rest_in_its_first_second() public {
        _activated(holders[0], 1, 10_000);
        uint256 next = (vm.getBlockTimestamp() / _c.epoch + 1) * _c.epoch;
        uint256 settledAt = contributions.contribution(contributions.contributionCount()).time - _c.activationDelay;
        if (settledAt / _c.epoch == vm.getBlockTimestamp() / _c.epoch) {
            eq(contributions.epochRest(1), _c.epochCap - 10_000, "rest of this epoch");
        }
        vm.warp(next);
        eq(contributions.epochRest(1), _c.epochCap, "rest of the next");
    }

    // ------------------------------------------------------------------ training

    function _requested() private returns (uint256 jobId, uint256 since) {
        vm.prank(address(timelock));
        jobId = training.request(1, DIGEST, DIGEST, 1);
        since = vm.getBlockTimestamp();
    }

    function _notLeader(bytes32 question) private view returns (address operator) {
        operator = operators[0];
        if (committee.leader(question) == operator) operator = operators[1];
    }

    function _submitModel(address operator, uint256 jobId) private {
        vm.prank(operator);
        training.submitModel(jobId, DIGEST);
    }

    function test_model__is_the_leaders_to_submit_to_the_last_second_of_its_window() public {
        (uint256 jobId, uint256 since) = _requested();
        address other = _notLeader(training.evaluationQuestion(jobId));
        vm.warp(since + _t.leaderWindow - 1);
        _refuses(ITrainingJobs.TrainingNotLeader.selector);
        _submitModel(other, jobId);
        vm.warp(since + _t.leaderWindow);
        _submitModel(other, jobId);
    }

    function test_model__is_submitted_to_the_last_second_of_its_window() public {
        (uint256 jobId, uint256 since) = _requested();
        vm.warp(since + _t.submitWindow - 1);
        _refuses(ITrainingJobs.TrainingDeadlineNotReached.selector);
        training.expire(jobId);
        _submitModel(operators[0], jobId);
    }

    function test_job_without_a_model__expires_in_the_next_second() public {
        (uint256 jobId, uint256 since) = _requested();
        uint256 before = token.balanceOf(address(timelock));
        vm.warp(since + _t.submitWindow);
        _refuses(ITrainingJobs.TrainingDeadlinePassed.selector);
        _submitModel(operators[0], jobId);
        training.expire(jobId);

        eq(token.balanceOf(address(timelock)) - before, _t.fee + _t.attributionFee, "all of the escrow");
        eq(training.openJobOf(1), 0, "another job may follow");
    }

    function test_evaluation__opens_in_the_block_after_the_draws() public {
        (uint256 jobId,) = _requested();
        _submitModel(committee.leader(training.evaluationQuestion(jobId)), jobId);
        uint256 drawBlock = training.job(jobId).drawBlock;
        vm.roll(drawBlock);
        vm.expectRevert(abi.encodeWithSelector(ITrainingJobs.TrainingNotDrawn.selector, drawBlock));
        training.openEvaluation(jobId);
        vm.roll(drawBlock + 1);
        training.openEvaluation(jobId);

        isTrue(training.job(jobId).state == ITrainingJobs.State.Evaluating, "evaluating");
    }

    function test_evaluation__long_after_the_draw__draws_again_and_expires_all_the_same() public {
        (uint256 jobId,) = _requested();
        _submitModel(committee.leader(training.evaluationQuestion(jobId)), jobId);
        vm.roll(block.number + 10_000);
        training.openEvaluation(jobId);
        isTrue(training.job(jobId).state == ITrainingJobs.State.Submitted, "drawn again");
        eq(training.job(jobId).drawBlock, block.number + 1, "by a block to come");
        _skip(_t.submitWindow);
        training.expire(jobId);
    }

    function test_attribution__may_be_opened_to_the_last_second_of_its_window() public {
        (uint256 jobId, uint256 passedAt) = _passed();
        address leader = committee.leader(training.attributionQuestion(1));
        vm.warp(passedAt + _t.attributionWindow - 1);
        _refuses(ITrainingJobs.TrainingDeadlineNotReached.selector);
        training.finish(jobId);
        vm.prank(leader);
        training.openAttribution(jobId, _one(1));
        _refuses(ITrainingJobs.TrainingAttributionsOpen.selector);
        training.finish(jobId);
    }

    function test_attribution__is_too_late_in_the_next_second() public {
        (uint256 jobId, uint256 passedAt) = _passed();
        address leader = committee.leader(training.attributionQuestion(1));
        vm.warp(passedAt + _t.attributionWindow);
        _refuses(ITrainingJobs.TrainingDeadlinePassed.selector);
        vm.prank(leader);
        training.openAttribution(jobId, _one(1));
        training.finish(jobId);

        eq(token.balanceOf(address(training)), 0, "nothing is left");
    }

    function _passed() private returns (uint256 jobId, uint256 passedAt) {
        (jobId,) = _requested();
        _submitModel(committee.leader(training.evaluationQuestion(jobId)), jobId);
        _skip(60);
        training.openEvaluation(jobId);
        _answer(training.evaluationQuestion(jobId), _value(5_500));
        training.settle(jobId);
        passedAt = vm.getBlockTimestamp();
    }

    function test_win_rate__just_below_the_least__is_rejected() public {
        (uint256 jobId,) = _requested();
        _submitModel(committee.leader(training.evaluationQuestion(jobId)), jobId);
        _skip(60);
        training.openEvaluation(jobId);
        _answer(training.evaluationQuestion(jobId), _value(5_499));
        training.settle(jobId);

        isTrue(training.job(jobId).state == ITrainingJobs.State.Rejected, "rejected");
        eq(registry.persona(1).model, bytes32(0), "no model went live");
        eq(token.balanceOf(address(training)), 0, "nothing is left");
    }
}

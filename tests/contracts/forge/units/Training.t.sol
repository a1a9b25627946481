// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TrainingJobs} from "../../../../contracts/TrainingJobs.sol";
import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {ITrainingJobs} from "../../../../contracts/interfaces/ITrainingJobs.sol";
import {Stage} from "../Stage.sol";

contract TrainingTest is Stage {
    bytes32 private constant MODEL = keccak256("model");

    function setUp() public {
        _deploy(3, 1, new address[](0));
        vm.prank(address(timelock));
        token.approve(address(training), WEALTH);
    }

    // ------------------------------------------------------------------ request and submission

    function test_request__without_dataset_or_recipe__is_refused() public {
        bytes memory refusal = abi.encodeWithSelector(ITrainingJobs.TrainingEmptyDigest.selector);
        vm.startPrank(address(timelock));
        vm.expectRevert(refusal);
        training.request(1, 0, DIGEST, 0);
        vm.expectRevert(refusal);
        training.request(1, DIGEST, 0, 0);
    }

    function test_request__before_parameters__is_refused() public {
        TrainingJobs fresh = new TrainingJobs(token, registry, contributions, committee, address(this));
        vm.expectRevert(abi.encodeWithSelector(ITrainingJobs.TrainingInvalidParameters.selector));
        fresh.request(1, DIGEST, DIGEST, 0);
    }

    function test_submitModel__by_a_stranger__is_refused() public {
        vm.prank(address(timelock));
        uint256 jobId = training.request(1, DIGEST, DIGEST, 0);
        vm.expectRevert(abi.encodeWithSelector(ITrainingJobs.TrainingNotEligible.selector, stranger));
        vm.prank(stranger);
        training.submitModel(jobId, MODEL);
    }

    // ------------------------------------------------------------------ attribution

    function test_openAttribution__of_none_or_seventeen__is_refused() public {
        uint256 jobId = _passed(1);
        bytes4 refusal = ITrainingJobs.TrainingInvalidContributions.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, 0));
        training.openAttribution(jobId, new uint256[](0));
        vm.expectRevert(abi.encodeWithSelector(refusal, 17));
        training.openAttribution(jobId, new uint256[](17));
    }

    function test_openAttribution__of_another_persona_or_pending__is_refused() public {
        uint256 jobId = _passed(1);
        uint256 pending = _contribute(holders[0], 1, DIGEST);
        address leader = committee.leader(training.attributionQuestion(1));
        bytes4 refusal = ITrainingJobs.TrainingForeignContribution.selector;
        vm.startPrank(leader);
        vm.expectRevert(abi.encodeWithSelector(refusal, 2));
        training.openAttribution(jobId, _only(2));
        vm.expectRevert(abi.encodeWithSelector(refusal, pending));
        training.openAttribution(jobId, _only(pending));
    }

    function test_openAttribution__more_than_were_paid__is_refused() public {
        uint256 jobId = _passed(1);
        _openAttribution(jobId, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(ITrainingJobs.TrainingNoAttributionsLeft.selector, jobId));
        training.openAttribution(jobId, _only(1));
    }

    function test_attribution__without_a_quorum__can_be_asked_again() public {
        uint256 jobId = _passed(2);
        _openAttribution(jobId, 1, 1);
        isTrue(training.isAttributed(jobId, 1), "asked about");
        _toEnd(training.attributionQuestion(1));
        training.settleAttribution(1);

        isTrue(!training.isAttributed(jobId, 1), "free again");
        eq(contributions.contribution(1).impact, 1_000_000, "impact");
        _openAttribution(jobId, 2, 1);
    }

    /// @dev 6,000 of 10,000 are given; of 8,000 asked for then, 4,000 are left.
    function test_attribution__of_more_than_is_left__is_scaled_down() public {
        uint256 jobId = _passed(2);
        uint256 second = _accepted();
        _openAttribution(jobId, 1, 1);
        _answer(training.attributionQuestion(1), _value(6_000));
        training.settleAttribution(1);
        _openAttribution(jobId, 2, second);
        _answer(training.attributionQuestion(2), _value(8_000));
        training.settleAttribution(2);

        eq(training.job(jobId).divided, 10_000, "all of it");
        eq(contributions.contribution(1).impact, 1_000_000 + 300_000, "first");
        eq(contributions.contribution(second).impact, 7_000 + 200_000, "second");
    }

    // ------------------------------------------------------------------ rollback

    function test_rollback__of_the_live_model__puts_the_one_before_back() public {
        uint256 jobId = _passed(0);
        eq(registry.persona(1).model, MODEL, "live");
        vm.startPrank(address(timelock));
        training.rollback(jobId);
        eq(registry.persona(1).model, 0, "the one before");

        vm.expectRevert(abi.encodeWithSelector(ITrainingJobs.TrainingNotTheModel.selector, jobId));
        training.rollback(jobId);
    }

    // ------------------------------------------------------------------ steps

    function _passed(uint16 attributions) private returns (uint256 jobId) {
        vm.prank(address(timelock));
        jobId = training.request(1, DIGEST, DIGEST, attributions);
        vm.prank(committee.leader(training.evaluationQuestion(jobId)));
        training.submitModel(jobId, MODEL);
        _skip(1 minutes);
        training.openEvaluation(jobId);
        _answer(training.evaluationQuestion(jobId), _value(6_000));
        training.settle(jobId);
    }

    function _accepted() private returns (uint256 tokenId) {
        tokenId = _contribute(holders[0], 1, DIGEST);
        _skip(1 days);
        uint256 reviewId = contributions.openReview(1);
        _answer(contributions.questionId(reviewId), _value(7_000));
        contributions.settleReview(reviewId);
    }

    function _openAttribution(uint256 jobId, uint256 attributionId, uint256 tokenId) private {
        vm.prank(committee.leader(training.attributionQuestion(attributionId)));
        eq(training.openAttribution(jobId, _only(tokenId)), attributionId, "numbered from 1");
    }

    function _only(uint256 tokenId) private pure returns (uint256[] memory tokenIds) {
        tokenIds = new uint256[](1);
        tokenIds[0] = tokenId;
    }

    function _value(uint16 value) private pure returns (bytes memory) {
        uint16[] memory values = new uint16[](1);
        values[0] = value;
        return _values(values);
    }

    // ------------------------------------------------------------------ refusals and reads

    function test_request__of_nobody_or_twice__is_refused() public {
        vm.startPrank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(ITrainingJobs.TrainingUnknownPersona.selector, 17));
        training.request(17, DIGEST, DIGEST, 0);
        uint256 jobId = training.request(1, DIGEST, DIGEST, 0);
        vm.expectRevert(abi.encodeWithSelector(ITrainingJobs.TrainingJobOpen.selector, 1, jobId));
        training.request(1, DIGEST, DIGEST, 0);
        vm.expectRevert(abi.encodeWithSelector(ITrainingJobs.TrainingEmptyDigest.selector));
        training.submitModel(jobId, 0);
    }

    function test_job__in_another_state__is_refused() public {
        bytes4 refusal = ITrainingJobs.TrainingUnexpectedState.selector;
        bytes memory none = abi.encodeWithSelector(refusal, 1, ITrainingJobs.State.None);
        vm.startPrank(address(timelock));
        vm.expectRevert(none);
        training.expire(1);
        vm.expectRevert(none);
        training.rollback(1);
        vm.expectRevert(none);
        training.settle(1);
        vm.expectRevert(abi.encodeWithSelector(ITrainingJobs.TrainingUnknownAttribution.selector, 1));
        training.settleAttribution(1);
    }

    function test_settle__without_a_quorum__fails_and_refunds() public {
        vm.prank(address(timelock));
        uint256 jobId = training.request(1, DIGEST, DIGEST, 0);
        vm.prank(committee.leader(training.evaluationQuestion(jobId)));
        training.submitModel(jobId, MODEL);
        _skip(1 minutes);
        training.openEvaluation(jobId);
        _toEnd(training.evaluationQuestion(jobId));
        training.settle(jobId);

        isTrue(training.job(jobId).state == ITrainingJobs.State.Failed, "failed");
        eq(token.balanceOf(address(training)), 0, "nothing is left");
        eq(registry.persona(1).model, 0, "no model");
    }

    function test_addParameters__with_a_win_rate_of_chance__is_refused() public {
        ITrainingJobs.Parameters memory p = _trainingParameters();
        eq(training.parameters(1).fee, p.fee, "those in force");
        p.minWinRate = 5_499;
        vm.expectRevert(abi.encodeWithSelector(ITrainingJobs.TrainingInvalidParameters.selector));
        vm.prank(address(timelock));
        training.addParameters(p);
    }

    function test_attribution__as_opened__names_job_and_contributions() public {
        uint256 jobId = _passed(1);
        _openAttribution(jobId, 1, 1);
        (uint256 found, uint256[] memory tokenIds) = training.attribution(1);
        eq(found, jobId, "job");
        eq(tokenIds[0], 1, "contribution");
    }
}

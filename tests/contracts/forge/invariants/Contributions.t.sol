// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {ITrainingJobs} from "../../../../contracts/interfaces/ITrainingJobs.sol";
import {AnswersHandler} from "./AnswersHandler.sol";
import {ClockHandler} from "./ClockHandler.sol";
import {ContributionsHandler} from "./ContributionsHandler.sol";
import {ImpactModel} from "./ImpactModel.sol";
import {Suite} from "./Suite.sol";
import {TrainingHandler} from "./TrainingHandler.sol";
import {World} from "./World.sol";

/// @dev Contributions, their reviews and what training adds to them, for two personas.
contract ContributionsInvariants is Suite {
    ImpactModel private _model;
    TrainingHandler private _jobs;
    uint256[] private _bonds;

    function setUp() public {
        World world_ = new World(4, 3, new address[](0));
        _visit(world_);
        for (uint256 i = 0; i < world_.HONEST(); ++i) _bonds.push(committee.bondOf(operators[i]));
        _model = new ImpactModel(world_);
        _jobs = new TrainingHandler(world_, _model);
        ContributionsHandler gifts = new ContributionsHandler(world_, _model);
        AnswersHandler answers = new AnswersHandler(world_);
        _target(address(new ClockHandler(world_)));
        _target(address(gifts));
        _target(address(_jobs));
        bytes4[] memory some = new bytes4[](3);
        (some[0], some[1], some[2]) = (answers.answerAll.selector, answers.commit.selector, answers.close.selector);
        _target(address(answers), some);
        IContributionNFT.Parameters memory tight = _contributionParameters();
        tight.epochCap = 20_000;
        vm.prank(address(timelock));
        contributions.addParameters(tight);
        gifts.contributeMany(1, 1, 18);
        gifts.contributeMany(2, 17, 3);
        gifts.openReview(1, 1);
        _train(answers);
        _jobs.request(1, 2, 3, 1);
        _jobs.submitModel(2, 1, 33);
    }

    /// @dev Jobs until one passes, and a first attribution.
    function _train(AnswersHandler answers) private {
        for (uint256 how = 2; training.job(training.jobCount()).state != ITrainingJobs.State.Passed; how += 12) {
            _jobs.request(1, 1, 3, 1);
            _jobs.submitModel(2, 1, 33);
            _jobs.openEvaluation(2, 1);
            answers.answerAll(1, how, 1);
            _jobs.settle(0, 1);
        }
        _jobs.openAttribution(0, 1, 1);
    }

    /// 1, 2. The balances of contributions and training are the fees that wait and the escrows of jobs, to the wei.
    /// 3. A vault's total weight is the sum of the impacts that were activated; impacts only come from reviews and
    /// training, within the epoch's cap and the job's budget.
    /// 7. Only the timelock and passed jobs set models.
    /// 8. Honest operators lose nothing.
    function invariant_contributions() external view {
        eq(token.balanceOf(address(contributions)), _feesWaiting(), "contributions hold what they owe");
        eq(token.balanceOf(address(training)), _escrows(), "training holds what it owes");
        _checkCommitteeMoney();
        _model.check(2);
        _jobs.check();
        for (uint256 i = 0; i < _bonds.length; ++i) {
            eq(committee.bondOf(operators[i]), _bonds[i], "an honest operator loses nothing");
        }
    }

    /// 5. Reviews and jobs end too, and then nothing stays locked.
    function afterInvariant() external {
        world.advance(_now() + 31 days, 3);
        for (uint256 i = 1; i <= contributions.reviewCount(); ++i) {
            if (contributions.review(i).state != IContributionNFT.ReviewState.Open) continue;
            // A full epoch keeps a review waiting, until it ends.
            world.advance(_now() + 11 days, 1);
            contributions.settleReview(i);
        }
        for (uint16 personaId = 1; personaId <= 2; ++personaId) {
            (uint256 left,) = contributions.pendingOf(personaId);
            for (; left > 0; (left,) = contributions.pendingOf(personaId)) {
                uint256 reviewId = contributions.openReview(personaId);
                world.noteQuestion(contributions.questionId(reviewId));
                world.advance(_now() + 31 days, 1);
                contributions.settleReview(reviewId);
            }
        }
        eq(token.balanceOf(address(contributions)), 0, "nothing stays in the contributions");
        _endJobs();
        eq(token.balanceOf(address(training)), 0, "nothing stays in training");
        _endCommittee();
    }

    function _endJobs() private {
        for (uint256 id = 1; id <= training.attributionCount(); ++id) {
            if (!_jobs.settled(id)) training.settleAttribution(id);
        }
        for (uint256 id = 1; id <= training.jobCount(); ++id) {
            ITrainingJobs.State state = training.job(id).state;
            if (state < ITrainingJobs.State.Evaluating) training.expire(id);
            if (state == ITrainingJobs.State.Evaluating) training.settle(id);
            if (training.job(id).state != ITrainingJobs.State.Passed) continue;
            world.advance(_now() + 31 days, 1);
            training.finish(id);
        }
    }

    function _feesWaiting() private view returns (uint256 owed) {
        for (uint256 id = PERSONAS + 1; id <= contributions.contributionCount(); ++id) {
            IContributionNFT.Contribution memory c = contributions.contribution(id);
            if (c.status != IContributionNFT.Status.Pending) continue;
            owed += contributions.parameters(c.version).reviewFee;
        }
        for (uint256 i = 1; i <= contributions.reviewCount(); ++i) {
            bool open = contributions.review(i).state == IContributionNFT.ReviewState.Open;
            if (open) owed += _refunded(contributions.questionId(i));
        }
    }

    function _escrows() private view returns (uint256 owed) {
        for (uint256 id = 1; id <= training.jobCount(); ++id) {
            ITrainingJobs.Job memory j = training.job(id);
            owed += j.escrow;
            if (j.state == ITrainingJobs.State.Evaluating) owed += _refunded(training.evaluationQuestion(id));
        }
        for (uint256 id = 1; id <= training.attributionCount(); ++id) {
            if (!_jobs.settled(id)) owed += _refunded(training.attributionQuestion(id));
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {ITrainingJobs} from "../../../../contracts/interfaces/ITrainingJobs.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

/// @dev Moves time: by a little, rarely by a lot, and to the next edge of a window or the second before it.
contract ClockHandler is Handler {
    constructor(World world_) Handler(world_) {}

    function wait(uint256 time) external {
        uint256 seconds_ = time % 8 == 0 ? (time / 8) % 3 days : time % 2 == 0 ? 1 : 1 + (time / 8) % 1 hours;
        uint256 blocks = time % 5 == 0 ? 0 : time % 31 == 1 ? 300 : seconds_ / 12 + 1;
        world.advance(_now() + seconds_, blocks);
    }

    /// @dev The edge that comes first, of the last few questions, rounds, jobs and contributions.
    function toNextEdge(uint256 seed) external {
        uint256 next = type(uint256).max;
        for (uint256 i = 0; i < 3; ++i) {
            next = _questionEdge(i, next);
            next = _roundEdge(i, next);
            next = _jobEdge(i, next);
            next = _contributionEdge(i, next);
        }
        if (next == type(uint256).max) return;
        next -= seed % 3 == 0 ? 1 : 0;
        world.advance(next, (next - _now()) / 12 + 1);
    }

    function _questionEdge(uint256 i, uint256 next) private view returns (uint256) {
        if (i >= world.questionCount()) return next;
        IOracleCommittee.Question memory q = committee.question(world.questions(world.questionCount() - 1 - i));
        return _earlier(q.revealEnd, _earlier(q.commitEnd, next));
    }

    function _roundEdge(uint256 i, uint256 next) private view returns (uint256) {
        if (i >= rounds.roundCount()) return next;
        IGenerationRounds.Round memory r = rounds.round(rounds.roundCount() - i);
        if (r.state != IGenerationRounds.State.Open) return next;
        IGenerationRounds.Parameters memory p = rounds.parameters(r.parametersVersion);
        return _earlier(uint256(r.openedAt) + p.entryWindow, _earlier(uint256(r.openedAt) + p.leaderWindow, next));
    }

    function _jobEdge(uint256 i, uint256 next) private view returns (uint256) {
        if (i >= training.jobCount()) return next;
        ITrainingJobs.Job memory j = training.job(training.jobCount() - i);
        ITrainingJobs.Parameters memory p = training.parameters(j.version);
        bool passed = j.state == ITrainingJobs.State.Passed;
        if (!passed && j.state > ITrainingJobs.State.Submitted) return next;
        next = _earlier(uint256(j.since) + p.leaderWindow, next);
        return _earlier(uint256(j.since) + (passed ? p.attributionWindow : p.submitWindow), next);
    }

    function _contributionEdge(uint256 i, uint256 next) private view returns (uint256) {
        IContributionNFT.Contribution memory c = contributions.contribution(contributions.contributionCount() - i);
        bool pending = c.status == IContributionNFT.Status.Pending;
        uint256 wait_ = pending ? contributions.parameters(contributions.currentVersion()).maxWait : 0;
        return _earlier(c.time + wait_, next);
    }

    function _earlier(uint256 edge, uint256 next) private view returns (uint256) {
        return edge > _now() && edge < next ? edge : next;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {ITrainingJobs} from "../../../../contracts/interfaces/ITrainingJobs.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

/// @dev Moves time: by a little, by a lot, and to each window's edge and the second before it.
contract ClockHandler is Handler {
    constructor(World world_) Handler(world_) {}

    function wait(uint256 time) external {
        uint256 seconds_ = time % 3 == 0 ? 1 : time % 3 == 1 ? 1 + (time / 3) % 1 hours : (time / 3) % 3 days;
        world.advance(_now() + seconds_, time % 5 == 0 ? 0 : seconds_ / 12 + 1);
    }

    function mine(uint256 blocks) external {
        world.advance(_now(), blocks % 8 == 0 ? 300 : blocks % 3);
    }

    function toQuestionEdge(uint256 seed) external {
        uint256 count = world.questionCount();
        if (count == 0) return;
        IOracleCommittee.Question memory q = committee.question(world.questions(count - 1 - (seed / 4) % count));
        _to(seed % 2 == 0 ? q.commitEnd : q.revealEnd, seed / 2 % 2);
    }

    function toRoundEdge(uint256 seed) external {
        uint256 count = rounds.roundCount();
        if (count == 0) return;
        IGenerationRounds.Round memory r = rounds.round(count - (seed / 4) % count);
        IGenerationRounds.Parameters memory p = rounds.parameters(r.parametersVersion);
        _to(r.openedAt + (seed % 2 == 0 ? p.leaderWindow : p.entryWindow), seed / 2 % 2);
    }

    function toContributionEdge(uint256 seed) external {
        uint256 tokenId = contributions.contributionCount() - (seed / 2) % 4;
        IContributionNFT.Contribution memory c = contributions.contribution(tokenId);
        bool pending = c.status == IContributionNFT.Status.Pending;
        _to(c.time + (pending ? contributions.parameters(contributions.currentVersion()).maxWait : 0), seed % 2);
    }

    function toJobEdge(uint256 seed) external {
        uint256 count = training.jobCount();
        if (count == 0) return;
        ITrainingJobs.Job memory j = training.job(count - (seed / 8) % count);
        ITrainingJobs.Parameters memory p = training.parameters(j.version);
        uint256 window = seed % 4 == 0 ? p.leaderWindow : seed % 4 == 1 ? p.attributionWindow : p.submitWindow;
        _to(j.since + window, seed / 4 % 2);
    }

    function _to(uint256 edge, uint256 before) private {
        uint256 now_ = _now();
        if (edge - before > now_) world.advance(edge - before, (edge - now_) / 12 + 1);
    }
}

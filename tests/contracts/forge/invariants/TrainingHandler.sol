// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {ITrainingJobs} from "../../../../contracts/interfaces/ITrainingJobs.sol";
import {Handler} from "./Handler.sol";
import {ImpactModel} from "./ImpactModel.sol";
import {World} from "./World.sol";

/// @dev Training jobs of two personas, from order to attribution, and back.
contract TrainingHandler is Handler {
    ImpactModel public immutable model;

    /// @dev The live models, as timelock and passed jobs left them.
    mapping(uint256 personaId => bytes32) public live;
    mapping(uint256 jobId => uint256) public given;
    mapping(uint256 attributionId => bool) public settled;

    constructor(World world_, ImpactModel model_) Handler(world_) {
        model = model_;
    }

    function request(uint256 by, uint256 where, uint16 attributions, uint256 shape) external {
        (address actor, bool allowed) = _governs(by);
        uint16 personaId = where % 16 == 0 ? uint16(PERSONAS + 1) : uint16(1 + where % 2);
        bytes32 dataset = shape % 16 == 0 ? bytes32(0) : DIGEST;
        bytes4 refusal = !allowed
            ? Ownable.OwnableUnauthorizedAccount.selector
            : personaId > PERSONAS
                ? ITrainingJobs.TrainingUnknownPersona.selector
                : training.openJobOf(personaId) != 0
                    ? ITrainingJobs.TrainingJobOpen.selector
                    : dataset == 0 ? ITrainingJobs.TrainingEmptyDigest.selector : bytes4(0);
        bytes memory data = abi.encodeCall(training.request, (personaId, dataset, DIGEST, attributions % 4));
        _act(actor, address(training), data, refusal);
    }

    function submitModel(uint256 who, uint256 which, uint256 how) external {
        uint256 jobId = _job(which, ITrainingJobs.State.Requested);
        ITrainingJobs.Job memory j = training.job(jobId);
        ITrainingJobs.Parameters memory p = training.parameters(j.version);
        _patiently(how / 16, uint256(j.since) + p.leaderWindow);
        bytes32 question = training.evaluationQuestion(jobId);
        address operator = _worker(who, question);
        bytes32 digest = how % 16 == 0 ? bytes32(0) : keccak256(abi.encode(jobId));
        bytes4 refusal = j.state != ITrainingJobs.State.Requested
            ? ITrainingJobs.TrainingUnexpectedState.selector
            : digest == 0
                ? ITrainingJobs.TrainingEmptyDigest.selector
                : _now() >= uint256(j.since) + p.submitWindow
                    ? ITrainingJobs.TrainingDeadlinePassed.selector
                    : _turn(operator, question, uint256(j.since) + p.leaderWindow);
        _act(operator, address(training), abi.encodeCall(training.submitModel, (jobId, digest)), refusal);
    }

    function openEvaluation(uint256 who, uint256 which) external {
        uint256 jobId = _job(which, ITrainingJobs.State.Submitted);
        ITrainingJobs.Job memory j = training.job(jobId);
        if (who % 2 == 0) world.advance(_now(), 2);
        bytes4 refusal = j.state != ITrainingJobs.State.Submitted
            ? ITrainingJobs.TrainingUnexpectedState.selector
            : block.number <= j.drawBlock ? ITrainingJobs.TrainingNotDrawn.selector : bytes4(0);
        _act(_pick(voters, who), address(training), abi.encodeCall(training.openEvaluation, (jobId)), refusal);
        bool opened = training.job(jobId).state == ITrainingJobs.State.Evaluating;
        if (refusal == 0 && opened) world.noteQuestion(training.evaluationQuestion(jobId));
    }

    function settle(uint256 who, uint256 which) external {
        uint256 jobId = _job(which, ITrainingJobs.State.Evaluating);
        ITrainingJobs.Job memory j = training.job(jobId);
        bytes32 question = training.evaluationQuestion(jobId);
        _patiently(who, committee.question(question).revealEnd);
        bytes4 refusal = j.state != ITrainingJobs.State.Evaluating
            ? ITrainingJobs.TrainingUnexpectedState.selector
            : _closing(question);
        _act(_pick(voters, who), address(training), abi.encodeCall(training.settle, (jobId)), refusal);
        if (refusal != 0) return;
        (bool decided, uint256 median) = committee.result(question);
        bool passes = decided && median >= training.parameters(j.version).minWinRate;
        isTrue(passes == (training.job(jobId).state == ITrainingJobs.State.Passed), "passes if good enough");
        if (passes) live[j.personaId] = j.model;
    }

    function expire(uint256 who, uint256 which) external {
        uint256 jobId = _job(which, who % 2 == 0 ? ITrainingJobs.State.Requested : ITrainingJobs.State.Submitted);
        ITrainingJobs.Job memory j = training.job(jobId);
        bool early = j.state == ITrainingJobs.State.Requested || j.state == ITrainingJobs.State.Submitted;
        bytes4 refusal = !early
            ? ITrainingJobs.TrainingUnexpectedState.selector
            : _now() < uint256(j.since) + training.parameters(j.version).submitWindow
                ? ITrainingJobs.TrainingDeadlineNotReached.selector
                : bytes4(0);
        _act(_pick(voters, who), address(training), abi.encodeCall(training.expire, (jobId)), refusal);
    }

    function openAttribution(uint256 who, uint256 which, uint256 contribution) external {
        uint256 jobId = _job(which, ITrainingJobs.State.Passed);
        ITrainingJobs.Job memory j = training.job(jobId);
        ITrainingJobs.Parameters memory p = training.parameters(j.version);
        _patiently(who / 16, uint256(j.since) + p.leaderWindow);
        bytes32 question = training.attributionQuestion(training.attributionCount() + 1);
        address operator = _worker(who, question);
        uint256[] memory tokenIds = new uint256[](contribution % 16 == 0 ? 0 : 1);
        if (tokenIds.length > 0) tokenIds[0] = 1 + (contribution / 16) % contributions.contributionCount();
        if (contribution % 4 == 1) tokenIds[0] = j.personaId > 0 ? j.personaId : 1;
        bytes4 refusal = j.state != ITrainingJobs.State.Passed
            ? ITrainingJobs.TrainingUnexpectedState.selector
            : _now() >= uint256(j.since) + p.attributionWindow
                ? ITrainingJobs.TrainingDeadlinePassed.selector
                : _attributionRefusal(jobId, j, tokenIds, _turn(operator, question, uint256(j.since) + p.leaderWindow));
        _act(operator, address(training), abi.encodeCall(training.openAttribution, (jobId, tokenIds)), refusal);
        if (refusal == 0) world.noteQuestion(question);
    }

    function settleAttribution(uint256 who, uint256 which) external {
        uint256 count = training.attributionCount();
        uint256 id = which % 16 == 0 || count == 0 ? count + 1 : count - (which / 16) % (count < 3 ? count : 3);
        (uint256 jobId, uint256[] memory tokenIds) = training.attribution(id);
        bytes32 question = training.attributionQuestion(id);
        _patiently(who, committee.question(question).revealEnd);
        bytes4 refusal = jobId == 0 || settled[id]
            ? ITrainingJobs.TrainingUnknownAttribution.selector
            : _closing(question);
        uint256 before = jobId == 0 ? 0 : contributions.contribution(tokenIds[0]).time;
        _act(_pick(voters, who), address(training), abi.encodeCall(training.settleAttribution, (id)), refusal);
        if (refusal != 0) return;
        settled[id] = true;
        uint256 amount = contributions.contribution(tokenIds[0]).impact - model.impact(tokenIds[0]);
        model.added(tokenIds[0], before, amount);
        given[jobId] += amount;
        uint256 budget = training.parameters(training.job(jobId).version).trainingImpact;
        atLeast(budget, given[jobId], "no more than the job's budget");
    }

    function finish(uint256 who, uint256 which) external {
        uint256 jobId = _job(which, ITrainingJobs.State.Passed);
        ITrainingJobs.Job memory j = training.job(jobId);
        uint256 deadline = uint256(j.since) + training.parameters(j.version).attributionWindow;
        if (who % 4 == 0) _patiently(who / 4, deadline);
        bytes4 refusal = j.state != ITrainingJobs.State.Passed
            ? ITrainingJobs.TrainingUnexpectedState.selector
            : j.attributionsLeft > 0 && _now() < deadline
                ? ITrainingJobs.TrainingDeadlineNotReached.selector
                : j.attributionsOpen > 0 ? ITrainingJobs.TrainingAttributionsOpen.selector : bytes4(0);
        _act(_pick(voters, who), address(training), abi.encodeCall(training.finish, (jobId)), refusal);
    }

    /// @dev The timelock puts a model back or in place; others don't.
    function changeModel(uint256 by, uint256 which, uint256 how) external {
        (address actor, bool allowed) = _governs(by);
        if (how % 2 == 0) {
            bytes4 refused = allowed ? bytes4(0) : bytes4(keccak256("RegistryUnauthorized(address)"));
            bytes memory set = abi.encodeCall(registry.setModel, (1 + which % 2, bytes32(how)));
            _act(actor, address(registry), set, refused);
            if (allowed) live[1 + which % 2] = bytes32(how);
            return;
        }
        uint256 jobId = _job(which, ITrainingJobs.State.Passed);
        ITrainingJobs.Job memory j = training.job(jobId);
        bool wentLive = j.state == ITrainingJobs.State.Passed || j.state == ITrainingJobs.State.Finished;
        bytes4 refusal = !allowed
            ? Ownable.OwnableUnauthorizedAccount.selector
            : !wentLive
                ? ITrainingJobs.TrainingUnexpectedState.selector
                : live[j.personaId] != j.model ? ITrainingJobs.TrainingNotTheModel.selector : bytes4(0);
        _act(actor, address(training), abi.encodeCall(training.rollback, (jobId)), refusal);
        if (refusal == 0) live[j.personaId] = j.previous;
    }

    function addParameters(uint256 by, uint256 seed) external {
        (address actor, bool allowed) = _governs(by);
        ITrainingJobs.Parameters memory p = _trainingParameters();
        p.minWinRate = uint16(5_400 + seed % 4_700);
        p.fee = uint80((seed >> 16) % (600 * TOKEN));
        p.attributionFee = uint80((seed >> 100) % (60 * TOKEN));
        p.penalty = uint80(seed >> 150);
        p.leaderPenalty = uint80(seed >> 160);
        p.trainingImpact = uint48(seed >> 150);
        if ((seed >> 240) % 16 == 0) p.promptPool = 0;
        if ((seed >> 240) % 16 == 1) p.commitWindow = MIN_WINDOW - 1;
        bool valid = p.minWinRate >= 5_500 && p.minWinRate <= 10_000 && (seed >> 240) % 16 > 1;
        bytes4 refusal = !allowed
            ? Ownable.OwnableUnauthorizedAccount.selector
            : valid ? bytes4(0) : ITrainingJobs.TrainingInvalidParameters.selector;
        _act(actor, address(training), abi.encodeCall(training.addParameters, (p)), refusal);
    }

    function check() external view {
        for (uint256 i = 1; i <= 2; ++i) {
            eq(registry.persona(i).model, live[i], "the timelock and passed jobs alone set models");
        }
    }

    // ------------------------------------------------------------------ inside

    function _attributionRefusal(
        uint256 jobId,
        ITrainingJobs.Job memory j,
        uint256[] memory tokenIds,
        bytes4 turn
    ) private view returns (bytes4) {
        if (j.attributionsLeft == 0) return ITrainingJobs.TrainingNoAttributionsLeft.selector;
        if (tokenIds.length == 0) return ITrainingJobs.TrainingInvalidContributions.selector;
        if (turn != 0) return turn;
        if (training.isAttributed(jobId, tokenIds[0])) return ITrainingJobs.TrainingAlreadyAttributed.selector;
        IContributionNFT.Contribution memory c = contributions.contribution(tokenIds[0]);
        bool fits = c.personaId == j.personaId && c.status == IContributionNFT.Status.Accepted;
        return fits ? bytes4(0) : ITrainingJobs.TrainingForeignContribution.selector;
    }

    function _turn(address operator, bytes32 question, uint256 openToAll) private view returns (bytes4) {
        if (!committee.isEligible(operator)) return ITrainingJobs.TrainingNotEligible.selector;
        bool early = _now() < openToAll && committee.leader(question) != operator;
        return early ? ITrainingJobs.TrainingNotLeader.selector : bytes4(0);
    }

    function _closing(bytes32 question) private view returns (bytes4) {
        IOracleCommittee.Question memory q = committee.question(question);
        bool closed = q.state == IOracleCommittee.QuestionState.Closed;
        bool closable = closed || _now() >= q.revealEnd || q.revealed == q.members;
        return closable ? bytes4(0) : IOracleCommittee.CommitteeNotYetClosable.selector;
    }

    /// @dev The leader, unless it is honest: what it submits might be rejected by the others.
    function _worker(uint256 who, bytes32 question) private view returns (address) {
        address leader = committee.leader(question);
        bool leads = who % 2 == 0 && leader != address(0) && !world.isHonest(leader);
        return leads ? leader : (who % 4 == 1 ? voters : operators)[2 + who % (operators.length - 2)];
    }

    /// @dev Mostly one of the last few in that state; else any, or one that is not there.
    function _job(uint256 seed, ITrainingJobs.State state) private view returns (uint256) {
        uint256 count = training.jobCount();
        if (seed % 16 == 0 || count == 0) return count + 1;
        for (uint256 i = 0; seed % 4 > 0 && i < 4 && i < count; ++i) {
            if (training.job(count - i).state == state) return count - i;
        }
        return count - (seed / 16) % (count < 3 ? count : 3);
    }
}

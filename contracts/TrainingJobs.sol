// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Blockhash} from "@openzeppelin/contracts/utils/Blockhash.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IContributionNFT} from "./interfaces/IContributionNFT.sol";
import {IOracleCommittee} from "./interfaces/IOracleCommittee.sol";
import {IOracleConsumer} from "./interfaces/IOracleConsumer.sol";
import {IPersonaRegistry} from "./interfaces/IPersonaRegistry.sol";
import {ITrainingJobs} from "./interfaces/ITrainingJobs.sol";
import {QuestionId} from "./libraries/QuestionId.sol";
import {ValueSheet} from "./libraries/ValueSheet.sol";
import {Words} from "./libraries/Words.sol";

contract TrainingJobs is ITrainingJobs, Ownable {
    using SafeERC20 for IERC20;
    using Words for uint256;

    uint256 private constant ALL = 10_000;

    /// @dev Below it a win could be chance.
    uint256 private constant LEAST_WIN_RATE = 5_500;

    /// @dev The phases of a job that ask the committee; the local id is the job's, or the attribution's.
    uint8 private constant EVALUATION = 0;
    uint8 private constant ATTRIBUTION = 1;

    struct Attribution {
        uint40 jobId;
        bool settled;
        uint40[] tokenIds;
    }

    /// @notice The reward token, in which fees are paid.
    IERC20 public immutable token;

    /// @notice The personas whose models are trained.
    IPersonaRegistry public immutable registry;

    /// @notice The contributions they are trained on.
    IContributionNFT public immutable contributions;

    /// @notice Who evaluates.
    IOracleCommittee public immutable committee;

    /// @inheritdoc ITrainingJobs
    uint16 public currentVersion;

    /// @inheritdoc ITrainingJobs
    uint256 public jobCount;

    /// @inheritdoc ITrainingJobs
    uint256 public attributionCount;

    mapping(uint16 version => Parameters) private _parameters;

    /// @dev Four slots: progress; money and submitter; model; the model before.
    mapping(uint256 jobId => Job) private _jobs;
    mapping(uint256 attributionId => Attribution) private _attributions;

    /// @inheritdoc ITrainingJobs
    mapping(uint256 personaId => uint256) public openJobOf;

    /// @inheritdoc ITrainingJobs
    mapping(uint256 jobId => mapping(uint256 tokenId => bool)) public isAttributed;

    /// @param owner_ The deployer, which hands over to the timelock after adding the first parameters.
    constructor(
        IERC20 token_,
        IPersonaRegistry registry_,
        IContributionNFT contributions_,
        IOracleCommittee committee_,
        address owner_
    ) Ownable(owner_) {
        token = token_;
        registry = registry_;
        contributions = contributions_;
        committee = committee_;
        token_.forceApprove(address(committee_), type(uint256).max);
    }

    // ------------------------------------------------------------------ from order to model

    /// @inheritdoc ITrainingJobs
    function request(uint16 personaId, bytes32 dataset, bytes32 recipe, uint16 attributions)
        external
        onlyOwner
        returns (uint256 jobId)
    {
        uint16 version = currentVersion;
        Parameters storage p = _parameters[version];
        // Asked only whether there is such a persona.
        // slither-disable-next-line unused-return
        (, uint16 cardVersion,) = registry.versions(personaId);
        if (cardVersion == 0) revert TrainingUnknownPersona(personaId);
        if (openJobOf[personaId] != 0) revert TrainingJobOpen(personaId, openJobOf[personaId]);
        if (dataset == 0 || recipe == 0) revert TrainingEmptyDigest();
        if (version == 0) revert TrainingInvalidParameters();

        jobId = ++jobCount;
        openJobOf[personaId] = jobId;
        uint96 escrow = p.fee + uint96(attributions) * p.attributionFee;
        Job storage j = _jobs[jobId];
        j.personaId = personaId;
        j.version = version;
        j.attributionsLeft = attributions;
        j.escrow = escrow;
        _enter(j, State.Requested);
        emit TrainingRequested(jobId, personaId, dataset, recipe, attributions, version);

        if (escrow > 0) token.safeTransferFrom(msg.sender, address(this), escrow);
    }

    /// @inheritdoc ITrainingJobs
    function submitModel(uint256 jobId, bytes32 model) external {
        Job storage j = _inState(jobId, State.Requested);
        Parameters storage p = _parameters[j.version];
        if (model == 0) revert TrainingEmptyDigest();
        uint256 deadline = uint256(j.since) + p.submitWindow;
        if (block.timestamp >= deadline) revert TrainingDeadlinePassed(deadline);
        _requireTurn(evaluationQuestion(jobId), uint256(j.since) + p.leaderWindow);

        j.submitter = msg.sender;
        j.model = model;
        j.drawBlock = uint64(block.number + 1);
        _enter(j, State.Submitted);
        emit ModelSubmitted(jobId, msg.sender, model, j.drawBlock);
    }

    /// @inheritdoc ITrainingJobs
    function openEvaluation(uint256 jobId) external {
        Job storage j = _inState(jobId, State.Submitted);
        if (block.number <= j.drawBlock) revert TrainingNotDrawn(j.drawBlock);
        bytes32 seed = Blockhash.blockHash(j.drawBlock);
        if (seed == 0) {
            j.drawBlock = uint64(block.number + 1);
            emit DrawRepeated(jobId, j.drawBlock);
            return;
        }

        Parameters storage p = _parameters[j.version];
        j.escrow -= p.fee;
        _enter(j, State.Evaluating);
        IOracleCommittee.Terms memory terms = _terms(p, p.fee, 1);
        terms.leaderPenalty = uint80(Math.min(p.leaderPenalty, committee.minBond()));
        terms.submitter = j.submitter;
        emit EvaluationOpened(jobId, seed, terms.commitEnd, terms.revealEnd);

        committee.open(evaluationQuestion(jobId), terms);
    }

    /// @inheritdoc ITrainingJobs
    function settle(uint256 jobId) external {
        Job storage j = _inState(jobId, State.Evaluating);
        // The committee is the protocol's own and moves the reward token alone, which calls nobody back.
        // slither-disable-next-line reentrancy-no-eth,reentrancy-benign,reentrancy-events
        (bool decided, uint256 median, uint256 refund) = committee.close(evaluationQuestion(jobId));
        j.escrow += uint96(refund);
        delete openJobOf[j.personaId];
        uint256 winRate = median.get(0);
        if (decided && winRate >= _parameters[j.version].minWinRate) return _pass(jobId, j, winRate);

        _enter(j, decided ? State.Rejected : State.Failed);
        if (decided) {
            emit ModelRejected(jobId, winRate);
        } else {
            emit TrainingFailed(jobId);
        }
        _refund(j);
    }

    /// @inheritdoc ITrainingJobs
    function expire(uint256 jobId) external {
        Job storage j = _jobs[jobId];
        if (j.state != State.Requested && j.state != State.Submitted) revert TrainingUnexpectedState(jobId, j.state);
        uint256 deadline = uint256(j.since) + _parameters[j.version].submitWindow;
        if (block.timestamp < deadline) revert TrainingDeadlineNotReached(deadline);
        delete openJobOf[j.personaId];
        _enter(j, State.Expired);
        emit TrainingExpired(jobId);

        _refund(j);
    }

    // ------------------------------------------------------------------ attribution

    /// @inheritdoc ITrainingJobs
    function openAttribution(uint256 jobId, uint256[] calldata tokenIds) external returns (uint256 attributionId) {
        Job storage j = _inState(jobId, State.Passed);
        Parameters storage p = _parameters[j.version];
        uint256 deadline = uint256(j.since) + p.attributionWindow;
        if (block.timestamp >= deadline) revert TrainingDeadlinePassed(deadline);
        if (j.attributionsLeft == 0) revert TrainingNoAttributionsLeft(jobId);
        if (tokenIds.length == 0 || tokenIds.length > Words.LENGTH) {
            revert TrainingInvalidContributions(tokenIds.length);
        }
        attributionId = ++attributionCount;
        _requireTurn(attributionQuestion(attributionId), uint256(j.since) + p.leaderWindow);

        --j.attributionsLeft;
        ++j.attributionsOpen;
        j.escrow -= p.attributionFee;
        Attribution storage a = _attributions[attributionId];
        a.jobId = uint40(jobId);
        for (uint256 i = 0; i < tokenIds.length; ++i) {
            _claimFor(jobId, j.personaId, tokenIds[i]);
            a.tokenIds.push(uint40(tokenIds[i]));
        }
        IOracleCommittee.Terms memory terms = _terms(p, p.attributionFee, uint8(tokenIds.length));
        emit AttributionOpened(attributionId, jobId, tokenIds, terms.commitEnd, terms.revealEnd);

        committee.open(attributionQuestion(attributionId), terms);
    }

    /// @inheritdoc ITrainingJobs
    function settleAttribution(uint256 attributionId) external {
        Attribution storage a = _attributions[attributionId];
        if (a.jobId == 0 || a.settled) revert TrainingUnknownAttribution(attributionId);
        // The committee is the protocol's own and moves the reward token alone, which calls nobody back.
        // slither-disable-next-line reentrancy-no-eth,reentrancy-benign,reentrancy-events
        (bool decided, uint256 median, uint256 refund) = committee.close(attributionQuestion(attributionId));
        Job storage j = _jobs[a.jobId];
        a.settled = true;
        --j.attributionsOpen;
        j.escrow += uint96(refund);
        uint256 shares = _divisible(median, ALL - j.divided);
        j.divided += uint16(ValueSheet.sum(shares));
        emit AttributionSettled(attributionId, decided, shares);

        uint256[] memory tokenIds = _widen(a.tokenIds);
        if (decided) {
            contributions.addImpact(tokenIds, _impacts(shares, tokenIds.length, _parameters[j.version].trainingImpact));
        } else {
            for (uint256 i = 0; i < tokenIds.length; ++i) delete isAttributed[a.jobId][tokenIds[i]];
        }
    }

    /// @inheritdoc ITrainingJobs
    function finish(uint256 jobId) external {
        Job storage j = _inState(jobId, State.Passed);
        uint256 deadline = uint256(j.since) + _parameters[j.version].attributionWindow;
        if (j.attributionsLeft > 0 && block.timestamp < deadline) revert TrainingDeadlineNotReached(deadline);
        if (j.attributionsOpen > 0) revert TrainingAttributionsOpen(jobId);
        _enter(j, State.Finished);
        emit TrainingFinished(jobId, j.escrow);

        _refund(j);
    }

    // ------------------------------------------------------------------ governance

    /// @inheritdoc ITrainingJobs
    function rollback(uint256 jobId) external onlyOwner {
        Job storage j = _jobs[jobId];
        bool wentLive = j.state == State.Passed || j.state == State.Finished;
        if (!wentLive) revert TrainingUnexpectedState(jobId, j.state);
        if (registry.persona(j.personaId).model != j.model) revert TrainingNotTheModel(jobId);
        j.attributionsLeft = 0;
        emit RolledBack(jobId, j.personaId, j.previous);

        registry.setModel(j.personaId, j.previous);
    }

    /// @inheritdoc ITrainingJobs
    function addParameters(Parameters calldata p) external onlyOwner returns (uint16 version) {
        if (
            p.minWinRate < LEAST_WIN_RATE || p.minWinRate > ALL || p.promptPool == 0
                || p.trainingImpact > type(uint48).max
                || p.submitWindow <= p.leaderWindow || p.attributionWindow <= p.leaderWindow
                || !committee.isFair(p.commitWindow, p.revealWindow)
        ) revert TrainingInvalidParameters();
        version = ++currentVersion;
        _parameters[version] = p;
        emit ParametersAdded(version, p);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IOracleConsumer
    function score(bytes32 questionId, bytes calldata payload) external view returns (uint256 values) {
        uint88 id = QuestionId.localIdOf(questionId);
        bool evaluation = QuestionId.phaseOf(questionId) == EVALUATION;
        return ValueSheet.read(payload, evaluation ? 1 : _attributions[id].tokenIds.length);
    }

    /// @inheritdoc ITrainingJobs
    function evaluationQuestion(uint256 jobId) public view returns (bytes32) {
        return QuestionId.encode(address(this), uint88(jobId), EVALUATION);
    }

    /// @inheritdoc ITrainingJobs
    function attributionQuestion(uint256 attributionId) public view returns (bytes32) {
        return QuestionId.encode(address(this), uint88(attributionId), ATTRIBUTION);
    }

    /// @inheritdoc ITrainingJobs
    function parameters(uint16 version) external view returns (Parameters memory) {
        return _parameters[version];
    }

    /// @inheritdoc ITrainingJobs
    function job(uint256 jobId) external view returns (Job memory) {
        return _jobs[jobId];
    }

    /// @inheritdoc ITrainingJobs
    function attribution(uint256 attributionId) external view returns (uint256 jobId, uint256[] memory tokenIds) {
        Attribution storage a = _attributions[attributionId];
        return (a.jobId, _widen(a.tokenIds));
    }

    // ------------------------------------------------------------------ inside

    function _pass(uint256 jobId, Job storage j, uint256 winRate) private {
        j.previous = registry.persona(j.personaId).model;
        _enter(j, State.Passed);
        emit ModelPassed(jobId, j.personaId, j.model, winRate);

        registry.setModel(j.personaId, j.model);
    }

    function _enter(Job storage j, State state) private {
        j.state = state;
        j.since = uint40(block.timestamp);
    }

    function _refund(Job storage j) private {
        uint256 refund = j.escrow;
        j.escrow = 0;
        if (refund > 0) token.safeTransfer(owner(), refund);
    }

    function _terms(Parameters storage p, uint80 fee, uint8 count)
        private
        view
        returns (IOracleCommittee.Terms memory terms)
    {
        terms.fee = fee;
        terms.penalty = uint80(Math.min(p.penalty, committee.minBond()));
        terms.tolerance = p.tolerance;
        terms.count = count;
        terms.commitEnd = uint40(block.timestamp) + p.commitWindow;
        terms.revealEnd = terms.commitEnd + p.revealWindow;
    }

    function _claimFor(uint256 jobId, uint16 personaId, uint256 tokenId) private {
        if (isAttributed[jobId][tokenId]) revert TrainingAlreadyAttributed(jobId, tokenId);
        // Over 16 at most, and only asked.
        // slither-disable-next-line calls-loop
        IContributionNFT.Contribution memory c = contributions.contribution(tokenId);
        if (c.personaId != personaId || c.status != IContributionNFT.Status.Accepted) {
            revert TrainingForeignContribution(tokenId);
        }
        isAttributed[jobId][tokenId] = true;
    }

    function _requireTurn(bytes32 questionId, uint256 openToAll) private view {
        (bool eligible, bool leads) = committee.turnOf(questionId, msg.sender);
        if (!eligible) revert TrainingNotEligible(msg.sender);
        if (!leads && block.timestamp < openToAll) revert TrainingNotLeader(msg.sender);
    }

    function _inState(uint256 jobId, State state) private view returns (Job storage j) {
        j = _jobs[jobId];
        if (j.state != state) revert TrainingUnexpectedState(jobId, j.state);
    }

    /// @dev The values, or in proportion as much as is left.
    function _divisible(uint256 values, uint256 rest) private pure returns (uint256 shares) {
        uint256 sum = ValueSheet.sum(values);
        if (sum <= rest) return values;
        for (uint256 i = 0; i < Words.LENGTH; ++i) shares = shares.put(i, values.get(i) * rest / sum);
    }

    function _impacts(uint256 shares, uint256 n, uint96 budget) private pure returns (uint96[] memory amounts) {
        amounts = new uint96[](n);
        for (uint256 i = 0; i < n; ++i) amounts[i] = uint96(uint256(budget) * shares.get(i) / ALL);
    }

    function _widen(uint40[] storage narrow) private view returns (uint256[] memory wide) {
        wide = new uint256[](narrow.length);
        for (uint256 i = 0; i < wide.length; ++i) wide[i] = narrow[i];
    }
}

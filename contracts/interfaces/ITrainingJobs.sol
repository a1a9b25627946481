// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracleConsumer} from "./IOracleConsumer.sol";

/// @title Training jobs
/// @notice Governance orders that a persona's model be trained; an operator submits the model; the committee measures how
/// often it beats the incumbent on prompts that nobody knew before the submission. From `minWinRate` on it goes live,
/// else it is kept on record as rejected. What each contribution added to a model that went live is measured afterwards
/// and added to its impact.
///
/// Requested → Submitted → Evaluating → Passed, Rejected or Failed (no quorum); Requested or Submitted → Expired;
/// Passed → Finished. Every job ends, and what it did not spend goes back to the treasury.
///
/// What always holds:
/// - the contract's token balance covers what open jobs have escrowed and not spent;
/// - a model goes live only with the committee's median at or above `minWinRate`, or by `rollback`;
/// - a job gives at most `trainingImpact` to contributions, and to each at most once.
interface ITrainingJobs is IOracleConsumer {
    enum State {
        None,
        Requested,
        Submitted,
        Evaluating,
        Passed,
        Rejected,
        Failed,
        Expired,
        Finished
    }

    /// @notice One immutable version of the rules. Rates are in hundredths of a percent (10000 = all).
    /// @param tolerance See `IOracleCommittee.Terms`.
    /// @param minWinRate Win rate against the incumbent from which a model goes live; at least 5500.
    /// @param leaderWindow Seconds in which only the leader may submit a model, or open an attribution.
    /// @param submitWindow Seconds in which a model may be submitted, then seconds after which, without an
    /// evaluation, anyone may expire the job.
    /// @param commitWindow Seconds of committing.
    /// @param revealWindow Seconds of revealing.
    /// @param attributionWindow Seconds from going live in which attributions may be opened.
    /// @param fee What the committee earns for an evaluation.
    /// @param attributionFee What the committee earns for an attribution.
    /// @param penalty What an operator without a reveal loses.
    /// @param leaderPenalty What the submitter of a model with the win rate 0 loses: it can't be loaded, or is not what was
    /// ordered.
    /// @param trainingImpact Impact that a job that went live divides among contributions; below 2**48.
    /// @param promptPool Digest of the document from which held-out prompts are drawn.
    struct Parameters {
        uint16 tolerance;
        uint16 minWinRate;
        uint32 leaderWindow;
        uint32 submitWindow;
        uint32 commitWindow;
        uint32 revealWindow;
        uint32 attributionWindow;
        uint80 fee;
        uint80 attributionFee;
        uint80 penalty;
        uint80 leaderPenalty;
        uint96 trainingImpact;
        bytes32 promptPool;
    }

    /// @param since Block time of the last change of state.
    /// @param attributionsLeft Attributions that are paid for and not opened.
    /// @param attributionsOpen Attributions that are opened and not settled.
    /// @param divided Share of `trainingImpact` that was given, of 10000.
    /// @param drawBlock The block whose hash draws the prompts; 0 before a model is submitted.
    /// @param escrow What is left of what was escrowed.
    /// @param submitter Who submitted the model.
    /// @param model Digest of the model document; 0 before it is submitted.
    /// @param previous Digest of the model it replaced, once passed.
    struct Job {
        State state;
        uint16 personaId;
        uint16 version;
        uint40 since;
        uint16 attributionsLeft;
        uint16 attributionsOpen;
        uint16 divided;
        uint64 drawBlock;
        uint96 escrow;
        address submitter;
        bytes32 model;
        bytes32 previous;
    }

    event ParametersAdded(uint16 indexed version, Parameters parameters);
    event TrainingRequested(
        uint256 indexed jobId,
        uint256 indexed personaId,
        bytes32 dataset,
        bytes32 recipe,
        uint16 attributions,
        uint16 parametersVersion
    );
    event ModelSubmitted(uint256 indexed jobId, address indexed operator, bytes32 model, uint256 drawBlock);
    /// @notice The hash of the draw's block was gone before anyone opened the evaluation: another block draws.
    event DrawRepeated(uint256 indexed jobId, uint256 drawBlock);
    /// @param seed The hash of the draw's block, by which held-out prompts are drawn from the pool.
    event EvaluationOpened(uint256 indexed jobId, bytes32 seed, uint40 commitEnd, uint40 revealEnd);
    /// @param winRate The committee's median.
    event ModelPassed(uint256 indexed jobId, uint256 indexed personaId, bytes32 model, uint256 winRate);
    event ModelRejected(uint256 indexed jobId, uint256 winRate);
    event TrainingFailed(uint256 indexed jobId);
    event TrainingExpired(uint256 indexed jobId);
    event AttributionOpened(
        uint256 indexed attributionId, uint256 indexed jobId, uint256[] tokenIds, uint40 commitEnd, uint40 revealEnd
    );
    /// @param shares The committee's values, scaled down to what was left to divide (see `Words`).
    event AttributionSettled(uint256 indexed attributionId, bool decided, uint256 shares);
    event TrainingFinished(uint256 indexed jobId, uint256 refund);
    event RolledBack(uint256 indexed jobId, uint256 indexed personaId, bytes32 model);

    error TrainingInvalidParameters();
    error TrainingUnknownPersona(uint256 personaId);
    error TrainingJobOpen(uint256 personaId, uint256 jobId);
    error TrainingEmptyDigest();
    error TrainingUnexpectedState(uint256 jobId, State state);
    error TrainingDeadlinePassed(uint256 deadline);
    error TrainingDeadlineNotReached(uint256 deadline);
    error TrainingNotEligible(address operator);
    error TrainingNotLeader(address operator);
    error TrainingNotDrawn(uint256 drawBlock);
    error TrainingInvalidContributions(uint256 count);
    error TrainingForeignContribution(uint256 tokenId);
    error TrainingAlreadyAttributed(uint256 jobId, uint256 tokenId);
    error TrainingNoAttributionsLeft(uint256 jobId);
    error TrainingAttributionsOpen(uint256 jobId);
    error TrainingUnknownAttribution(uint256 attributionId);
    error TrainingNotTheModel(uint256 jobId);

    /// @notice Orders training; escrows from the owner, which approved it, the fee and `attributions` times the attribution
    /// fee. One job of a persona at a time. Owner only.
    /// @param dataset Digest of the document that names the contributions to train on.
    /// @param recipe Digest of the document that says how to train.
    /// @param attributions How many attributions, of 16 contributions each, may follow.
    function request(uint16 personaId, bytes32 dataset, bytes32 recipe, uint16 attributions)
        external
        returns (uint256 jobId);

    /// @notice Submits a job's model. First the leader, after its window any eligible operator.
    /// @param model Digest of the model document; it names safetensors alone.
    function submitModel(uint256 jobId, bytes32 model) external;

    /// @notice Asks the committee for the model's win rate, once the draw's block has a successor; anyone may. Where that
    /// block's hash is gone (after about a day) it only sets another block to draw by.
    function openEvaluation(uint256 jobId) external;

    /// @notice Ends a job's evaluation with the committee's answer; anyone may, once the question can be closed.
    function settle(uint256 jobId) external;

    /// @notice Ends a job without a model, or without an evaluation, in time; anyone may.
    function expire(uint256 jobId) external;

    /// @notice Asks the committee what contributions added to a model that went live. First the leader, after its window
    /// any eligible operator.
    /// @param tokenIds 1 to 16 accepted contributions of the persona, each once in a job.
    function openAttribution(uint256 jobId, uint256[] calldata tokenIds) external returns (uint256 attributionId);

    /// @notice Adds to impacts what the committee found; anyone may, once the question can be closed. Without a quorum the
    /// contributions may be asked about again.
    function settleAttribution(uint256 attributionId) external;

    /// @notice Ends a job that passed, once no attribution is open and none may follow; anyone may.
    function finish(uint256 jobId) external;

    /// @notice Puts back the model that a job's replaced, while the job's is live; no attribution is opened after
    /// that, one that is open still counts. Owner only.
    function rollback(uint256 jobId) external;

    /// @notice Adds a version of the parameters; jobs from now on use it. Owner only.
    function addParameters(Parameters calldata parameters_) external returns (uint16 version);

    /// @notice The version new jobs use.
    function currentVersion() external view returns (uint16);

    /// @notice The parameters of a version.
    function parameters(uint16 version) external view returns (Parameters memory);

    /// @notice Number of jobs; they are numbered from 1.
    function jobCount() external view returns (uint256);

    /// @notice A job.
    function job(uint256 jobId) external view returns (Job memory);

    /// @notice The job of a persona that is not decided; 0 if none.
    function openJobOf(uint256 personaId) external view returns (uint256);

    /// @notice Number of attributions; they are numbered from 1.
    function attributionCount() external view returns (uint256);

    /// @notice An attribution's job and contributions, in the order of the payload's values.
    function attribution(uint256 attributionId) external view returns (uint256 jobId, uint256[] memory tokenIds);

    /// @notice Whether a job asked about a contribution.
    function isAttributed(uint256 jobId, uint256 tokenId) external view returns (bool);

    /// @notice The name of an evaluation's question to the committee.
    function evaluationQuestion(uint256 jobId) external view returns (bytes32);

    /// @notice The name of an attribution's question to the committee.
    function attributionQuestion(uint256 attributionId) external view returns (bytes32);
}

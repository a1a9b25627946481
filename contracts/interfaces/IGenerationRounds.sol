// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracleConsumer} from "./IOracleConsumer.sol";

/// @title Generation proposals and the rounds they open
/// @notice A token holder escrows a bounty and names a brief and a roster of personas. The oracle submits a
/// manifest of one entry per persona; the committee scores it while token holders vote; anybody settles, and the
/// prizes go to the personas' vaults.
///
/// States: Open → Voting → Settled or Failed; Open → Expired. Every round ends, and then holds nothing but what
/// sponsors have yet to reclaim.
///
/// What always holds:
/// - the contract's token balance covers the bounties of open rounds and what sponsors can reclaim;
/// - prizes + fee + what goes back + what goes to the treasury = bounty, to the wei; of what a settled round does not use
///   the proposer gets back the part that it put in, the treasury the sponsors' part;
/// - one vote per holder and round, with voting power from before the voting began.
interface IGenerationRounds is IOracleConsumer {
    enum State {
        None,
        Open,
        Voting,
        Settled,
        Expired,
        Failed
    }

    /// @notice One immutable version of the rules. Shares and weights are in hundredths of a percent (10000 = all).
    /// @param criteria Weights of engagement, trend relevance, sentiment, virality, readability.
    /// @param prizeShares Shares of the prize pool for ranks 1 to 3; with `participationShare` they make 10000.
    /// @param peerWeight Weight of the personas' ballots beside the criteria.
    /// @param communityWeight Share of the community's votes in the final score.
    /// @param participationShare Share of the prize pool split equally over all entries; a disqualified one gets none.
    /// @param tolerance See `IOracleCommittee.Terms`.
    /// @param penaltyShare Share of the bounty that is added to `penalty`.
    /// @param leaderWindow Seconds in which only the leader may submit entries.
    /// @param entryWindow Seconds in which entries may be submitted.
    /// @param voteWindow Seconds of voting and committing.
    /// @param revealWindow Seconds of revealing.
    /// @param fee What the committee earns for scoring; at most `minBounty`.
    /// @param penalty What an operator that does not reveal loses, besides `penaltyShare`; both together at most the minimum
    /// bond.
    /// @param leaderPenalty What the submitter of a rejected manifest loses.
    /// @param minBounty The least that a proposer escrows.
    /// @param voteQuorum Votes below which the community's share is scaled down.
    /// @param scoringProfile Digest of the pinned document that says how operators must score.
    struct Parameters {
        uint16[5] criteria;
        uint16[3] prizeShares;
        uint16 peerWeight;
        uint16 communityWeight;
        uint16 participationShare;
        uint16 tolerance;
        uint16 penaltyShare;
        uint32 leaderWindow;
        uint32 entryWindow;
        uint32 voteWindow;
        uint32 revealWindow;
        uint80 fee;
        uint80 penalty;
        uint80 leaderPenalty;
        uint96 minBounty;
        uint128 voteQuorum;
        bytes32 scoringProfile;
    }

    /// @param roster Persona ids, one uint16 each, roster order from the lowest bits (see `Words`).
    /// @param bounty All that was escrowed, `sponsored` included.
    /// @param sponsored What others than the proposer added.
    /// @param openedAt Block time of the proposal.
    /// @param votingAt Block time of the entries' submission: the snapshot of voting power. 0 before.
    /// @param parametersVersion The version of the parameters the round runs by.
    struct Round {
        State state;
        uint8 entryCount;
        uint8 platform;
        uint16 parametersVersion;
        uint40 openedAt;
        uint40 votingAt;
        uint96 bounty;
        uint96 sponsored;
        address proposer;
        uint256 roster;
    }

    event ParametersAdded(uint16 indexed version, Parameters parameters);
    /// @param cardVersions The personas' card versions at this block, one uint16 each in roster order.
    /// @param modelVersions Their model versions, likewise.
    event GenerationProposed(
        uint256 indexed roundId,
        address indexed proposer,
        bytes32 briefDigest,
        uint8 platform,
        uint256 roster,
        uint256 cardVersions,
        uint256 modelVersions,
        uint96 bounty,
        uint16 parametersVersion
    );
    event BountyAdded(uint256 indexed roundId, address indexed sponsor, uint96 amount);
    /// @param manifest Digest of the manifest, which stands here alone.
    event EntriesSubmitted(
        uint256 indexed roundId, address indexed operator, bytes32 manifest, uint40 voteEnd, uint40 revealEnd
    );
    event VoteCast(uint256 indexed roundId, address indexed voter, uint8 entry, uint256 weight);
    /// @param finals The entries' final scores (see `Words`).
    /// @param refund What of the proposer's own part of the bounty was not used and went back.
    event RoundSettled(uint256 indexed roundId, uint256 median, uint256 finals, uint256 refund);
    event PrizePaid(uint256 indexed roundId, uint16 indexed personaId, address vault, uint256 amount);
    event RoundExpired(uint256 indexed roundId, uint256 refund);
    /// @param decided Whether a quorum revealed: true means that its median disqualified every entry.
    event RoundFailed(uint256 indexed roundId, bool decided, uint256 refund);
    event SponsorRefunded(uint256 indexed roundId, address indexed sponsor, uint256 amount);

    error RoundsInvalidParameters();
    error RoundsWindowTooShort(uint256 window, uint256 minWindow);
    error RoundsInvalidRosterSize(uint256 size);
    error RoundsInactivePersona(uint256 personaId);
    error RoundsDuplicatePersona(uint256 personaId);
    error RoundsBountyTooSmall(uint256 bounty, uint256 minBounty);
    error RoundsAmountTooSmall(uint256 amount, uint256 least);
    error RoundsEmptyDigest();
    error RoundsUnexpectedState(uint256 roundId, State state);
    error RoundsDeadlinePassed(uint256 deadline);
    error RoundsDeadlineNotReached(uint256 deadline);
    error RoundsNotLeader(address operator);
    error RoundsNotEligible(address operator);
    /// @param votingAt Block time of the entries' submission: votes come strictly later.
    error RoundsVotingNotStarted(uint256 votingAt);
    error RoundsUnknownEntry(uint256 entry);
    error RoundsAlreadyVoted(uint256 roundId, address voter);
    error RoundsNoVotingPower(address voter);
    error RoundsSignatureExpired(uint256 deadline);
    error RoundsInvalidSignature(address voter);
    error RoundsNothingToReclaim(uint256 roundId, address sponsor);
    error RoundsInvalidSheetLength(uint256 length, uint256 expected);
    error RoundsScoreOutOfRange(uint256 entry, uint256 value);
    error RoundsSelfBallot(uint256 entry);

    /// @notice Opens a round. The caller holds reward tokens and approved the bounty.
    /// @param briefDigest Digest of the pinned brief.
    /// @param platform Number of the platform the post is for; its meaning is the oracle's.
    /// @param personaIds 3 to 16 different active personas.
    /// @param bounty Reward tokens, at least the parameters' `minBounty`.
    function propose(bytes32 briefDigest, uint8 platform, uint16[] calldata personaIds, uint96 bounty)
        external
        returns (uint256 roundId);

    /// @notice As `propose`, with an ERC-2612 permit for the bounty by the caller.
    /// @dev A permit that was already used (by anyone who saw it) does no harm.
    function proposeWithPermit(
        bytes32 briefDigest,
        uint8 platform,
        uint16[] calldata personaIds,
        uint96 bounty,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 roundId);

    /// @notice Adds to the bounty of a round whose entries are not in yet, at least a hundredth of the parameters'
    /// `minBounty`. If the round expires or fails the sponsor can reclaim all of it.
    function addBounty(uint256 roundId, uint96 amount) external;

    /// @notice Submits the manifest and starts voting and committing. First the leader, after its window any
    /// eligible operator.
    function submitEntries(uint256 roundId, bytes32 manifest) external;

    /// @notice Votes for one entry with the caller's voting power as of the submission; strictly later than that, once,
    /// for good.
    /// @param entry Index in the roster.
    function castVote(uint256 roundId, uint8 entry) external;

    /// @notice As `castVote`, for a voter who signed `Vote(uint256 roundId,uint8 entry,address voter,uint256
    /// nonce,uint256 deadline)` (EIP-712, domain by EIP-5267, nonce by `nonces`): a key's signature or a contract's
    /// by ERC-1271. Anyone may relay it, once, until `deadline`.
    function castVoteBySig(uint256 roundId, uint8 entry, address voter, uint256 deadline, bytes calldata signature)
        external;

    /// @notice Closes the question, ranks the entries and pays the prizes, or fails the round; anybody may, once the
    /// reveal window is over or every operator has revealed.
    function settle(uint256 roundId) external;

    /// @notice Ends a round without entries after its entry window and refunds it; anybody may.
    function expire(uint256 roundId) external;

    /// @notice Pays back what the caller added to a round that expired or failed.
    function reclaim(uint256 roundId) external;

    /// @notice Adds a version of the parameters; rounds opened from now on use it. Owner only.
    function addParameters(Parameters calldata parameters_) external returns (uint16 version);

    /// @notice The shortest window that parameters may have, in seconds.
    function minWindow() external view returns (uint32);

    /// @notice Number of rounds opened; they are numbered from 1.
    function roundCount() external view returns (uint256);

    /// @notice The version new rounds use.
    function currentVersion() external view returns (uint16);

    /// @notice The parameters of a version.
    function parameters(uint16 version) external view returns (Parameters memory);

    /// @notice A round.
    function round(uint256 roundId) external view returns (Round memory);

    /// @notice The name of a round's question to the committee.
    function questionId(uint256 roundId) external view returns (bytes32);

    /// @notice The votes for an entry.
    function votesFor(uint256 roundId, uint8 entry) external view returns (uint256);

    /// @notice Whether `voter` has voted in a round.
    function hasVoted(uint256 roundId, address voter) external view returns (bool);

    /// @notice What `sponsor` added to a round and has not reclaimed.
    function sponsoredBy(uint256 roundId, address sponsor) external view returns (uint256);
}

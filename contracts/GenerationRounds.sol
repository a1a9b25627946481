// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IGenerationRounds} from "./interfaces/IGenerationRounds.sol";
import {IOracleCommittee} from "./interfaces/IOracleCommittee.sol";
import {IOracleConsumer} from "./interfaces/IOracleConsumer.sol";
import {IPersonaRegistry} from "./interfaces/IPersonaRegistry.sol";
import {QuestionId} from "./libraries/QuestionId.sol";
import {Ranking} from "./libraries/Ranking.sol";
import {SheetScoring} from "./libraries/SheetScoring.sol";
import {TimestampClock} from "./libraries/TimestampClock.sol";
import {Words} from "./libraries/Words.sol";

contract GenerationRounds is IGenerationRounds, Ownable, EIP712, Nonces, TimestampClock {
    using SafeERC20 for IERC20;
    using Words for uint256;

    uint256 private constant ALL = 10_000;
    uint256 private constant MIN_ROSTER = 3;
    uint256 private constant MAX_ROSTER = 16;

    /// @dev What a sponsor adds is at least this part of the least bounty: no spam of dust.
    uint256 private constant SPONSOR_PART = 100;

    bytes32 private constant VOTE_TYPEHASH =
        keccak256("Vote(uint256 roundId,uint8 entry,address voter,uint256 nonce,uint256 deadline)");

    /// @dev The only phase of a round that asks the committee.
    uint8 private constant SCORING = 0;

    /// @dev Three slots: state, times and sponsors' sum; proposer and bounty; roster.
    struct Stored {
        State state;
        uint8 entryCount;
        uint8 platform;
        uint16 parametersVersion;
        uint40 openedAt;
        uint40 votingAt;
        uint96 sponsored;
        address proposer;
        uint96 bounty;
        uint256 roster;
    }

    /// @notice The reward token, in which bounties are paid and whose holders vote.
    IERC20 public immutable token;

    /// @notice The personas that rosters are made of.
    IPersonaRegistry public immutable registry;

    /// @notice Who scores the entries.
    IOracleCommittee public immutable committee;

    /// @inheritdoc IGenerationRounds
    uint32 public immutable minWindow;

    /// @inheritdoc IGenerationRounds
    uint16 public currentVersion;

    /// @inheritdoc IGenerationRounds
    uint256 public roundCount;

    mapping(uint16 version => Parameters) private _parameters;
    mapping(uint256 roundId => Stored) private _rounds;

    /// @inheritdoc IGenerationRounds
    mapping(uint256 roundId => mapping(uint8 entry => uint256)) public votesFor;

    /// @inheritdoc IGenerationRounds
    mapping(uint256 roundId => mapping(address voter => bool)) public hasVoted;

    /// @inheritdoc IGenerationRounds
    mapping(uint256 roundId => mapping(address sponsor => uint256)) public sponsoredBy;

    /// @param owner_ The deployer, which hands over to the timelock after adding the first parameters.
    /// @param minWindow_ Seconds; 30 minutes on a public network, because finality alone takes about 13.
    constructor(
        IERC20 token_,
        IPersonaRegistry registry_,
        IOracleCommittee committee_,
        address owner_,
        uint32 minWindow_
    ) Ownable(owner_) EIP712("GenerationRounds", "1") {
        token = token_;
        registry = registry_;
        committee = committee_;
        minWindow = minWindow_;
        token_.forceApprove(address(committee_), type(uint256).max);
    }

    // ------------------------------------------------------------------ proposing

    /// @inheritdoc IGenerationRounds
    function propose(bytes32 briefDigest, uint8 platform, uint16[] calldata personaIds, uint96 bounty)
        external
        returns (uint256 roundId)
    {
        return _propose(briefDigest, platform, personaIds, bounty);
    }

    /// @inheritdoc IGenerationRounds
    function proposeWithPermit(
        bytes32 briefDigest,
        uint8 platform,
        uint16[] calldata personaIds,
        uint96 bounty,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 roundId) {
        // A permit that someone else sent first has already done its work.
        // The token is the protocol's own and calls nobody back.
        // slither-disable-next-line reentrancy-benign,reentrancy-events
        try IERC20Permit(address(token)).permit(msg.sender, address(this), bounty, deadline, v, r, s) {} catch {}
        return _propose(briefDigest, platform, personaIds, bounty);
    }

    /// @inheritdoc IGenerationRounds
    function addBounty(uint256 roundId, uint96 amount) external {
        Stored storage r = _inState(roundId, State.Open);
        uint256 least = _parameters[r.parametersVersion].minBounty / SPONSOR_PART;
        if (amount == 0 || amount < least) revert RoundsAmountTooSmall(amount, least);
        r.bounty += amount;
        r.sponsored += amount;
        sponsoredBy[roundId][msg.sender] += amount;
        emit BountyAdded(roundId, msg.sender, amount);

        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    // ------------------------------------------------------------------ entries and votes

    /// @inheritdoc IGenerationRounds
    function submitEntries(uint256 roundId, bytes32 manifest) external {
        Stored storage r = _inState(roundId, State.Open);
        Parameters storage p = _parameters[r.parametersVersion];
        if (manifest == 0) revert RoundsEmptyDigest();
        uint256 deadline = uint256(r.openedAt) + p.entryWindow;
        if (block.timestamp >= deadline) revert RoundsDeadlinePassed(deadline);
        bytes32 id = questionId(roundId);
        (bool eligible, bool leads) = committee.turnOf(id, msg.sender);
        if (!eligible) revert RoundsNotEligible(msg.sender);
        if (!leads && block.timestamp < uint256(r.openedAt) + p.leaderWindow) revert RoundsNotLeader(msg.sender);

        r.state = State.Voting;
        r.votingAt = uint40(block.timestamp);
        IOracleCommittee.Terms memory terms = _terms(r, p);
        emit EntriesSubmitted(roundId, msg.sender, manifest, terms.commitEnd, terms.revealEnd);

        committee.open(id, terms);
    }

    /// @inheritdoc IGenerationRounds
    function castVote(uint256 roundId, uint8 entry) external {
        _castVote(roundId, msg.sender, entry);
    }

    /// @inheritdoc IGenerationRounds
    function castVoteBySig(uint256 roundId, uint8 entry, address voter, uint256 deadline, bytes calldata signature)
        external
    {
        if (block.timestamp > deadline) revert RoundsSignatureExpired(deadline);
        bytes32 structHash = keccak256(abi.encode(VOTE_TYPEHASH, roundId, entry, voter, _useNonce(voter), deadline));
        if (!SignatureChecker.isValidSignatureNowCalldata(voter, _hashTypedDataV4(structHash), signature)) {
            revert RoundsInvalidSignature(voter);
        }
        _castVote(roundId, voter, entry);
    }

    // ------------------------------------------------------------------ endings

    /// @inheritdoc IGenerationRounds
    function settle(uint256 roundId) external {
        Stored storage r = _inState(roundId, State.Voting);
        // The committee is the protocol's own and moves the reward token alone, which calls nobody back.
        // slither-disable-next-line reentrancy-events
        (bool decided, uint256 median, uint256 feeRefund) = committee.close(questionId(roundId));
        uint256 pool = r.bounty - (_parameters[r.parametersVersion].fee - feeRefund);
        if (!decided || median == 0) return _fail(roundId, r, decided, pool);

        r.state = State.Settled;
        (uint256 finals, uint256[] memory prizes, uint256 unused) = _rank(roundId, r, median, pool);
        // Of what is unused, sponsors' part is no gift to the proposer: who could arrange for it.
        uint256 refund = unused > 0 ? unused * (r.bounty - r.sponsored) / r.bounty : 0;
        emit RoundSettled(roundId, median, finals, refund);

        for (uint256 i = 0; i < prizes.length; ++i) {
            if (prizes[i] > 0) _payPrize(roundId, uint16(r.roster.get(i)), prizes[i]);
        }
        if (unused > refund) token.safeTransfer(owner(), unused - refund);
        if (refund > 0) token.safeTransfer(r.proposer, refund);
    }

    /// @inheritdoc IGenerationRounds
    function expire(uint256 roundId) external {
        Stored storage r = _inState(roundId, State.Open);
        uint256 deadline = uint256(r.openedAt) + _parameters[r.parametersVersion].entryWindow;
        if (block.timestamp < deadline) revert RoundsDeadlineNotReached(deadline);
        r.state = State.Expired;
        uint256 refund = r.bounty - r.sponsored;
        emit RoundExpired(roundId, refund);

        token.safeTransfer(r.proposer, refund);
    }

    /// @inheritdoc IGenerationRounds
    function reclaim(uint256 roundId) external {
        State state = _rounds[roundId].state;
        if (state != State.Expired && state != State.Failed) revert RoundsUnexpectedState(roundId, state);
        uint256 amount = sponsoredBy[roundId][msg.sender];
        if (amount == 0) revert RoundsNothingToReclaim(roundId, msg.sender);
        sponsoredBy[roundId][msg.sender] = 0;
        emit SponsorRefunded(roundId, msg.sender, amount);

        token.safeTransfer(msg.sender, amount);
    }

    // ------------------------------------------------------------------ governance

    /// @inheritdoc IGenerationRounds
    function addParameters(Parameters calldata parameters_) external onlyOwner returns (uint16 version) {
        _validate(parameters_);
        version = ++currentVersion;
        _parameters[version] = parameters_;
        emit ParametersAdded(version, parameters_);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IOracleConsumer
    function score(bytes32 questionId_, bytes calldata payload) external view returns (uint256 values) {
        Stored storage r = _rounds[QuestionId.localIdOf(questionId_)];
        Parameters storage p = _parameters[r.parametersVersion];
        return SheetScoring.composites(payload, r.entryCount, p.criteria, p.peerWeight);
    }

    /// @inheritdoc IGenerationRounds
    function questionId(uint256 roundId) public view returns (bytes32) {
        return QuestionId.encode(address(this), uint88(roundId), SCORING);
    }

    /// @inheritdoc IGenerationRounds
    function parameters(uint16 version) external view returns (Parameters memory) {
        return _parameters[version];
    }

    /// @inheritdoc IGenerationRounds
    function round(uint256 roundId) external view returns (Round memory) {
        Stored storage r = _rounds[roundId];
        return Round({
            state: r.state,
            entryCount: r.entryCount,
            platform: r.platform,
            parametersVersion: r.parametersVersion,
            openedAt: r.openedAt,
            votingAt: r.votingAt,
            bounty: r.bounty,
            sponsored: r.sponsored,
            proposer: r.proposer,
            roster: r.roster
        });
    }

    // ------------------------------------------------------------------ inside

    function _propose(bytes32 briefDigest, uint8 platform, uint16[] calldata personaIds, uint96 bounty)
        private
        returns (uint256 roundId)
    {
        uint16 version = currentVersion;
        uint96 minBounty = _parameters[version].minBounty;
        if (version == 0) revert RoundsInvalidParameters();
        if (briefDigest == 0) revert RoundsEmptyDigest();
        if (bounty < minBounty) revert RoundsBountyTooSmall(bounty, minBounty);
        (uint256 roster, uint256 cardVersions, uint256 modelVersions) = _enrol(personaIds);

        roundId = ++roundCount;
        Stored storage r = _rounds[roundId];
        r.state = State.Open;
        r.entryCount = uint8(personaIds.length);
        r.platform = platform;
        r.parametersVersion = version;
        r.openedAt = uint40(block.timestamp);
        r.proposer = msg.sender;
        r.bounty = bounty;
        r.roster = roster;
        emit GenerationProposed(
            roundId, msg.sender, briefDigest, platform, roster, cardVersions, modelVersions, bounty, version
        );

        token.safeTransferFrom(msg.sender, address(this), bounty);
    }

    function _enrol(uint16[] calldata personaIds)
        private
        view
        returns (uint256 roster, uint256 cardVersions, uint256 modelVersions)
    {
        uint256 n = personaIds.length;
        if (n < MIN_ROSTER || n > MAX_ROSTER) revert RoundsInvalidRosterSize(n);
        uint256 active;
        (active, cardVersions, modelVersions) = registry.versionsOf(personaIds);
        for (uint256 i = 0; i < n; ++i) {
            uint256 id = personaIds[i];
            if (active & (1 << i) == 0) revert RoundsInactivePersona(id);
            for (uint256 j = 0; j < i; ++j) {
                if (roster.get(j) == id) revert RoundsDuplicatePersona(id);
            }
            roster = roster.put(i, id);
        }
    }

    /// @dev The penalty grows with the bounty, and is capped so that no bounty can keep a question from opening.
    function _terms(Stored storage r, Parameters storage p) private view returns (IOracleCommittee.Terms memory) {
        uint256 minBond = committee.minBond();
        uint256 penalty = p.penalty + uint256(r.bounty) * p.penaltyShare / ALL;
        uint40 commitEnd = r.votingAt + p.voteWindow;
        return IOracleCommittee.Terms({
            fee: p.fee,
            penalty: uint80(Math.min(penalty, minBond)),
            leaderPenalty: uint80(Math.min(p.leaderPenalty, minBond)),
            tolerance: p.tolerance,
            count: r.entryCount,
            commitEnd: commitEnd,
            revealEnd: commitEnd + p.revealWindow,
            submitter: msg.sender
        });
    }

    function _castVote(uint256 roundId, address voter, uint8 entry) private {
        Stored storage r = _inState(roundId, State.Voting);
        uint256 voteEnd = uint256(r.votingAt) + _parameters[r.parametersVersion].voteWindow;
        if (block.timestamp >= voteEnd) revert RoundsDeadlinePassed(voteEnd);
        if (block.timestamp <= r.votingAt) revert RoundsVotingNotStarted(r.votingAt);
        if (entry >= r.entryCount) revert RoundsUnknownEntry(entry);
        if (hasVoted[roundId][voter]) revert RoundsAlreadyVoted(roundId, voter);
        uint256 weight = IVotes(address(token)).getPastVotes(voter, r.votingAt);
        if (weight == 0) revert RoundsNoVotingPower(voter);

        hasVoted[roundId][voter] = true;
        votesFor[roundId][entry] += weight;
        emit VoteCast(roundId, voter, entry, weight);
    }

    function _rank(uint256 roundId, Stored storage r, uint256 median, uint256 pool)
        private
        view
        returns (uint256 finals, uint256[] memory prizes, uint256 unused)
    {
        Parameters storage p = _parameters[r.parametersVersion];
        uint256[] memory votes = new uint256[](r.entryCount);
        for (uint8 i = 0; i < votes.length; ++i) votes[i] = votesFor[roundId][i];
        finals = Ranking.finals(median, votes, p.communityWeight, p.voteQuorum);
        (prizes, unused) = Ranking.prizes(finals, median, votes, pool, p.prizeShares, p.participationShare);
    }

    function _payPrize(uint256 roundId, uint16 personaId, uint256 amount) private {
        // Over 16 entries at most, and only asked.
        // slither-disable-next-line calls-loop
        address vault = registry.vaultOf(personaId);
        emit PrizePaid(roundId, personaId, vault, amount);
        token.safeTransfer(vault, amount);
    }

    /// @dev The fee that was spent is the proposer's loss; sponsors reclaim all they added.
    function _fail(uint256 roundId, Stored storage r, bool decided, uint256 pool) private {
        r.state = State.Failed;
        uint256 refund = pool - r.sponsored;
        emit RoundFailed(roundId, decided, refund);
        if (refund > 0) token.safeTransfer(r.proposer, refund);
    }

    function _inState(uint256 roundId, State state) private view returns (Stored storage r) {
        r = _rounds[roundId];
        if (r.state != state) revert RoundsUnexpectedState(roundId, r.state);
    }

    function _validate(Parameters calldata p) private view {
        uint256 shortest = Math.min(Math.min(p.leaderWindow, p.voteWindow), p.revealWindow);
        if (shortest < minWindow) revert RoundsWindowTooShort(shortest, minWindow);
        if (p.entryWindow <= p.leaderWindow) revert RoundsWindowTooShort(p.entryWindow, p.leaderWindow);
        uint256 weights = p.peerWeight;
        for (uint256 i = 0; i < p.criteria.length; ++i) weights += p.criteria[i];
        uint256 shares = uint256(p.participationShare) + p.prizeShares[0] + p.prizeShares[1] + p.prizeShares[2];
        bool ordered = p.prizeShares[0] >= p.prizeShares[1] && p.prizeShares[1] >= p.prizeShares[2];
        if (
            weights == 0 || weights == p.peerWeight || shares != ALL || !ordered || p.communityWeight > ALL
                || p.penaltyShare > ALL || p.fee > p.minBounty || p.scoringProfile == 0
                || !committee.isFair(p.voteWindow, p.revealWindow)
        ) revert RoundsInvalidParameters();
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracleConsumer} from "./IOracleConsumer.sol";

/// @title Contributions to personas
/// @notice Data, content, an interaction, a card or a model given to a persona; whoever holds the token is paid its
/// share of the persona's revenue.
///
/// A contribution waits in its persona's queue with its review fee in escrow; reviews take from the queue first in,
/// first out, up to 16 at a time. The committee's median is its impact: 0 rejects it. Of what is accepted in an epoch a
/// persona takes at most `epochCap`: a batch over the rest is scaled down. The impact becomes weight in the vault
/// `activationDelay` later, so that nobody contributes into income that is already on its way.
///
/// Pending → Reviewing → Accepted, Rejected, or Returned (no quorum: what is left of the fees goes back).
///
/// What always holds:
/// - the contract's token balance covers the fees of all pending contributions;
/// - a digest never changes, and no function recomputes an impact that was given: training adds to it;
/// - a vault's weights are the active impacts of its persona's contributions.
interface IContributionNFT is IOracleConsumer {
    enum Kind {
        Card,
        Text,
        Conversation,
        Image,
        Audio,
        Model
    }

    enum Status {
        Pending,
        Accepted,
        Rejected,
        Reviewing,
        Returned
    }

    /// @notice One immutable version of the rules.
    /// @param tolerance See `IOracleCommittee.Terms`.
    /// @param maxWait Seconds after which the oldest pending contribution is reviewed with fewer than 16.
    /// @param commitWindow Seconds of committing.
    /// @param revealWindow Seconds of revealing.
    /// @param activationDelay Seconds from acceptance to weight; meant to last at least a round's whole length, which
    /// deployment checks and this contract does not.
    /// @param epoch Seconds of an epoch.
    /// @param reviewFee What a contributor escrows, and the committee earns for the review; below 2**80 / 16.
    /// @param penalty What an operator without a reveal loses, for each contribution under review; in all at most the minimum
    /// bond.
    /// @param epochCap Impact that a persona accepts in an epoch; 1 to 2**48 - 1.
    /// @param genesisImpact Impact of a persona's card, its first contribution; 1 to 2**48 - 1.
    /// @param scoringProfile Digest of the pinned document that says how operators must review.
    struct Parameters {
        uint16 tolerance;
        uint32 maxWait;
        uint32 commitWindow;
        uint32 revealWindow;
        uint32 activationDelay;
        uint32 epoch;
        uint80 reviewFee;
        uint80 penalty;
        uint96 epochCap;
        uint96 genesisImpact;
        bytes32 scoringProfile;
    }

    /// @param version The parameters it was made under.
    /// @param time Until accepted: when it was made. Accepted: from when all of its impact can become weight.
    /// @param impact What reviews and training gave; weight in the persona's revenue once activated; 0 until accepted.
    struct Contribution {
        uint16 personaId;
        Kind kind;
        Status status;
        uint16 version;
        uint40 time;
        uint96 impact;
        bytes32 digest;
    }

    enum ReviewState {
        None,
        Open,
        Settled,
        Failed
    }

    /// @param version The parameters it was opened under.
    /// @param tokenIds The contributions under review, in the order of the payload's values.
    struct Review {
        uint16 personaId;
        ReviewState state;
        uint16 version;
        uint256[] tokenIds;
    }

    event ParametersAdded(uint16 indexed version, Parameters parameters);
    event ContributionMade(
        uint256 indexed tokenId, uint256 indexed personaId, address indexed contributor, Kind kind, bytes32 digest
    );
    event ReviewOpened(
        uint256 indexed reviewId,
        uint256 indexed personaId,
        uint256[] tokenIds,
        uint16 parametersVersion,
        uint40 commitEnd,
        uint40 revealEnd
    );
    /// @param median The committee's values (see `Words`).
    event ReviewSettled(uint256 indexed reviewId, uint256 median);
    event ReviewFailed(uint256 indexed reviewId, uint256 refund);
    /// @param impact All of it, what training added included.
    /// @param activeAt When it can become weight.
    event ContributionAccepted(uint256 indexed tokenId, uint96 impact, uint40 activeAt);
    event ContributionRejected(uint256 indexed tokenId);
    event ContributionReturned(uint256 indexed tokenId, uint256 refund);
    event ContributionActivated(uint256 indexed tokenId, uint96 impact);
    // Rare enough to be found by its name.
    // slither-disable-next-line unindexed-event-address
    event TrainerSet(address trainer);

    error ContributionInvalidParameters();
    error ContributionOnlyRegistry(address caller);
    error ContributionOnlyTrainer(address caller);
    error ContributionInactivePersona(uint256 personaId);
    error ContributionInvalidKind(Kind kind);
    error ContributionEmptyDigest();
    error ContributionNothingPending(uint256 personaId);
    error ContributionReviewTooEarly(uint256 dueAt);
    error ContributionUnexpectedReview(uint256 reviewId, ReviewState state);
    /// @notice The persona accepts no more impact before `until`: the review can be settled then.
    error ContributionEpochFull(uint256 until);
    error ContributionNotAccepted(uint256 tokenId, Status status);
    error ContributionNotYetActive(uint256 tokenId, uint256 activeAt);

    /// @notice Gives a document to an active persona: escrows the review fee, which the caller approved, and mints a
    /// pending token to the caller. The document names the caller's address, so a copied digest is worthless.
    /// @param kind Anything but a card.
    function contribute(uint16 personaId, Kind kind, bytes32 digest) external returns (uint256 tokenId);

    /// @notice As `contribute`, with an ERC-2612 permit for the fee by the caller.
    /// @dev A permit that was already used (by anyone who saw it) does no harm.
    function contributeWithPermit(
        uint16 personaId,
        Kind kind,
        bytes32 digest,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 tokenId);

    /// @notice Asks the committee about a persona's oldest pending contributions; anyone may, once there are 16 or the
    /// oldest is `maxWait` old.
    function openReview(uint16 personaId) external returns (uint256 reviewId);

    /// @notice Ends a review with the committee's answer; anyone may, once the question can be closed. While the persona
    /// accepts no more impact in this epoch it waits, so that nobody can have it accepted for nothing.
    function settleReview(uint256 reviewId) external;

    /// @notice Makes accepted impacts weights in their vaults; anyone may, from their `time` on.
    function activate(uint256[] calldata tokenIds) external;

    /// @notice Mints a persona's card as its first accepted contribution, with the genesis impact. Registry only.
    function mintGenesis(uint16 personaId, address contributor, bytes32 card) external returns (uint256 tokenId);

    /// @notice Adds to the impacts of accepted contributions what training measured; it becomes weight `activationDelay`
    /// later, or with an impact that still waits. Trainer only.
    function addImpact(uint256[] calldata tokenIds, uint96[] calldata amounts) external;

    /// @notice Adds a version of the parameters; contributions and reviews from now on use it. Owner only.
    function addParameters(Parameters calldata parameters_) external returns (uint16 version);

    /// @notice Names the contract that adds impact after training; zero for none. Owner only. Attributions that the one
    /// before has open can be settled only while it is named.
    function setTrainer(address trainer_) external;

    /// @notice The contract that adds impact after training.
    function trainer() external view returns (address);

    /// @notice The version new contributions and reviews use.
    function currentVersion() external view returns (uint16);

    /// @notice The parameters of a version.
    function parameters(uint16 version) external view returns (Parameters memory);

    /// @notice Number of contributions; they are numbered from 1.
    function contributionCount() external view returns (uint256);

    /// @notice A contribution. Reverts if there is none.
    function contribution(uint256 tokenId) external view returns (Contribution memory);

    /// @notice A persona's pending contributions: how many, and the oldest (0 if none).
    function pendingOf(uint16 personaId) external view returns (uint256 count, uint256 oldest);

    /// @notice Impact that a persona can still accept in this epoch.
    function epochRest(uint16 personaId) external view returns (uint256);

    /// @notice Number of reviews; they are numbered from 1.
    function reviewCount() external view returns (uint256);

    /// @notice A review.
    function review(uint256 reviewId) external view returns (Review memory);

    /// @notice The name of a review's question to the committee.
    function questionId(uint256 reviewId) external view returns (bytes32);
}

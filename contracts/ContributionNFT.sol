// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IContributionNFT} from "./interfaces/IContributionNFT.sol";
import {IOracleCommittee} from "./interfaces/IOracleCommittee.sol";
import {IOracleConsumer} from "./interfaces/IOracleConsumer.sol";
import {IPersonaRegistry} from "./interfaces/IPersonaRegistry.sol";
import {IRevenueVault} from "./interfaces/IRevenueVault.sol";
import {CollectionMetadata} from "./libraries/CollectionMetadata.sol";
import {ContributionMetadata} from "./libraries/ContributionMetadata.sol";
import {QuestionId} from "./libraries/QuestionId.sol";
import {ValueSheet} from "./libraries/ValueSheet.sol";
import {Words} from "./libraries/Words.sol";

contract ContributionNFT is IContributionNFT, CollectionMetadata {
    using SafeERC20 for IERC20;
    using Words for uint256;

    /// @dev Of a card, an epoch: so that weights stay small beside the 64 fractional bits of a vault's ledger.
    uint256 private constant MAX_IMPACT = type(uint48).max;

    /// @dev The only phase of a review that asks the committee.
    uint8 private constant REVIEW = 0;

    /// @dev Two slots: all that a review changes (28 bytes); the document. `next` is the contribution after it in the
    /// persona's queue, of meaning while both wait or are under the same review.
    struct Stored {
        uint16 personaId;
        Kind kind;
        Status status;
        uint16 version;
        uint40 next;
        uint40 time;
        uint96 impact;
        bytes32 digest;
    }

    /// @dev One slot: a persona's queue, and the impact it accepted in an epoch. `head` and `tail` are of meaning while
    /// `length` is not 0.
    struct Queue {
        uint40 head;
        uint40 tail;
        uint32 length;
        uint40 epochEnd;
        uint96 accepted;
    }

    /// @dev One slot.
    struct StoredReview {
        uint16 personaId;
        ReviewState state;
        uint16 version;
        uint8 count;
        uint40 first;
    }

    /// @notice The personas; the only one that mints their first contributions.
    IPersonaRegistry public immutable registry;

    /// @notice The reward token, in which review fees are paid.
    IERC20 public immutable token;

    /// @notice Who reviews.
    IOracleCommittee public immutable committee;

    /// @inheritdoc IContributionNFT
    address public trainer;

    /// @inheritdoc IContributionNFT
    uint16 public currentVersion;

    uint40 private _contributionCount;
    uint40 private _reviewCount;

    mapping(uint16 version => Parameters) private _parameters;
    mapping(uint256 tokenId => Stored) private _contributions;
    mapping(uint256 personaId => Queue) private _queues;
    mapping(uint256 reviewId => StoredReview) private _reviews;

    /// @param owner_ The deployer, which hands over to the timelock.
    constructor(IPersonaRegistry registry_, IERC20 token_, IOracleCommittee committee_, address owner_)
        ERC721("Troupe Contribution", "CONTRIB")
        Ownable(owner_)
    {
        registry = registry_;
        token = token_;
        committee = committee_;
        token_.forceApprove(address(committee_), type(uint256).max);
    }

    // ------------------------------------------------------------------ contributing

    /// @inheritdoc IContributionNFT
    function contribute(uint16 personaId, Kind kind, bytes32 digest) external returns (uint256 tokenId) {
        return _contribute(personaId, kind, digest);
    }

    /// @inheritdoc IContributionNFT
    function contributeWithPermit(
        uint16 personaId,
        Kind kind,
        bytes32 digest,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 tokenId) {
        uint256 fee = _parameters[currentVersion].reviewFee;
        // A permit that someone else sent first has already done its work.
        try IERC20Permit(address(token)).permit(msg.sender, address(this), fee, deadline, v, r, s) {} catch {}
        return _contribute(personaId, kind, digest);
    }

    // ------------------------------------------------------------------ reviews

    /// @inheritdoc IContributionNFT
    function openReview(uint16 personaId) external returns (uint256 reviewId) {
        Queue storage queue = _queues[personaId];
        Parameters storage p = _parameters[currentVersion];
        uint256 count = Math.min(queue.length, Words.LENGTH);
        if (count == 0) revert ContributionNothingPending(personaId);
        uint40 first = queue.head;
        uint256 dueAt = uint256(_contributions[first].time) + p.maxWait;
        if (count < Words.LENGTH && block.timestamp < dueAt) revert ContributionReviewTooEarly(dueAt);

        reviewId = ++_reviewCount;
        _reviews[reviewId] = StoredReview(personaId, ReviewState.Open, currentVersion, uint8(count), first);
        (uint256[] memory tokenIds, uint256 fees) = _take(queue, count);
        IOracleCommittee.Terms memory terms = _terms(p, count, fees);
        emit ReviewOpened(reviewId, personaId, tokenIds, currentVersion, terms.commitEnd, terms.revealEnd);

        committee.open(questionId(reviewId), terms);
    }

    /// @inheritdoc IContributionNFT
    function settleReview(uint256 reviewId) external {
        StoredReview storage r = _reviews[reviewId];
        if (r.state != ReviewState.Open) revert ContributionUnexpectedReview(reviewId, r.state);
        // The committee is the protocol's own and moves the reward token alone, which calls nobody back.
        // slither-disable-next-line reentrancy-no-eth,reentrancy-benign,reentrancy-events
        (bool decided, uint256 median, uint256 refund) = committee.close(questionId(reviewId));
        r.state = decided ? ReviewState.Settled : ReviewState.Failed;
        if (decided) {
            _accept(reviewId, r, median);
        } else {
            refund -= _return(reviewId, r, refund);
        }
        if (refund > 0) token.safeTransfer(owner(), refund);
    }

    /// @inheritdoc IContributionNFT
    function activate(uint256[] calldata tokenIds) external {
        for (uint256 i = 0; i < tokenIds.length; ++i) {
            Stored storage c = _accepted(tokenIds[i]);
            if (block.timestamp < c.time) revert ContributionNotYetActive(tokenIds[i], c.time);
            _activate(tokenIds[i], c);
        }
    }

    // ------------------------------------------------------------------ registry, trainer, governance

    /// @inheritdoc IContributionNFT
    function mintGenesis(uint16 personaId, address contributor, bytes32 card) external returns (uint256 tokenId) {
        if (msg.sender != address(registry)) revert ContributionOnlyRegistry(msg.sender);
        uint96 impact = _parameters[currentVersion].genesisImpact;
        if (impact == 0) revert ContributionInvalidParameters();
        tokenId = ++_contributionCount;
        Stored storage c = _contributions[tokenId];
        c.personaId = personaId;
        c.status = Status.Accepted;
        c.version = currentVersion;
        c.time = uint40(block.timestamp);
        c.impact = impact;
        c.digest = card;
        _mint(contributor, tokenId);
        emit ContributionMade(tokenId, personaId, contributor, Kind.Card, card);
        emit ContributionAccepted(tokenId, impact, c.time);

        _activate(tokenId, c);
    }

    /// @inheritdoc IContributionNFT
    function addImpact(uint256[] calldata tokenIds, uint96[] calldata amounts) external {
        if (msg.sender != trainer) revert ContributionOnlyTrainer(msg.sender);
        uint40 activeAt = uint40(block.timestamp) + _parameters[currentVersion].activationDelay;
        for (uint256 i = 0; i < tokenIds.length; ++i) {
            if (amounts[i] == 0) continue;
            Stored storage c = _accepted(tokenIds[i]);
            if (block.timestamp >= c.time) {
                _activate(tokenIds[i], c);
                c.time = activeAt;
            }
            c.impact += amounts[i];
            emit ContributionAccepted(tokenIds[i], c.impact, c.time);
            emit MetadataUpdate(tokenIds[i]);
        }
    }

    /// @inheritdoc IContributionNFT
    function addParameters(Parameters calldata p) external onlyOwner returns (uint16 version) {
        bool fits = p.reviewFee <= type(uint80).max / Words.LENGTH && p.genesisImpact <= MAX_IMPACT
            && p.epochCap <= MAX_IMPACT;
        if (
            p.epoch == 0 || p.epochCap == 0 || p.genesisImpact == 0 || p.scoringProfile == 0 || !fits
                || !committee.isFair(p.commitWindow, p.revealWindow)
        ) revert ContributionInvalidParameters();
        version = ++currentVersion;
        _parameters[version] = p;
        emit ParametersAdded(version, p);
    }

    /// @inheritdoc IContributionNFT
    function setTrainer(address trainer_) external onlyOwner {
        // Zero is for none.
        // slither-disable-next-line missing-zero-check
        trainer = trainer_;
        emit TrainerSet(trainer_);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IOracleConsumer
    function score(bytes32 questionId_, bytes calldata payload) external view returns (uint256 values) {
        return ValueSheet.read(payload, _reviews[QuestionId.localIdOf(questionId_)].count);
    }

    /// @inheritdoc IContributionNFT
    function questionId(uint256 reviewId) public view returns (bytes32) {
        return QuestionId.encode(address(this), uint88(reviewId), REVIEW);
    }

    /// @inheritdoc IContributionNFT
    function parameters(uint16 version) external view returns (Parameters memory) {
        return _parameters[version];
    }

    /// @inheritdoc IContributionNFT
    function contributionCount() external view returns (uint256) {
        return _contributionCount;
    }

    /// @inheritdoc IContributionNFT
    function contribution(uint256 tokenId) public view returns (Contribution memory) {
        _requireOwned(tokenId);
        Stored storage c = _contributions[tokenId];
        return Contribution(c.personaId, c.kind, c.status, c.version, c.time, c.impact, c.digest);
    }

    /// @inheritdoc IContributionNFT
    function pendingOf(uint16 personaId) external view returns (uint256 count, uint256 oldest) {
        Queue storage queue = _queues[personaId];
        count = queue.length;
        oldest = count > 0 ? queue.head : 0;
    }

    /// @inheritdoc IContributionNFT
    function epochRest(uint16 personaId) external view returns (uint256) {
        Parameters storage p = _parameters[currentVersion];
        Queue storage queue = _queues[personaId];
        return Math.saturatingSub(p.epochCap, block.timestamp < queue.epochEnd ? queue.accepted : 0);
    }

    /// @inheritdoc IContributionNFT
    function reviewCount() external view returns (uint256) {
        return _reviewCount;
    }

    /// @inheritdoc IContributionNFT
    function review(uint256 reviewId) external view returns (Review memory) {
        StoredReview storage r = _reviews[reviewId];
        return Review(r.personaId, r.state, r.version, _tokensOf(r));
    }

    /// @notice What the contribution is and what it is worth, with its document's address, as JSON in a data URI.
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        return ContributionMetadata.tokenURI(tokenId, contribution(tokenId));
    }

    // ------------------------------------------------------------------ inside

    function _contribute(uint16 personaId, Kind kind, bytes32 digest) private returns (uint256 tokenId) {
        if (!registry.isActive(personaId)) revert ContributionInactivePersona(personaId);
        if (kind == Kind.Card) revert ContributionInvalidKind(kind);
        if (digest == 0) revert ContributionEmptyDigest();
        uint16 version = currentVersion;
        tokenId = ++_contributionCount;
        Stored storage c = _contributions[tokenId];
        c.personaId = personaId;
        c.kind = kind;
        c.version = version;
        c.time = uint40(block.timestamp);
        c.digest = digest;
        _append(_queues[personaId], uint40(tokenId));
        _mint(msg.sender, tokenId);
        emit ContributionMade(tokenId, personaId, msg.sender, kind, digest);

        uint256 fee = _parameters[version].reviewFee;
        if (fee > 0) token.safeTransferFrom(msg.sender, address(this), fee);
    }

    function _append(Queue storage queue, uint40 tokenId) private {
        if (queue.length == 0) {
            queue.head = tokenId;
        } else {
            _contributions[queue.tail].next = tokenId;
        }
        queue.tail = tokenId;
        ++queue.length;
    }

    /// @dev Takes the oldest `count` from the queue; `fees` is what their contributors escrowed.
    function _take(Queue storage queue, uint256 count) private returns (uint256[] memory tokenIds, uint256 fees) {
        tokenIds = new uint256[](count);
        uint40 tokenId = queue.head;
        for (uint256 i = 0; i < count; ++i) {
            Stored storage c = _contributions[tokenId];
            c.status = Status.Reviewing;
            fees += _parameters[c.version].reviewFee;
            tokenIds[i] = tokenId;
            tokenId = c.next;
        }
        queue.head = tokenId;
        queue.length -= uint32(count);
    }

    /// @dev The penalty grows with the batch, and is capped so that no batch can keep a question from opening.
    function _terms(Parameters storage p, uint256 count, uint256 fees)
        private
        view
        returns (IOracleCommittee.Terms memory)
    {
        uint40 commitEnd = uint40(block.timestamp) + p.commitWindow;
        return IOracleCommittee.Terms({
            fee: uint80(fees),
            penalty: uint80(Math.min(p.penalty * count, committee.minBond())),
            leaderPenalty: 0,
            tolerance: p.tolerance,
            count: uint8(count),
            commitEnd: commitEnd,
            revealEnd: commitEnd + p.revealWindow,
            submitter: address(0)
        });
    }

    function _accept(uint256 reviewId, StoredReview storage r, uint256 median) private {
        emit ReviewSettled(reviewId, median);
        Parameters storage p = _parameters[r.version];
        Queue storage queue = _queues[r.personaId];
        uint256 before = queue.accepted;
        if (block.timestamp >= queue.epochEnd) {
            queue.epochEnd = uint40((block.timestamp / p.epoch + 1) * p.epoch);
            before = 0;
        }
        uint256 rest = Math.saturatingSub(p.epochCap, before);
        uint256 sum = ValueSheet.sum(median);
        if (sum > 0 && rest == 0) revert ContributionEpochFull(queue.epochEnd);
        uint256[] memory tokenIds = _tokensOf(r);
        for (uint256 i = 0; i < tokenIds.length; ++i) {
            uint256 value = median.get(i);
            uint256 impact = sum > rest ? value * rest / sum : value;
            _decide(tokenIds[i], value > 0, uint96(impact), uint40(block.timestamp) + p.activationDelay);
        }
        // What rounding left is used up too: no rest too small to share.
        queue.accepted = uint96(before + Math.min(sum, rest));
    }

    function _decide(uint256 tokenId, bool accepted, uint96 impact, uint40 activeAt) private {
        Stored storage c = _contributions[tokenId];
        c.status = accepted ? Status.Accepted : Status.Rejected;
        emit MetadataUpdate(tokenId);
        if (!accepted) {
            emit ContributionRejected(tokenId);
            return;
        }
        c.impact = impact;
        c.time = activeAt;
        emit ContributionAccepted(tokenId, impact, activeAt);
    }

    /// @dev Without a quorum the holders get back equal parts of what the committee left.
    function _return(uint256 reviewId, StoredReview storage r, uint256 refund) private returns (uint256 returned) {
        emit ReviewFailed(reviewId, refund);
        uint256[] memory tokenIds = _tokensOf(r);
        // Equal parts, rounded down; what is left by that goes to the owner.
        // slither-disable-next-line divide-before-multiply
        uint256 part = refund / tokenIds.length;
        for (uint256 i = 0; i < tokenIds.length; ++i) {
            _contributions[tokenIds[i]].status = Status.Returned;
            emit ContributionReturned(tokenIds[i], part);
            emit MetadataUpdate(tokenIds[i]);
            if (part > 0) token.safeTransfer(_requireOwned(tokenIds[i]), part);
        }
        return part * tokenIds.length;
    }

    function _activate(uint256 tokenId, Stored storage c) private {
        // In a loop over what the caller named, or over an attribution's 16 at most.
        // slither-disable-next-line calls-loop
        IRevenueVault vault = IRevenueVault(registry.vaultOf(c.personaId));
        // As above.
        // slither-disable-next-line calls-loop
        if (vault.weightOf(tokenId) == c.impact) return;
        emit ContributionActivated(tokenId, c.impact);
        // As above; setting a weight only reads balances, so nothing comes back in.
        // slither-disable-next-line calls-loop,reentrancy-no-eth,reentrancy-events
        vault.setWeight(tokenId, c.impact);
    }

    function _accepted(uint256 tokenId) private view returns (Stored storage c) {
        _requireOwned(tokenId);
        c = _contributions[tokenId];
        if (c.status != Status.Accepted) revert ContributionNotAccepted(tokenId, c.status);
    }

    function _tokensOf(StoredReview storage r) private view returns (uint256[] memory tokenIds) {
        tokenIds = new uint256[](r.count);
        uint40 tokenId = r.first;
        for (uint256 i = 0; i < tokenIds.length; ++i) {
            tokenIds[i] = tokenId;
            tokenId = _contributions[tokenId].next;
        }
    }
}

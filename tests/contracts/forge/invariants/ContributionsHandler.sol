// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ValueSheet} from "../../../../contracts/libraries/ValueSheet.sol";
import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {Handler} from "./Handler.sol";
import {ImpactModel} from "./ImpactModel.sol";
import {Signing} from "./Signing.sol";
import {World} from "./World.sol";

/// @dev Contributions to two personas, more than a review takes; reviews, activations, and people who would like to
/// give
/// themselves impact.
contract ContributionsHandler is Handler, Signing {
    ImpactModel public immutable model;

    /// @dev What a persona accepted in the epoch that its first review opened, and when that epoch ends.
    mapping(uint256 personaId => uint256) private _accepted;
    mapping(uint256 personaId => uint256) private _epochEnd;

    constructor(World world_, ImpactModel model_) Handler(world_) {
        model = model_;
    }

    function contribute(uint256 who, uint256 where, uint256 kind, uint256 shape) external {
        (address contributor, uint16 personaId) = (_pick(voters, who), _personaAt(where));
        bytes32 digest = shape % 16 == 0 ? bytes32(0) : keccak256(abi.encode(shape));
        IContributionNFT.Kind kind_ = IContributionNFT.Kind(kind % 6);
        bytes4 refusal = !registry.isActive(personaId)
            ? IContributionNFT.ContributionInactivePersona.selector
            : kind_ == IContributionNFT.Kind.Card
                ? IContributionNFT.ContributionInvalidKind.selector
                : digest == 0 ? IContributionNFT.ContributionEmptyDigest.selector : bytes4(0);
        if (refusal == 0 && token.balanceOf(contributor) < _fee()) {
            refusal = IERC20Errors.ERC20InsufficientBalance.selector;
        }
        bytes memory data = abi.encodeCall(contributions.contribute, (personaId, kind_, digest));
        _act(contributor, address(contributions), data, refusal);
    }

    /// @param shape 0: someone else's permit; 1: an expired one; else in order.
    function contributeWithPermit(uint256 who, uint256 shape) external {
        uint256 i = who % holders.length;
        address contributor = holders[i];
        (uint256 fee, uint256 deadline) = (_fee(), shape % 4 == 1 ? _now() - 1 : _now());
        if (token.balanceOf(contributor) < fee) return;
        _act(contributor, address(token), abi.encodeCall(token.approve, (address(contributions), 0)), 0);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(
            shape % 4 == 0 ? 77 : 2_000 + i, _permitDigest(token, contributor, address(contributions), fee, deadline)
        );
        bytes memory data = abi.encodeCall(
            contributions.contributeWithPermit, (_personaAt(who), IContributionNFT.Kind.Text, DIGEST, deadline, v, r, s)
        );
        bytes4 refusal = !registry.isActive(_personaAt(who))
            ? IContributionNFT.ContributionInactivePersona.selector
            : shape % 4 < 2 && fee > 0 ? IERC20Errors.ERC20InsufficientAllowance.selector : bytes4(0);
        _act(contributor, address(contributions), data, refusal);
        bytes memory again = abi.encodeCall(token.approve, (address(contributions), type(uint256).max));
        _act(contributor, address(token), again, 0);
    }

    /// @dev A queue longer than one review.
    function contributeMany(uint256 who, uint256 where, uint256 many) external {
        (address contributor, uint16 personaId) = (_pick(holders, who), _personaAt(where));
        if (!registry.isActive(personaId)) return;
        for (uint256 i = 0; i < (many % 3 == 0 ? many % 20 : many % 3); ++i) {
            if (token.balanceOf(contributor) < _fee()) return;
            bytes memory data =
                abi.encodeCall(contributions.contribute, (personaId, IContributionNFT.Kind.Image, DIGEST));
            _act(contributor, address(contributions), data, 0);
        }
    }

    function openReview(uint256 who, uint256 where) external {
        uint16 personaId = _personaAt(where);
        (uint256 count, uint256 oldest) = contributions.pendingOf(personaId);
        uint256 wait = contributions.parameters(contributions.currentVersion()).maxWait;
        uint256 dueAt = count == 0 ? 0 : contributions.contribution(oldest).time + wait;
        _patiently(who / 2, dueAt);
        bytes4 refusal = count == 0
            ? IContributionNFT.ContributionNothingPending.selector
            : count < 16 && _now() < dueAt ? IContributionNFT.ContributionReviewTooEarly.selector : bytes4(0);
        _act(_pick(voters, who), address(contributions), abi.encodeCall(contributions.openReview, (personaId)), refusal);
        if (refusal != 0) return;
        uint256 reviewId = contributions.reviewCount();
        world.noteQuestion(contributions.questionId(reviewId));
        eq(contributions.review(reviewId).tokenIds[0], oldest, "first in, first out");
    }

    function settleReview(uint256 who, uint256 which) external {
        uint256 reviewId = _review(which);
        IContributionNFT.Review memory r = contributions.review(reviewId);
        bytes32 question = contributions.questionId(reviewId);
        _patiently(who, committee.question(question).revealEnd);
        uint256 rest = _rest(r);
        bytes4 refusal = r.state != IContributionNFT.ReviewState.Open
            ? IContributionNFT.ContributionUnexpectedReview.selector
            : _settleRefusal(question, rest);
        _act(_pick(voters, who), address(contributions), abi.encodeCall(contributions.settleReview, (reviewId)), refusal);
        if (refusal != 0) return;
        uint256 given;
        for (uint256 i = 0; i < r.tokenIds.length; ++i) given += model.decided(r.tokenIds[i]);
        atLeast(rest, given, "no more than the epoch's rest");
        (bool decided, uint256 median) = committee.result(question);
        if (!decided) return;
        uint256 epoch = contributions.parameters(r.version).epoch;
        if (_now() >= _epochEnd[r.personaId]) {
            (_epochEnd[r.personaId], _accepted[r.personaId]) = ((_now() / epoch + 1) * epoch, 0);
        }
        _accepted[r.personaId] += Math.min(ValueSheet.sum(median), rest);
    }

    function activate(uint256 who, uint256 which) external {
        uint256[] memory tokenIds = new uint256[](1);
        uint256 count = contributions.contributionCount();
        tokenIds[0] = count - which % (count - PERSONAS + 2);
        IContributionNFT.Contribution memory c = contributions.contribution(tokenIds[0]);
        bytes4 refusal = c.status != IContributionNFT.Status.Accepted
            ? IContributionNFT.ContributionNotAccepted.selector
            : _now() < c.time ? IContributionNFT.ContributionNotYetActive.selector : bytes4(0);
        _act(_pick(voters, who), address(contributions), abi.encodeCall(contributions.activate, (tokenIds)), refusal);
        if (refusal == 0) model.activated(tokenIds[0]);
    }

    function transfer(uint256 which, uint256 to) external {
        uint256 tokenId = 1 + which % contributions.contributionCount();
        address holder = contributions.ownerOf(tokenId);
        bytes memory data = abi.encodeCall(contributions.transferFrom, (holder, _pick(voters, to), tokenId));
        _act(holder, address(contributions), data, 0);
    }

    /// @dev Nobody but registry, trainer and timelock does what is theirs.
    function intrude(uint256 who, uint256 which, uint96 amount) external {
        address actor = _pick(voters, who);
        uint256[] memory tokenIds = new uint256[](1);
        uint96[] memory amounts = new uint96[](1);
        (tokenIds[0], amounts[0]) = (1 + which % contributions.contributionCount(), amount);
        address target = address(contributions);
        bytes memory data = abi.encodeCall(contributions.addImpact, (tokenIds, amounts));
        _act(actor, target, data, IContributionNFT.ContributionOnlyTrainer.selector);
        data = abi.encodeCall(contributions.mintGenesis, (1, actor, DIGEST));
        _act(actor, target, data, IContributionNFT.ContributionOnlyRegistry.selector);
        data = abi.encodeCall(contributions.setTrainer, (actor));
        _act(actor, target, data, Ownable.OwnableUnauthorizedAccount.selector);
    }

    function addParameters(uint256 by, uint256 seed) external {
        (address actor, bool allowed) = _governs(by);
        IContributionNFT.Parameters memory p = _contributionParameters();
        p.tolerance = uint16(seed);
        p.reviewFee = uint80((seed >> 16) % (50 * TOKEN));
        p.penalty = uint80(seed >> 100);
        p.epochCap = uint96(1 + (seed >> 180) % 50_000);
        p.activationDelay = uint32((seed >> 200) % 5 days);
        p.epoch = uint32(1 + (seed >> 210) % 10 days);
        p.maxWait = uint32((seed >> 230) % 2 days);
        uint256 shape = (seed >> 250) % 16;
        if (shape == 0) p.epoch = 0;
        if (shape == 1) p.genesisImpact = 0;
        if (shape == 2) p.scoringProfile = 0;
        if (shape == 3) p.reviewFee = type(uint80).max / 16 + 1;
        if (shape == 5) p.epochCap = 0;
        if (shape == 4) p.revealWindow = MIN_WINDOW - 1;
        bytes4 refusal = !allowed
            ? Ownable.OwnableUnauthorizedAccount.selector
            : shape < 6 ? IContributionNFT.ContributionInvalidParameters.selector : bytes4(0);
        _act(actor, address(contributions), abi.encodeCall(contributions.addParameters, (p)), refusal);
    }

    function _rest(IContributionNFT.Review memory r) private view returns (uint256) {
        uint256 taken = _now() < _epochEnd[r.personaId] ? _accepted[r.personaId] : 0;
        uint256 cap = contributions.parameters(r.version).epochCap;
        return cap > taken ? cap - taken : 0;
    }

    function _settleRefusal(bytes32 question, uint256 rest) private view returns (bytes4) {
        IOracleCommittee.Question memory q = committee.question(question);
        bool closed = q.state == IOracleCommittee.QuestionState.Closed;
        if (!closed && _now() < q.revealEnd && q.revealed != q.members) {
            return IOracleCommittee.CommitteeNotYetClosable.selector;
        }
        (, uint256 median) = committee.result(question);
        return median > 0 && rest == 0 ? IContributionNFT.ContributionEpochFull.selector : bytes4(0);
    }

    function _fee() private view returns (uint256) {
        return contributions.parameters(contributions.currentVersion()).reviewFee;
    }

    function _review(uint256 seed) private view returns (uint256) {
        uint256 count = contributions.reviewCount();
        return seed % 16 == 0 || count == 0 ? count + 1 : count - (seed / 16) % (count < 3 ? count : 3);
    }

    /// @dev Persona 1 or 2, rarely one that is not there.
    function _personaAt(uint256 seed) private pure returns (uint16) {
        return seed % 16 == 0 ? uint16(PERSONAS + 1) : uint16(1 + (seed / 16) % 2);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {Words} from "../../../../contracts/libraries/Words.sol";
import {Handler} from "./Handler.sol";
import {Signing} from "./Signing.sol";
import {World} from "./World.sol";

/// @dev Rounds are proposed, sponsored, filled, ended and reclaimed, in and out of season.
contract RoundsHandler is Handler, Signing {
    using Words for uint256;

    mapping(uint256 roundId => IGenerationRounds.State) private _last;

    /// @dev 5: Open, then Voting, then Settled or Failed; or Open, then Expired; nothing else.
    modifier forward() {
        _;
        for (uint256 id = 1; id <= rounds.roundCount(); ++id) {
            (IGenerationRounds.State before, IGenerationRounds.State state) = (_last[id], rounds.round(id).state);
            if (state == before) continue;
            isTrue(before == _before(state), "forward only");
            _last[id] = state;
        }
    }

    constructor(World world_) Handler(world_) {}

    function propose(uint256 who, uint256 size, uint96 bounty, uint256 shape) external forward {
        address proposer = _pick(voters, who);
        (bytes32 brief, uint16[] memory roster, bytes4 refusal) = _brief(size, shape % 32);
        (bounty, refusal) = _bounty(proposer, bounty, shape, refusal, brief);
        if (refusal == 0) refusal = _unpayable(proposer, bounty);
        _act(proposer, address(rounds), abi.encodeCall(rounds.propose, (brief, 1, roster, bounty)), refusal);
    }

    /// @param shape 0: the permit is someone else's or too old, so that nothing is allowed.
    function proposeWithPermit(uint256 who, uint96 bounty, uint256 shape) external forward {
        address proposer = _pick(holders, who);
        bounty = uint96(bound(bounty, _least(), _least() * 20));
        if (token.balanceOf(proposer) < bounty) return;
        _act(proposer, address(token), abi.encodeCall(token.approve, (address(rounds), 0)), 0);
        uint256 key = shape % 4 == 0 ? 1 : _keyOf(proposer, holders, 2_000);
        uint256 deadline = shape % 4 == 1 ? _now() - 1 : _now();
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(key, _permitDigest(token, proposer, address(rounds), bounty, deadline));
        bytes4 refusal = shape % 4 < 2
            ? IERC20Errors.ERC20InsufficientAllowance.selector
            : _inactive(_roster(3)) ? IGenerationRounds.RoundsInactivePersona.selector : bytes4(0);
        if (_inactive(_roster(3))) refusal = IGenerationRounds.RoundsInactivePersona.selector;
        bytes memory data = abi.encodeCall(
            rounds.proposeWithPermit, (DIGEST, 1, _roster(3), bounty, deadline, v, r, s)
        );
        _act(proposer, address(rounds), data, refusal);
        _act(proposer, address(token), abi.encodeCall(token.approve, (address(rounds), type(uint256).max)), 0);
    }

    function addBounty(uint256 who, uint256 which, uint96 amount) external forward {
        (address sponsor, uint256 id) = (_pick(voters, who), _round(which, IGenerationRounds.State.Open));
        IGenerationRounds.Round memory r = rounds.round(id);
        uint256 least = rounds.parameters(r.parametersVersion).minBounty / 100;
        amount = amount % 4 == 0 && least > 0 ? uint96(least - 1) : uint96(bound(amount, least, 1_000 * TOKEN + least));
        bytes4 refusal = r.state != IGenerationRounds.State.Open
            ? IGenerationRounds.RoundsUnexpectedState.selector
            : amount == 0 || amount < least
                ? IGenerationRounds.RoundsAmountTooSmall.selector
                : _unpayable(sponsor, amount);
        _act(sponsor, address(rounds), abi.encodeCall(rounds.addBounty, (id, amount)), refusal);
    }

    /// @param how 0: without a manifest; 1: while a stranger borrows votes for this one block.
    function submitEntries(uint256 who, uint256 which, uint256 how) external forward {
        uint256 id = _round(which, IGenerationRounds.State.Open);
        bytes32 question = rounds.questionId(id);
        IGenerationRounds.Round memory r = rounds.round(id);
        _patiently(how / 16, uint256(r.openedAt) + rounds.parameters(r.parametersVersion).leaderWindow);
        address leader = committee.leader(question);
        address operator = who % 2 == 0 && leader != address(0) && !world.isHonest(leader)
            ? leader
            : (who % 4 == 1 ? voters : operators)[2 + who % (operators.length - 2)];
        bytes32 manifest = how % 16 == 0 ? bytes32(0) : DIGEST;
        bytes4 refusal = _submitRefusal(r, operator, manifest, leader);
        uint256 lent = how % 4 == 1 ? token.balanceOf(holders[0]) / 2 : 0;
        _lend(holders[0], stranger, lent);
        _act(operator, address(rounds), abi.encodeCall(rounds.submitEntries, (id, manifest)), refusal);
        _lend(stranger, holders[0], lent);
        if (refusal != 0) return;
        world.noteQuestion(question);
        world.noteSnapshot(keccak256(abi.encode("round", id)), _now());
    }

    function settle(uint256 who, uint256 which) external forward {
        uint256 id = _round(which, IGenerationRounds.State.Voting);
        _patiently(who, committee.question(rounds.questionId(id)).revealEnd);
        IGenerationRounds.Round memory r = rounds.round(id);
        bytes4 refusal = r.state != IGenerationRounds.State.Voting
            ? IGenerationRounds.RoundsUnexpectedState.selector
            : _closable(rounds.questionId(id)) ? bytes4(0) : IOracleCommittee.CommitteeNotYetClosable.selector;
        uint256 vaults = _inVaults(r);
        uint256 proposer = token.balanceOf(r.proposer);
        uint256 treasury = token.balanceOf(address(timelock)) + _bonds();
        _act(_pick(voters, who), address(rounds), abi.encodeCall(rounds.settle, (id)), refusal);
        if (refusal != 0) return;
        uint256 prizes = _inVaults(r) - vaults;
        uint256 refund = token.balanceOf(r.proposer) - proposer;
        uint256 spent =
            rounds.parameters(r.parametersVersion).fee - committee.question(rounds.questionId(id)).fee;
        if (rounds.round(id).state == IGenerationRounds.State.Settled) {
            uint256 unused = r.bounty - spent - prizes;
            uint256 own = unused == 0 ? 0 : unused * (r.bounty - r.sponsored) / r.bounty;
            eq(refund, own, "the proposer gets back its part of what is unused");
            // Penalties went from bonds to the treasury: besides, it got this.
            treasury = token.balanceOf(address(timelock)) + _bonds() - treasury;
            eq(treasury, unused - own, "the treasury gets the sponsors' part");
        } else {
            eq(prizes, 0, "a failed round pays no prize");
            eq(refund + spent + r.sponsored, r.bounty, "refund + fee + what sponsors reclaim = bounty");
        }
    }

    function expire(uint256 who, uint256 which) external forward {
        uint256 id = _round(which, IGenerationRounds.State.Open);
        IGenerationRounds.Round memory r = rounds.round(id);
        uint256 deadline = uint256(r.openedAt) + rounds.parameters(r.parametersVersion).entryWindow;
        bytes4 refusal = r.state != IGenerationRounds.State.Open
            ? IGenerationRounds.RoundsUnexpectedState.selector
            : _now() < deadline ? IGenerationRounds.RoundsDeadlineNotReached.selector : bytes4(0);
        uint256 before = token.balanceOf(r.proposer);
        _act(_pick(voters, who), address(rounds), abi.encodeCall(rounds.expire, (id)), refusal);
        if (refusal != 0) return;
        eq(token.balanceOf(r.proposer) - before, r.bounty - r.sponsored, "an expired round gives all back");
    }

    function reclaim(uint256 who, uint256 which) external forward {
        (address sponsor, uint256 id) = (_pick(voters, who), _round(which, IGenerationRounds.State.Failed));
        IGenerationRounds.State state = rounds.round(id).state;
        bool over = state == IGenerationRounds.State.Expired || state == IGenerationRounds.State.Failed;
        uint256 amount = rounds.sponsoredBy(id, sponsor);
        bytes4 refusal = !over
            ? IGenerationRounds.RoundsUnexpectedState.selector
            : amount == 0 ? IGenerationRounds.RoundsNothingToReclaim.selector : bytes4(0);
        uint256 before = token.balanceOf(sponsor);
        _act(sponsor, address(rounds), abi.encodeCall(rounds.reclaim, (id)), refusal);
        if (refusal == 0) eq(token.balanceOf(sponsor) - before, amount, "a sponsor reclaims all");
    }

    /// @dev Governance changes the rules, lists the rounds as a consumer or not, and personas as active or not.
    function govern(uint256 by, uint256 seed, uint256 what) external forward {
        (address actor, bool allowed) = _governs(by);
        bytes4 refusal = allowed ? bytes4(0) : Ownable.OwnableUnauthorizedAccount.selector;
        what = what % 16;
        if (what == 0) {
            bytes memory data = abi.encodeCall(committee.setConsumer, (address(rounds), seed % 4 == 0));
            _act(actor, address(committee), data, refusal);
        } else if (what < 4) {
            bytes memory data = abi.encodeCall(registry.setActive, (1 + (seed >> 8) % PERSONAS, seed % 4 != 0));
            _act(actor, address(registry), data, refusal);
        } else if (what < 8) {
            _act(address(timelock), address(committee), abi.encodeCall(committee.setConsumer, (address(rounds), true)), 0);
        } else {
            (IGenerationRounds.Parameters memory p, bytes4 invalid) = _rules(seed);
            if (allowed) refusal = invalid;
            _act(actor, address(rounds), abi.encodeCall(rounds.addParameters, (p)), refusal);
        }
    }

    function donate(uint256 amount) external forward {
        amount = bound(amount, 0, token.balanceOf(holders[1]) / 100);
        _act(holders[1], address(token), abi.encodeCall(token.transfer, (address(rounds), amount)), 0);
        world.noteDonation(address(rounds), amount);
    }

    // ------------------------------------------------------------------ inside

    function _before(IGenerationRounds.State state) private pure returns (IGenerationRounds.State) {
        if (state == IGenerationRounds.State.Open) return IGenerationRounds.State.None;
        bool fromOpen = state == IGenerationRounds.State.Voting || state == IGenerationRounds.State.Expired;
        return fromOpen ? IGenerationRounds.State.Open : IGenerationRounds.State.Voting;
    }

    function _brief(uint256 size, uint256 shape)
        private
        view
        returns (bytes32 brief, uint16[] memory roster, bytes4 refusal)
    {
        brief = shape == 0 ? bytes32(0) : keccak256(abi.encode(size));
        uint256 n = shape == 2 ? 2 : shape == 3 ? 17 : bound(size, 3, 16);
        roster = new uint16[](n);
        for (uint256 i = 0; i < n; ++i) roster[i] = uint16(1 + (size % PERSONAS + i) % PERSONAS);
        if (shape == 2 || shape == 3) return (brief, roster, IGenerationRounds.RoundsInvalidRosterSize.selector);
        if (shape == 4) roster[n - 1] = uint16(PERSONAS + 1);
        if (_inactive(roster)) return (brief, roster, IGenerationRounds.RoundsInactivePersona.selector);
        if (shape == 5) {
            roster[n - 1] = roster[0];
            refusal = IGenerationRounds.RoundsDuplicatePersona.selector;
        }
    }

    function _bounty(address proposer, uint96 bounty, uint256 shape, bytes4 refusal, bytes32 brief)
        private
        view
        returns (uint96, bytes4)
    {
        uint256 least = _least();
        bool small = shape % 32 == 1 && least > 0;
        bounty = small ? uint96(least - 1) : uint96(bound(bounty, least, least + token.balanceOf(proposer) / 50));
        if (brief == 0) return (bounty, IGenerationRounds.RoundsEmptyDigest.selector);
        return (bounty, small ? IGenerationRounds.RoundsBountyTooSmall.selector : refusal);
    }

    function _submitRefusal(IGenerationRounds.Round memory r, address operator, bytes32 manifest, address leader)
        private
        view
        returns (bytes4)
    {
        if (r.state != IGenerationRounds.State.Open) return IGenerationRounds.RoundsUnexpectedState.selector;
        if (manifest == 0) return IGenerationRounds.RoundsEmptyDigest.selector;
        IGenerationRounds.Parameters memory p = rounds.parameters(r.parametersVersion);
        if (_now() >= uint256(r.openedAt) + p.entryWindow) return IGenerationRounds.RoundsDeadlinePassed.selector;
        if (!committee.isEligible(operator)) return IGenerationRounds.RoundsNotEligible.selector;
        bool early = _now() < uint256(r.openedAt) + p.leaderWindow;
        if (early && operator != leader) return IGenerationRounds.RoundsNotLeader.selector;
        bool listed = committee.isConsumer(address(rounds));
        return listed ? bytes4(0) : IOracleCommittee.CommitteeUnlistedConsumer.selector;
    }

    /// @dev Other rules, mostly valid.
    function _rules(uint256 seed) private pure returns (IGenerationRounds.Parameters memory p, bytes4 invalid) {
        p = _roundParameters();
        p.communityWeight = uint16(seed % 10_001);
        p.peerWeight = uint16((seed >> 16) % 10_001);
        p.tolerance = uint16(seed >> 32);
        p.penaltyShare = uint16((seed >> 48) % 10_001);
        p.minBounty = uint96((seed >> 64) % (100 * TOKEN));
        p.fee = uint80(uint256(p.minBounty) * ((seed >> 56) % 3) / 2);
        p.penalty = uint80(seed >> 80);
        p.leaderPenalty = uint80(seed >> 128);
        p.voteQuorum = uint128(seed >> 100);
        p.participationShare = uint16((seed >> 160) % 10_001);
        p.prizeShares = [10_000 - p.participationShare, 0, 0];
        p.voteWindow = MIN_WINDOW + uint32((seed >> 180) % 2 days);
        p.revealWindow = MIN_WINDOW + uint32((seed >> 200) % 2 days);
        uint256 shape = (seed >> 240) % 32;
        if (shape == 0) p.scoringProfile = 0;
        if (shape == 1) p.fee = uint80(p.minBounty) + 1;
        if (shape == 2) p.prizeShares[2] = 1;
        if (shape == 3) p.criteria = [uint16(0), 0, 0, 0, 0];
        if (shape == 4) p.communityWeight = 10_001;
        if (shape < 5) return (p, IGenerationRounds.RoundsInvalidParameters.selector);
        if (shape == 5) p.revealWindow = MIN_WINDOW - 1;
        if (shape == 6) p.entryWindow = p.leaderWindow;
        if (shape < 7) invalid = IGenerationRounds.RoundsWindowTooShort.selector;
    }

    function _inactive(uint16[] memory roster) private view returns (bool) {
        for (uint256 i = 0; i < roster.length; ++i) {
            if (!registry.isActive(roster[i])) return true;
        }
        return false;
    }

    function _bonds() private view returns (uint256 sum) {
        for (uint8 i = 1; committee.memberAt(i) != address(0); ++i) sum += committee.bondOf(committee.memberAt(i));
    }

    function _inVaults(IGenerationRounds.Round memory r) private view returns (uint256 sum) {
        for (uint256 i = 0; i < r.entryCount; ++i) sum += token.balanceOf(registry.vaultOf(r.roster.get(i)));
    }

    function _closable(bytes32 question) private view returns (bool) {
        IOracleCommittee.Question memory q = committee.question(question);
        bool closed = q.state == IOracleCommittee.QuestionState.Closed;
        return closed || _now() >= q.revealEnd || q.revealed == q.members;
    }

    function _lend(address from, address to, uint256 amount) private {
        if (amount == 0) return;
        _act(from, address(token), abi.encodeCall(token.transfer, (to, amount)), 0);
    }

    function _unpayable(address payer, uint256 amount) private view returns (bytes4) {
        return token.balanceOf(payer) < amount ? IERC20Errors.ERC20InsufficientBalance.selector : bytes4(0);
    }

    function _least() private view returns (uint256) {
        return rounds.parameters(rounds.currentVersion()).minBounty;
    }
}

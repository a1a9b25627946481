// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {AnswersHandler} from "./AnswersHandler.sol";
import {ClockHandler} from "./ClockHandler.sol";
import {RoundsHandler} from "./RoundsHandler.sol";
import {Suite} from "./Suite.sol";
import {TokenHandler} from "./TokenHandler.sol";
import {VotesHandler} from "./VotesHandler.sol";
import {World} from "./World.sol";

/// @dev Rounds from proposal to end, with votes, tokens on the move, and operators of both kinds.
contract RoundsInvariants is Suite {
    VotesHandler private _votes;
    TokenHandler private _tokens;
    uint256[] private _bonds;

    function setUp() public {
        World world_ = new World(4, 3, new address[](0));
        _visit(world_);
        for (uint256 i = 0; i < world_.HONEST(); ++i) _bonds.push(committee.bondOf(operators[i]));
        _votes = new VotesHandler(world_);
        _tokens = new TokenHandler(world_);
        RoundsHandler rounds_ = new RoundsHandler(world_);
        AnswersHandler answers = new AnswersHandler(world_);
        _target(address(new ClockHandler(world_)));
        _target(address(rounds_));
        _target(address(_votes));
        bytes4[] memory some = new bytes4[](4);
        (some[0], some[1]) = (answers.answerAll.selector, answers.commit.selector);
        (some[2], some[3]) = (answers.reveal.selector, answers.close.selector);
        _target(address(answers), some);
        some = new bytes4[](3);
        (some[0], some[1], some[2]) = (_tokens.transfer.selector, _tokens.delegate.selector, _tokens.mint.selector);
        _target(address(_tokens), some);
        for (uint256 i = 6; i < 9; ++i) rounds_.propose(i, i, BOUNTY, 15);
        rounds_.submitEntries(0, 1, 18);
        rounds_.submitEntries(0, 1, 18);
    }

    /// 1, 2. The rounds' balance is every open bounty and what sponsors can reclaim, to the wei; prizes + fee +
    /// refund = bounty
    /// is checked at each settlement, by `RoundsHandler.settle`.
    /// 4. One vote per holder and round with past power; borrowed tokens count for nothing: `VotesHandler`.
    /// 5. States go forward only: `RoundsHandler`.
    /// 7. Nobody but the timelock mints.
    /// 8. Honest operators lose nothing.
    function invariant_rounds() external view {
        eq(token.balanceOf(address(rounds)) - world.donated(address(rounds)), _owed(), "rounds hold what they owe");
        _checkCommitteeMoney();
        _votes.check();
        _tokens.check();
        for (uint256 i = 0; i < _bonds.length; ++i) {
            eq(committee.bondOf(operators[i]), _bonds[i], "an honest operator loses nothing");
        }
    }

    /// 5. Every round ends, and then nothing stays locked, in the rounds or in the committee.
    function afterInvariant() external {
        world.advance(_now() + 31 days, 1);
        for (uint256 id = 1; id <= rounds.roundCount(); ++id) {
            IGenerationRounds.State state = rounds.round(id).state;
            if (state == IGenerationRounds.State.Open) rounds.expire(id);
            if (state == IGenerationRounds.State.Voting) rounds.settle(id);
            for (uint256 i = 0; i < voters.length; ++i) _reclaim(id, voters[i]);
        }
        eq(token.balanceOf(address(rounds)), world.donated(address(rounds)), "nothing stays in the rounds");
        _endCommittee();
    }

    function _reclaim(uint256 id, address sponsor) private {
        IGenerationRounds.State state = rounds.round(id).state;
        if (state == IGenerationRounds.State.Settled || rounds.sponsoredBy(id, sponsor) == 0) return;
        vm.prank(sponsor);
        rounds.reclaim(id);
    }

    function _owed() private view returns (uint256 owed) {
        for (uint256 id = 1; id <= rounds.roundCount(); ++id) {
            IGenerationRounds.Round memory r = rounds.round(id);
            if (r.state == IGenerationRounds.State.Open) owed += r.bounty;
            if (r.state == IGenerationRounds.State.Voting) {
                owed += r.bounty - rounds.parameters(r.parametersVersion).fee + _refunded(rounds.questionId(id));
            }
            if (r.state != IGenerationRounds.State.Expired && r.state != IGenerationRounds.State.Failed) continue;
            for (uint256 i = 0; i < voters.length; ++i) owed += rounds.sponsoredBy(id, voters[i]);
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {Attack} from "./Attack.sol";

/// @dev The largest round, ties, and what does not divide. Bounds of gas are of storage that this transaction has
/// touched before.
contract RoundLimitsTest is Attack {
    uint256 private constant SETTLE_BOUND = 1_800_000;
    uint256 private constant REVEAL_BOUND = 150_000;

    function setUp() public {
        _deploy(15, 4, _native());
    }

    function _level(uint256 n, uint16 level) private pure returns (bytes memory) {
        uint16[] memory levels = new uint16[](n);
        for (uint256 i = 0; i < n; ++i) levels[i] = level;
        return _sheet(levels);
    }

    function _prize(uint256 personaId) private view returns (uint256) {
        return token.balanceOf(address(_vault(personaId)));
    }

    function _settled(uint256 roundId, bytes memory sheet) private {
        _answer(rounds.questionId(roundId), sheet);
        rounds.settle(roundId);
        isTrue(rounds.round(roundId).state == IGenerationRounds.State.Settled, "settled");
        eq(token.balanceOf(address(rounds)), 0, "nothing is left");
    }

    function test_sixteen_entries_and_fifteen_operators__reveal_and_settle_within_their_gas() public {
        uint256 roundId = _votingRound(16);
        bytes32 question = rounds.questionId(roundId);
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(holders[i]);
            rounds.castVote(roundId, uint8(15 - i));
        }
        for (uint256 i = 0; i < 15; ++i) _commit(question, operators[i], _differing(i));
        _toReveals(question);
        for (uint256 i = 0; i < 15; ++i) {
            uint256 before = gasleft();
            _reveal(question, operators[i], _differing(i));
            atLeast(REVEAL_BOUND, before - gasleft(), "gas of a reveal");
        }
        uint256 left = gasleft();
        rounds.settle(roundId);
        atLeast(SETTLE_BOUND, left - gasleft(), "gas of the settlement");

        uint256 paid;
        for (uint256 i = 1; i <= 16; ++i) paid += _prize(i);
        eq(token.balanceOf(address(rounds)), 0, "nothing is left");
        atLeast(paid + 10 * TOKEN, BOUNTY - 16 - 10_000, "all of the pool but its dust");
    }

    /// @dev Operator i's sheet of 16 entries: no two alike, and no column sorted.
    function _differing(uint256 i) private pure returns (bytes memory) {
        uint16[] memory levels = new uint16[](16);
        for (uint256 j = 0; j < 16; ++j) levels[j] = uint16(1_000 + (i * 7_919 + j * 104_729) % 9_000);
        return _sheet(levels);
    }

    function test_tie_of_scores__goes_to_more_votes() public {
        uint256 roundId = _roundWithAVoter(1);
        vm.prank(stranger);
        rounds.castVote(roundId, 2);
        _settled(roundId, _level(3, 5_000));

        isTrue(_prize(3) > _prize(1) && _prize(1) > _prize(2), "third entry, then roster order");
    }

    function test_tie_of_scores_and_votes__goes_to_roster_order() public {
        uint256 roundId = _votingRound(3);
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(holders[i + 1]);
            rounds.castVote(roundId, uint8(2 - i));
        }
        _settled(roundId, _level(3, 5_000));

        isTrue(_prize(2) > _prize(3) && _prize(3) > _prize(1), "second, third, and last who got no votes");
    }

    function test_no_votes__score_alone_decides() public {
        uint256 roundId = _votingRound(3);
        _settled(roundId, _risingSheet(3));

        isTrue(_prize(3) > _prize(2) && _prize(2) > _prize(1), "by score");
    }

    function test_one_wei_of_votes__does_not_outweigh_the_committee() public {
        uint256 roundId = _roundWithAVoter(1);
        vm.prank(stranger);
        rounds.castVote(roundId, 0);
        _settled(roundId, _risingSheet(3));

        isTrue(_prize(3) > _prize(1), "the quorum scales votes down");
    }

    function test_bounty_that_does_not_divide__is_accounted_for_to_the_wei() public {
        uint96 bounty = uint96(50 * TOKEN + 7);
        uint256 before = token.balanceOf(holders[0]);
        uint256 roundId = _propose(holders[0], 7, bounty);
        _submit(roundId);
        _settled(roundId, _risingSheet(7));

        uint256 credits;
        for (uint256 i = 0; i < 15; ++i) credits += committee.creditOf(operators[i]);
        uint256 prizes;
        for (uint256 i = 1; i <= 7; ++i) prizes += _prize(i);
        uint256 spent = before - token.balanceOf(holders[0]);
        eq(spent, credits + prizes, "prizes, fee and refund are the bounty");
        eq(token.balanceOf(address(committee)), 30 * uint256(MIN_BOND) + credits, "bonds and credits");
    }

    function test_sponsor_of_all_there_is__does_not_stop_the_round() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        vm.prank(holders[1]);
        token.approve(address(rounds), WEALTH);
        vm.prank(holders[1]);
        rounds.addBounty(roundId, uint96(WEALTH));
        _submit(roundId);
        eq(committee.question(rounds.questionId(roundId)).penalty, MIN_BOND, "the penalty is capped");
        _settled(roundId, _risingSheet(3));
    }

    function test_all_disqualified__sponsors_get_all_back_and_the_submitter_pays() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        vm.prank(holders[1]);
        token.approve(address(rounds), TOKEN);
        vm.prank(holders[1]);
        rounds.addBounty(roundId, uint96(TOKEN));
        address submitter = committee.leader(rounds.questionId(roundId));
        _submit(roundId);
        _answer(rounds.questionId(roundId), _level(3, 0));
        rounds.settle(roundId);
        vm.prank(holders[1]);
        rounds.reclaim(roundId);

        eq(token.balanceOf(holders[1]), WEALTH, "sponsor");
        eq(committee.bondOf(submitter), 2 * MIN_BOND - 100 * TOKEN, "submitter");
        eq(token.balanceOf(address(rounds)), 0, "nothing is left");
        _refuses(IGenerationRounds.RoundsNothingToReclaim.selector);
        vm.prank(holders[1]);
        rounds.reclaim(roundId);
    }

    /// @dev A round on which the stranger has that many votes.
    function _roundWithAVoter(uint256 votes) private returns (uint256) {
        vm.prank(holders[3]);
        token.transfer(stranger, votes);
        vm.prank(stranger);
        token.delegate(stranger);
        _skip(1);
        return _votingRound(3);
    }
}

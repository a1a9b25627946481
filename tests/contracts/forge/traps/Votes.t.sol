// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {IRevenueFactory} from "../../../../contracts/interfaces/IRevenueFactory.sol";
import {IRewardToken} from "../../../../contracts/interfaces/IRewardToken.sol";
import {Attack} from "../attacks/Attack.sol";

/// @dev Traps 1 (borrowed votes) and 2 (delegation).
contract VotesTrapTest is Attack {
    address private constant BORROWER = address(0xB0);

    function setUp() public {
        _deploy(4, 3, _native());
        vm.prank(BORROWER);
        token.delegate(BORROWER);
    }

    function _lend(address to) private {
        vm.prank(holders[2]);
        token.transfer(to, WEALTH);
    }

    // ------------------------------------------------------------------ trap 1

    function test_trap1__tokens_borrowed_after_the_submission__do_not_vote_in_a_round() public {
        uint256 roundId = _votingRound(3);
        _lend(BORROWER);
        _skip(1);

        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsNoVotingPower.selector, BORROWER));
        vm.prank(BORROWER);
        rounds.castVote(roundId, 0);
    }

    function test_trap1__tokens_flash_borrowed_in_the_submissions_block__do_not_vote_in_a_round() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        _lend(BORROWER);
        vm.prank(committee.leader(rounds.questionId(roundId)));
        rounds.submitEntries(roundId, DIGEST);
        vm.prank(BORROWER);
        token.transfer(holders[2], WEALTH);
        _skip(1);

        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsNoVotingPower.selector, BORROWER));
        vm.prank(BORROWER);
        rounds.castVote(roundId, 0);
    }

    function test_trap1__vote_in_the_second_of_the_submission__is_refused() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        vm.prank(committee.leader(rounds.questionId(roundId)));
        rounds.submitEntries(roundId, DIGEST);

        _refuses(IGenerationRounds.RoundsVotingNotStarted.selector);
        vm.prank(holders[1]);
        rounds.castVote(roundId, 0);
    }

    function test_trap1__tokens_borrowed_in_the_same_block__do_not_make_a_proposal() public {
        _lend(BORROWER);

        _refuses(IGovernor.GovernorInsufficientProposerVotes.selector);
        _proposeCall(BORROWER, address(registry), "", "Mine");
    }

    function test_trap1__tokens_borrowed_after_the_snapshot__do_not_vote_on_a_proposal() public {
        uint256 id = _proposeCall(holders[0], address(registry), "", "Anything");
        _skip(1 days + 1);
        _lend(BORROWER);
        _skip(1);
        vm.prank(BORROWER);
        governor.castVote(id, 1);

        (, uint256 votesFor,) = governor.proposalVotes(id);
        eq(votesFor, 0, "votes");
    }

    function test_trap1__treasurys_tokens__cannot_be_delegated() public {
        vm.expectRevert(IRewardToken.TokenTreasuryCannotDelegate.selector);
        vm.prank(address(timelock));
        token.delegate(stranger);
    }

    function test_trap1__protocols_own_tokens__have_no_votes() public {
        uint256 roundId = _votingRound(3);
        _contribute(holders[0], 1, DIGEST);
        address[4] memory protocol =
            [address(rounds), address(committee), address(contributions), address(_vault(1))];
        for (uint256 i = 0; i < protocol.length; ++i) {
            eq(token.delegates(protocol[i]), address(0), "delegate");
            eq(token.getVotes(protocol[i]), 0, "votes");
        }
        atLeast(token.balanceOf(address(rounds)), rounds.round(roundId).bounty - 10 * TOKEN, "escrow");
    }

    // ------------------------------------------------------------------ trap 2

    function test_trap2__a_wei_from_someone_else__does_not_move_a_holders_votes() public {
        vm.prank(holders[2]);
        token.transfer(holders[0], 1);

        eq(token.delegates(holders[0]), holders[0], "delegate");
        eq(token.getVotes(holders[0]), WEALTH + 1, "votes");
    }

    function test_trap2__delegation_that_another_signed__moves_no_one_elses_votes() public {
        bytes32 digest = _delegationDigest(stranger, 0, type(uint256).max);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_keyOf(2), digest);
        vm.prank(stranger);
        token.delegateBySig(stranger, 0, type(uint256).max, v, r, s);

        eq(token.getVotes(stranger), WEALTH, "the signer's alone");
        eq(token.delegates(holders[0]), holders[0], "delegate of another");
    }

    function test_trap2__claiming_with_a_delegation__gives_the_holder_votes() public {
        address holder = vm.addr(7);
        _giveCard(1, holder);
        _income(1, 100 * TOKEN);
        factory.claimManyAndDelegate(_claims(1), _selfDelegation(7));

        eq(token.getVotes(holder), token.balanceOf(holder), "votes");
        atLeast(token.getVotes(holder), 99 * TOKEN, "paid");
    }

    function test_trap2__delegation_that_someone_sent_first__does_not_stop_the_claim() public {
        address holder = vm.addr(7);
        _giveCard(1, holder);
        _income(1, 100 * TOKEN);
        IRevenueFactory.Delegation memory d = _selfDelegation(7);
        vm.prank(stranger);
        token.delegateBySig(d.delegatee, d.nonce, d.expiry, d.v, d.r, d.s);
        factory.claimManyAndDelegate(_claims(1), d);

        atLeast(token.getVotes(holder), 99 * TOKEN, "votes");
    }

    function _selfDelegation(uint256 key) private view returns (IRevenueFactory.Delegation memory d) {
        (d.delegatee, d.expiry) = (vm.addr(key), type(uint256).max);
        (d.v, d.r, d.s) = vm.sign(key, _delegationDigest(d.delegatee, 0, d.expiry));
    }

    function _claims(uint256 personaId) private view returns (IRevenueFactory.Claim[] memory claims) {
        claims = new IRevenueFactory.Claim[](1);
        claims[0] = IRevenueFactory.Claim(personaId, personaId, address(token));
    }

    function _income(uint256 personaId, uint256 amount) private {
        address vault = address(_vault(personaId));
        vm.prank(holders[0]);
        token.transfer(vault, amount);
    }
}

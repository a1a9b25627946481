// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {GenerationRounds} from "../../../../contracts/GenerationRounds.sol";
import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {Words} from "../../../../contracts/libraries/Words.sol";
import {Stage} from "../Stage.sol";

contract RoundsTest is Stage {
    using Words for uint256;

    function setUp() public {
        _deploy(4, 2, new address[](0));
    }

    function test_propose__before_parameters__is_refused() public {
        GenerationRounds fresh = new GenerationRounds(token, registry, committee, address(this), MIN_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsInvalidParameters.selector));
        fresh.propose(DIGEST, 2, _roster(3), BOUNTY);
    }

    function test_propose__with_an_inactive_persona__is_refused() public {
        vm.prank(address(timelock));
        registry.setActive(2, false);
        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsInactivePersona.selector, 2));
        vm.prank(holders[0]);
        rounds.propose(DIGEST, 2, _roster(3), BOUNTY);
    }

    function test_submitEntries__by_a_stranger__is_refused() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsNotEligible.selector, stranger));
        vm.prank(stranger);
        rounds.submitEntries(roundId, DIGEST);
    }

    function test_addParameters__with_windows_too_short__is_refused() public {
        IGenerationRounds.Parameters memory p = _roundParameters();
        p.leaderWindow = MIN_WINDOW - 1;
        bytes4 refusal = IGenerationRounds.RoundsWindowTooShort.selector;
        vm.startPrank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(refusal, MIN_WINDOW - 1, MIN_WINDOW));
        rounds.addParameters(p);

        p.leaderWindow = p.entryWindow;
        vm.expectRevert(abi.encodeWithSelector(refusal, p.entryWindow, p.entryWindow));
        rounds.addParameters(p);
    }

    /// @dev The second entry is disqualified: votes do not bring it back.
    function test_settle__with_a_disqualified_entry_that_has_votes__pays_it_nothing() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        _submit(roundId);
        vm.prank(holders[0]);
        rounds.castVote(roundId, 1);
        uint16[] memory levels = new uint16[](3);
        (levels[0], levels[2]) = (5_000, 6_000);
        _answer(rounds.questionId(roundId), _sheet(levels));
        (, uint256 median) = committee.result(rounds.questionId(roundId));
        rounds.settle(roundId);

        eq(median.get(1), 0, "disqualified");
        eq(token.balanceOf(address(_vault(2))), 0, "no prize");
        isTrue(token.balanceOf(address(_vault(3))) > 0, "a prize");
    }

    function test_propose__without_brief_or_with_a_bad_roster__is_refused() public {
        vm.startPrank(holders[0]);
        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsEmptyDigest.selector));
        rounds.propose(0, 2, _roster(3), BOUNTY);
        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsInvalidRosterSize.selector, 2));
        rounds.propose(DIGEST, 2, _roster(2), BOUNTY);
        uint16[] memory twice = _roster(3);
        twice[2] = 1;
        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsDuplicatePersona.selector, 1));
        rounds.propose(DIGEST, 2, twice, BOUNTY);
    }

    function test_submitEntries__without_a_manifest__is_refused() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        address leader = committee.leader(rounds.questionId(roundId));
        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsEmptyDigest.selector));
        vm.prank(leader);
        rounds.submitEntries(roundId, 0);
    }

    function test_castVote__for_no_entry__is_refused() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        _submit(roundId);
        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsUnknownEntry.selector, 3));
        vm.prank(holders[0]);
        rounds.castVote(roundId, 3);
    }

    function test_reclaim__from_an_open_round__is_refused() public {
        uint256 roundId = _propose(holders[0], 3, BOUNTY);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGenerationRounds.RoundsUnexpectedState.selector, roundId, IGenerationRounds.State.Open
            )
        );
        rounds.reclaim(roundId);
    }

    function test_addParameters__whose_shares_are_not_all__is_refused() public {
        IGenerationRounds.Parameters memory p = _roundParameters();
        eq(rounds.parameters(1).fee, p.fee, "those in force");
        p.participationShare += 1;
        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsInvalidParameters.selector));
        vm.prank(address(timelock));
        rounds.addParameters(p);
    }
}

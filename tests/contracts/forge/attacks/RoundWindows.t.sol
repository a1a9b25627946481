// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {Attack} from "./Attack.sol";

/// @dev The first and the last second of each window of a round and of the committee, and the seconds beside them.
contract RoundWindowsTest is Attack {
    uint256 private _roundId;
    bytes32 private _question;
    uint256 private _openedAt;
    IGenerationRounds.Parameters private _p;

    function setUp() public {
        _deploy(3, 3, _native());
        _roundId = _propose(holders[0], 3, BOUNTY);
        _question = rounds.questionId(_roundId);
        _openedAt = vm.getBlockTimestamp();
        _p = _roundParameters();
    }

    function _submitBy(address operator) private {
        vm.prank(operator);
        rounds.submitEntries(_roundId, DIGEST);
    }

    function _notLeader() private view returns (address operator) {
        operator = operators[0];
        if (committee.leader(_question) == operator) operator = operators[1];
    }

    function test_leaders_window__others_wait_to_its_last_second() public {
        address other = _notLeader();
        vm.warp(_openedAt + _p.leaderWindow - 1);
        _refuses(IGenerationRounds.RoundsNotLeader.selector);
        _submitBy(other);
        vm.warp(_openedAt + _p.leaderWindow);
        _submitBy(other);
    }

    function test_entry_window__takes_entries_to_its_last_second() public {
        vm.warp(_openedAt + _p.entryWindow - 1);
        _refuses(IGenerationRounds.RoundsDeadlineNotReached.selector);
        rounds.expire(_roundId);
        _submitBy(operators[0]);
    }

    function test_entry_window__is_over_in_the_next_second() public {
        vm.warp(_openedAt + _p.entryWindow);
        _refuses(IGenerationRounds.RoundsDeadlinePassed.selector);
        _submitBy(operators[0]);
        rounds.expire(_roundId);
    }

    function test_vote_window__runs_from_the_second_after_the_submission_to_the_commits_end() public {
        _submitBy(committee.leader(_question));
        uint256 votingAt = vm.getBlockTimestamp();
        _votes(0, IGenerationRounds.RoundsVotingNotStarted.selector);
        vm.warp(votingAt + 1);
        _votes(0, 0);
        vm.warp(votingAt + _p.voteWindow - 1);
        _votes(1, 0);
        vm.warp(votingAt + _p.voteWindow);
        _votes(2, IGenerationRounds.RoundsDeadlinePassed.selector);
        eq(committee.question(_question).commitEnd, vm.getBlockTimestamp(), "votes and commits end together");
    }

    function _votes(uint256 holder, bytes4 refusal) private {
        if (refusal != 0) _refuses(refusal);
        vm.prank(holders[holder]);
        rounds.castVote(_roundId, 0);
    }

    function test_commit_and_reveal_windows__meet_in_one_second() public {
        _submit(_roundId);
        bytes memory sheet = _risingSheet(3);
        uint256 commitEnd = committee.question(_question).commitEnd;
        vm.warp(commitEnd - 1);
        _commit(_question, operators[0], sheet);
        _commit(_question, operators[1], sheet);
        _refuses(IOracleCommittee.CommitteeOutsideWindow.selector);
        _reveal(_question, operators[0], sheet);
        vm.warp(commitEnd);
        _reveal(_question, operators[0], sheet);
        _refuses(IOracleCommittee.CommitteeOutsideWindow.selector);
        _commit(_question, operators[2], sheet);
    }

    function test_reveal_window__ends_when_closing_begins() public {
        _submit(_roundId);
        bytes memory sheet = _risingSheet(3);
        for (uint256 i = 0; i < 3; ++i) _commit(_question, operators[i], sheet);
        uint256 revealEnd = committee.question(_question).revealEnd;
        vm.warp(revealEnd - 1);
        _reveal(_question, operators[0], sheet);
        _reveal(_question, operators[1], sheet);
        _refuses(IOracleCommittee.CommitteeNotYetClosable.selector);
        rounds.settle(_roundId);
        vm.warp(revealEnd);
        _refuses(IOracleCommittee.CommitteeOutsideWindow.selector);
        _reveal(_question, operators[2], sheet);
        rounds.settle(_roundId);
    }

    function test_all_revealed__closing_begins_at_once() public {
        _submit(_roundId);
        bytes memory sheet = _risingSheet(3);
        for (uint256 i = 0; i < 3; ++i) _commit(_question, operators[i], sheet);
        _toReveals(_question);
        for (uint256 i = 0; i < 3; ++i) _reveal(_question, operators[i], sheet);
        rounds.settle(_roundId);

        isTrue(rounds.round(_roundId).state == IGenerationRounds.State.Settled, "settled");
    }

    function test_bond__leaves_in_the_second_of_its_release() public {
        _submit(_roundId);
        vm.prank(operators[0]);
        committee.requestUnbond();
        uint256 releaseAt = committee.question(_question).revealEnd + 7 days;
        vm.warp(releaseAt - 1);
        _refuses(IOracleCommittee.CommitteeStillBonded.selector);
        vm.prank(operators[0]);
        committee.withdrawBond();
        vm.warp(releaseAt);
        vm.prank(operators[0]);
        committee.withdrawBond();
    }

    function test_signature__is_good_to_the_second_of_its_deadline() public {
        _submit(_roundId);
        uint256 deadline = vm.getBlockTimestamp() + 60;
        bytes memory signature = _packed(_keyOf(1), _voteDigest(_roundId, 1, holders[1], 0, deadline));
        vm.warp(deadline);
        rounds.castVoteBySig(_roundId, 1, holders[1], deadline, signature);

        isTrue(rounds.hasVoted(_roundId, holders[1]), "voted");
    }
}

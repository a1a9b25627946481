// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Gas} from "./Gas.sol";

/// @dev Each round is the second: the first one, of all personas, left income in the vaults and fees with the operators,
/// and another is open, as on a network in use.
/// forge-config: default.isolate = true
contract RoundsGasTest is Gas {
    function setUp() public {
        _deploy(4, 4, new address[](0));
        _play(_propose(holders[0], 16, BOUNTY), 16);
        _propose(holders[3], 3, BOUNTY);
        _fundPayer();
        _approve(payer, address(rounds));
        _approve(holders[0], address(rounds));
    }

    function test_rounds__of_five__cost_what_the_snapshot_says() public {
        _proposed("rounds.proposeDelegated", 5, holders[0]);
        uint256 roundId = _proposed("rounds.propose", 5, payer);
        _submitted("rounds.submitEntries", roundId);
        _voted(roundId);
        bytes32 question = rounds.questionId(roundId);
        bytes memory sheet = _risingSheet(5);

        _commit(question, operators[0], sheet);
        _measure("committee.commit");
        for (uint256 i = 1; i < 4; ++i) _commit(question, operators[i], sheet);
        _toReveals(question);
        _reveal(question, operators[0], sheet);
        _measure("committee.reveal");
        _reveal(question, operators[1], sheet);
        _measure("committee.revealNext");
        _reveal(question, operators[2], sheet);
        _reveal(question, operators[3], sheet);

        vm.prank(stranger);
        rounds.settle(roundId);
        _measure("rounds.settle");
    }

    function test_rounds__of_three_and_sixteen__cost_what_the_snapshot_says() public {
        _submitted("rounds.submitEntries3", _proposed("rounds.propose3", 3, payer));
        uint256 roundId = _proposed("rounds.propose16", 16, payer);
        _submitted("rounds.submitEntries16", roundId);
        bytes32 question = rounds.questionId(roundId);
        bytes memory sheet = _risingSheet(16);

        for (uint256 i = 0; i < 4; ++i) _commit(question, operators[i], sheet);
        _toReveals(question);
        _reveal(question, operators[0], sheet);
        _measure("committee.reveal16");
        for (uint256 i = 1; i < 4; ++i) _reveal(question, operators[i], sheet);

        vm.prank(stranger);
        rounds.settle(roundId);
        _measure("rounds.settle16");
    }

    function _play(uint256 roundId, uint256 n) private {
        _submit(roundId);
        _answer(rounds.questionId(roundId), _risingSheet(n));
        rounds.settle(roundId);
    }

    function _proposed(string memory operation, uint256 n, address proposer) private returns (uint256 roundId) {
        vm.prank(proposer);
        roundId = rounds.propose(DIGEST, 2, _roster(n), BOUNTY);
        _measure(operation);
        _skip(1 minutes);
    }

    function _submitted(string memory operation, uint256 roundId) private {
        address leader = committee.leader(rounds.questionId(roundId));
        vm.prank(leader);
        rounds.submitEntries(roundId, DIGEST);
        _measure(operation);
        _skip(1 minutes);
    }

    /// @dev The first vote for an entry, the next for the same one, and the first by signature for another.
    function _voted(uint256 roundId) private {
        vm.prank(holders[1]);
        rounds.castVote(roundId, 2);
        _measure("rounds.castVote");
        vm.prank(holders[2]);
        rounds.castVote(roundId, 2);
        _measure("rounds.castVoteNext");

        uint256 deadline = block.timestamp + 1 hours;
        bytes32 typeHash = keccak256("Vote(uint256 roundId,uint8 entry,address voter,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typeHash, roundId, 2, holders[3], 0, deadline));
        bytes memory signature = _sign(3, _domain("GenerationRounds", address(rounds)), structHash);
        vm.prank(stranger);
        rounds.castVoteBySig(roundId, 2, holders[3], deadline, signature);
        _measure("rounds.castVoteBySig");
    }
}

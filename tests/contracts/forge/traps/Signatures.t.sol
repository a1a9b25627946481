// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {IPersonaRegistry} from "../../../../contracts/interfaces/IPersonaRegistry.sol";
import {HostileConsumer} from "../tokens/HostileConsumer.sol";
import {Wallet} from "../tokens/Accounts.sol";
import {Attack} from "../attacks/Attack.sol";

/// @dev Trap 8: reorgs and replays.
contract SignaturesTrapTest is Attack {
    uint256 private _roundId;

    function setUp() public {
        _deploy(4, 3, _native());
        _roundId = _votingRound(3);
    }

    function _signed(uint256 roundId, uint8 entry, uint256 nonce) private view returns (bytes memory) {
        bytes32 digest = _voteDigest(roundId, entry, holders[1], nonce, type(uint256).max);
        return _packed(_keyOf(1), digest);
    }

    function _cast(uint256 roundId, uint8 entry, bytes memory signature) private {
        rounds.castVoteBySig(roundId, entry, holders[1], type(uint256).max, signature);
    }

    function test_trap8__signature__counts_once_and_uses_its_nonce() public {
        bytes memory signature = _signed(_roundId, 1, 0);
        _cast(_roundId, 1, signature);

        eq(rounds.votesFor(_roundId, 1), WEALTH, "votes");
        eq(rounds.nonces(holders[1]), 1, "nonce");
        _refuses(IGenerationRounds.RoundsInvalidSignature.selector);
        _cast(_roundId, 1, signature);
    }

    function test_trap8__second_signature_for_a_round__is_refused() public {
        _cast(_roundId, 1, _signed(_roundId, 1, 0));
        bytes memory second = _signed(_roundId, 2, 1);
        _refuses(IGenerationRounds.RoundsAlreadyVoted.selector);
        _cast(_roundId, 2, second);
    }

    function test_trap8__signature_over_a_used_nonce__is_refused() public {
        uint256 other = _votingRound(3);
        bytes memory stale = _signed(other, 2, 0);
        _cast(_roundId, 1, _signed(_roundId, 1, 0));

        _refuses(IGenerationRounds.RoundsInvalidSignature.selector);
        _cast(other, 2, stale);
    }

    function test_trap8__signature_of_another_chain__is_refused() public {
        bytes memory signature = _signed(_roundId, 1, 0);
        vm.chainId(1);
        _refuses(IGenerationRounds.RoundsInvalidSignature.selector);
        _cast(_roundId, 1, signature);
    }

    function test_trap8__signature_past_its_deadline__is_refused() public {
        uint256 deadline = vm.getBlockTimestamp();
        bytes memory signature = _packed(_keyOf(1), _voteDigest(_roundId, 1, holders[1], 0, deadline));
        _skip(1);
        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsSignatureExpired.selector, deadline));
        rounds.castVoteBySig(_roundId, 1, holders[1], deadline, signature);
    }

    function test_trap8__signature_of_someone_else__is_refused() public {
        bytes32 digest = _voteDigest(_roundId, 1, holders[1], 0, type(uint256).max);
        bytes memory signature = _packed(_keyOf(2), digest);
        _refuses(IGenerationRounds.RoundsInvalidSignature.selector);
        _cast(_roundId, 1, signature);
    }

    function test_trap8__contract_wallet__votes_by_signature() public {
        Wallet wallet = new Wallet(holders[1]);
        vm.prank(holders[2]);
        token.transfer(address(wallet), WEALTH);
        wallet.act(address(token), abi.encodeCall(token.delegate, (address(wallet))));
        _skip(1);
        uint256 roundId = _votingRound(3);
        bytes32 digest = _voteDigest(roundId, 1, address(wallet), 0, type(uint256).max);
        rounds.castVoteBySig(roundId, 1, address(wallet), type(uint256).max, _packed(_keyOf(1), digest));

        eq(rounds.votesFor(roundId, 1), WEALTH, "votes");
    }

    function test_trap8__wallets_consent__ends_with_its_deadline_within_five_minutes() public {
        address wallet = vm.addr(9);
        uint256 deadline = vm.getBlockTimestamp() + 5 minutes + 1;
        bytes memory early = _packed(9, _walletDigest(1, wallet, address(timelock), deadline));
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryInvalidDeadline.selector, deadline));
        vm.prank(address(timelock));
        registry.setAgentWallet(1, wallet, deadline, early);

        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryInvalidDeadline.selector, deadline));
        vm.prank(address(timelock));
        registry.setAgentWallet(1, wallet, deadline, early);
    }

    function test_trap8__wallet_that_did_not_consent__is_refused() public {
        address wallet = vm.addr(9);
        uint256 deadline = vm.getBlockTimestamp() + 1 minutes;
        bytes memory foreign = _packed(10, _walletDigest(1, wallet, address(timelock), deadline));
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryInvalidSignature.selector, wallet));
        vm.prank(address(timelock));
        registry.setAgentWallet(1, wallet, deadline, foreign);
    }

    function test_trap8__round__is_settled_once() public {
        _answer(rounds.questionId(_roundId), _risingSheet(3));
        rounds.settle(_roundId);
        _refuses(IGenerationRounds.RoundsUnexpectedState.selector);
        rounds.settle(_roundId);
    }

    function test_trap8__question__is_closed_once() public {
        bytes32 question = rounds.questionId(_roundId);
        for (uint256 i = 0; i < 3; ++i) _commit(question, operators[i], _risingSheet(3));
        _toReveals(question);
        for (uint256 i = 0; i < 3; ++i) _reveal(question, operators[i], _risingSheet(3));
        _toEnd(question);
        committee.close(question);
        committee.close(question);
        rounds.settle(_roundId);

        eq(token.balanceOf(address(rounds)), 0, "nothing is left");
        eq(committee.creditOf(operators[0]), 10 * TOKEN / 3, "the fee was credited once");
        uint256 penalty = committee.question(question).penalty;
        eq(committee.bondOf(operators[3]), 2 * MIN_BOND - penalty, "and absence cost once");
    }

    function test_trap8__question__is_opened_once() public {
        HostileConsumer consumer = _hostile();
        consumer.open(1, _hostileTerms());
        IOracleCommittee.Terms memory terms = _hostileTerms();
        _refuses(IOracleCommittee.CommitteeUnexpectedState.selector);
        consumer.open(1, terms);
    }
}

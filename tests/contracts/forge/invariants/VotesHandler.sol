// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {Handler} from "./Handler.sol";
import {Signing} from "./Signing.sol";
import {World} from "./World.sol";

/// @dev Votes in rounds: by transaction, by signature of a key or a contract, with borrowed tokens, twice, late.
contract VotesHandler is Handler, Signing {
    bytes32 private constant VOTE =
        keccak256("Vote(uint256 roundId,uint8 entry,address voter,uint256 nonce,uint256 deadline)");

    struct Ballot {
        uint256 id;
        uint8 entry;
        address voter;
        uint256 deadline;
        bytes signature;
    }

    mapping(uint256 roundId => mapping(address voter => bool)) private _voted;
    mapping(uint256 roundId => mapping(uint8 entry => uint256)) public votes;
    Ballot private _used;
    uint256 public cast;

    constructor(World world_) Handler(world_) {}

    function castVote(uint256 who, uint256 which, uint8 entry) external {
        (address voter, uint256 id) = (_pick(voters, who), _round(which, IGenerationRounds.State.Voting));
        entry = uint8(entry % 18);
        _patiently(who, uint256(rounds.round(id).votingAt) + 1);
        bytes4 refusal = _refusal(id, entry, voter, world.powerAt(_key(id), voter));
        _act(voter, address(rounds), abi.encodeCall(rounds.castVote, (id, entry)), refusal);
        if (refusal == 0) _count(id, entry, voter);
    }

    /// @dev All vote, each for its own.
    function castVotes(uint256 which, uint256 entries) external {
        uint256 id = _round(which, IGenerationRounds.State.Voting);
        _patiently(0, uint256(rounds.round(id).votingAt) + 1);
        for (uint256 i = 0; i < voters.length; ++i) {
            uint8 entry = uint8((entries >> (8 * i)) % 4);
            if (_refusal(id, entry, voters[i], world.powerAt(_key(id), voters[i])) != 0) continue;
            vm.prank(voters[i]);
            rounds.castVote(id, entry);
            _count(id, entry, voters[i]);
        }
    }

    /// @param how 0: too late; 1: another's key; 2: for another chain; 3: for another contract; else in order.
    function castVoteBySig(uint256 who, uint256 which, uint8 entry, uint256 how) external {
        Ballot memory b;
        (b.id, b.entry, how) = (_round(which, IGenerationRounds.State.Voting), uint8(entry % 18), how % 8);
        _patiently(who / 4, uint256(rounds.round(b.id).votingAt) + 1);
        uint256 key;
        (b.voter, key) = _signer(who);
        b.deadline = how == 0 ? _now() - 1 : _now();
        b.signature = _sign(b, how == 1 ? 77 : key, how);
        bytes4 refusal = how == 0
            ? IGenerationRounds.RoundsSignatureExpired.selector
            : how < 4
                ? IGenerationRounds.RoundsInvalidSignature.selector
                : _refusal(b.id, b.entry, b.voter, world.powerAt(_key(b.id), b.voter));
        _relay(b, refusal);
        if (refusal != 0) return;
        _count(b.id, b.entry, b.voter);
        _used = b;
    }

    /// @dev A signature that has been used, once more.
    function replay(uint256 which) external {
        Ballot memory b = _used;
        if (b.id == 0) return;
        if (which % 2 == 0) b.id = _round(which, IGenerationRounds.State.Voting);
        _relay(
            b,
            _now() > b.deadline
                ? IGenerationRounds.RoundsSignatureExpired.selector
                : IGenerationRounds.RoundsInvalidSignature.selector
        );
    }

    /// @dev Tokens borrowed for the time of one call vote for nothing, whoever lends them and however many.
    function flashVote(uint256 lender, uint256 which, uint8 entry) external {
        (address from, uint256 id) = (_pick(holders, lender), _round(which, IGenerationRounds.State.Voting));
        address borrower = address(uint160(uint256(keccak256(abi.encode(lender)))));
        uint256 amount = token.balanceOf(from);
        entry = entry % 18;
        _patiently(lender, uint256(rounds.round(id).votingAt) + 1);
        _act(from, address(token), abi.encodeCall(token.transfer, (borrower, amount)), 0);
        _act(borrower, address(token), abi.encodeCall(token.delegate, (borrower)), 0);
        bytes4 refusal = _refusal(id, entry, borrower, 0);
        _act(borrower, address(rounds), abi.encodeCall(rounds.castVote, (id, entry)), refusal);
        _act(borrower, address(token), abi.encodeCall(token.transfer, (from, amount)), 0);
    }

    /// @dev Votes counted here by powers noted when the second of the submission ended are those counted there.
    function check() external view {
        uint256 count = rounds.roundCount();
        for (uint256 id = count > 2 ? count - 2 : 1; id <= count; ++id) {
            uint256 entries = rounds.round(id).entryCount;
            for (uint8 i = 0; i < entries; ++i) {
                eq(rounds.votesFor(id, i), votes[id][i], "one vote for each holder, with past power");
            }
        }
    }

    function _refusal(uint256 id, uint8 entry, address voter, uint256 power) private view returns (bytes4) {
        IGenerationRounds.Round memory r = rounds.round(id);
        if (r.state != IGenerationRounds.State.Voting) return IGenerationRounds.RoundsUnexpectedState.selector;
        uint256 end = uint256(r.votingAt) + rounds.parameters(r.parametersVersion).voteWindow;
        if (_now() >= end) return IGenerationRounds.RoundsDeadlinePassed.selector;
        if (_now() <= r.votingAt) return IGenerationRounds.RoundsVotingNotStarted.selector;
        if (entry >= r.entryCount) return IGenerationRounds.RoundsUnknownEntry.selector;
        if (_voted[id][voter]) return IGenerationRounds.RoundsAlreadyVoted.selector;
        return power == 0 ? IGenerationRounds.RoundsNoVotingPower.selector : bytes4(0);
    }

    function _count(uint256 id, uint8 entry, address voter) private {
        _voted[id][voter] = true;
        votes[id][entry] += world.powerAt(_key(id), voter);
        ++cast;
    }

    function _relay(Ballot memory b, bytes4 refusal) private {
        bytes memory data =
            abi.encodeCall(rounds.castVoteBySig, (b.id, b.entry, b.voter, b.deadline, b.signature));
        _act(stranger, address(rounds), data, refusal);
    }

    function _sign(Ballot memory b, uint256 key, uint256 how) private view returns (bytes memory) {
        bytes32 structHash =
            keccak256(abi.encode(VOTE, b.id, b.entry, b.voter, rounds.nonces(b.voter), b.deadline));
        address verifier = how == 3 ? address(governor) : address(rounds);
        uint256 chain = how == 2 ? block.chainid + 1 : block.chainid;
        return _signed(key, _typedDigest("GenerationRounds", verifier, chain, structHash));
    }

    function _signer(uint256 who) private view returns (address voter, uint256 key) {
        if (who % 4 == 0) return (address(world.wallet()), world.WALLET_KEY());
        who = (who / 4) % holders.length;
        return (holders[who], 2_000 + who);
    }

    function _key(uint256 id) private pure returns (bytes32) {
        return keccak256(abi.encode("round", id));
    }
}

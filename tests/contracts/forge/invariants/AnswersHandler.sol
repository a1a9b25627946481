// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {MemberSet} from "../../../../contracts/libraries/MemberSet.sol";
import {QuestionId} from "../../../../contracts/libraries/QuestionId.sol";
import {Words} from "../../../../contracts/libraries/Words.sol";
import {Handler} from "./Handler.sol";
import {checkMedian} from "./MedianBounds.sol";
import {World} from "./World.sol";

/// @dev Operators that are not honest, and others: they answer when and how they like, copy, replay, stay away. Anyone
/// closes questions, and what that pays is counted.
contract AnswersHandler is Handler {
    using MemberSet for uint128;
    using Words for uint256;

    struct Sent {
        bytes payload;
        bytes32 salt;
        bool copied;
    }

    struct Money {
        uint256 treasury;
        uint256 consumer;
        uint256 credits;
        uint256[20] bonds;
    }

    mapping(bytes32 question => mapping(address operator => Sent)) private _sent;
    uint256 public reveals;
    uint256 public closings;

    constructor(World world_) Handler(world_) {}

    /// @param how 0: a commitment that can't be one; 1: a copy of an honest one; else an answer, of zeros for 2 and
    /// malformed for
    /// 3.
    function commit(uint256 who, uint256 which, uint256 how) external {
        (address operator, bytes32 question) = (_cheat(who), _question(which));
        how = how % 16;
        bytes memory payload = how == 3 ? bytes("?") : world.payloadFor(question, uint256(question) ^ how, how == 2);
        bytes32 salt = keccak256(abi.encode(operator, question));
        bytes32 commitment = how == 0
            ? bytes32(type(uint256).max * (who % 2))
            : how == 1
                ? committee.commitmentOf(question, operators[0])
                : _commitment(question, operator, payload, salt);
        bytes4 refusal = _commitRefusal(question, operator, commitment);
        _act(operator, address(committee), abi.encodeCall(committee.commit, (question, commitment)), refusal);
        if (refusal == 0) _sent[question][operator] = Sent(payload, salt, how == 1);
    }

    /// @dev All that may answer do, each at once, and mostly reveal too: so that questions are decided often.
    function answerAll(uint256 which, uint256 how, uint256 patience) external {
        bytes32 question = _question(which);
        for (uint256 i = world.HONEST(); i < voters.length; ++i) {
            bytes memory payload = world.payloadFor(question, how % 3 == 0 ? i : how, how % 4 == 1);
            bytes32 salt = keccak256(abi.encode(voters[i], question));
            bytes32 commitment = _commitment(question, voters[i], payload, salt);
            if (_commitRefusal(question, voters[i], commitment) != 0) continue;
            vm.prank(voters[i]);
            committee.commit(question, commitment);
            _sent[question][voters[i]] = Sent(payload, salt, false);
        }
        if (patience % 4 == 0) return;
        _patiently(0, committee.question(question).commitEnd);
        _revealAll(question);
    }

    /// @param how 0: another's payload; 1: another salt; 2: what an honest one reveals, for a copied commitment; else
    /// one's own.
    function reveal(uint256 who, uint256 which, uint256 how) external {
        (address operator, bytes32 question) = (_cheat(who), _question(which));
        Sent memory sent = _sent[question][operator];
        how = how % 8;
        if (how == 0) sent.payload = abi.encodePacked(sent.payload, uint8(1));
        if (how == 1) sent.salt = keccak256("another");
        if (how == 2) (sent.payload, sent.salt) = (world.payloadFor(question, uint160(operators[0]), false), SALT);
        _revealOne(question, operator, sent, how < 3 || sent.copied);
    }

    function revealAll(uint256 which, uint256 patience) external {
        bytes32 question = _question(which);
        _patiently(patience, committee.question(question).commitEnd);
        _revealAll(question);
    }

    function close(uint256 who, uint256 which) external {
        bytes32 question = _question(which);
        _patiently(who / 2, committee.question(question).revealEnd);
        IOracleCommittee.Question memory q = committee.question(question);
        bytes4 refusal = q.state == IOracleCommittee.QuestionState.Unknown
            ? IOracleCommittee.CommitteeUnexpectedState.selector
            : q.state == IOracleCommittee.QuestionState.Open && _now() < q.revealEnd && q.revealed != q.members
                ? IOracleCommittee.CommitteeNotYetClosable.selector
                : bytes4(0);
        (bool decided, uint256 median) = committee.result(question);
        Money memory before = _money(question);
        bytes memory out =
            _act(_pick(voters, who), address(committee), abi.encodeCall(committee.close, (question)), refusal);
        if (refusal != 0) return;
        (bool decided_, uint256 median_, uint256 refund) = abi.decode(out, (bool, uint256, uint256));
        isTrue(decided == decided_ && median == median_, "closing changes no result");
        Money memory afterwards = _money(question);
        if (q.state == IOracleCommittee.QuestionState.Closed) {
            eq(keccak256(abi.encode(before)), keccak256(abi.encode(afterwards)), "closing again pays nothing");
            eq(refund, q.fee, "closing again says the same");
            return;
        }
        ++closings;
        checkMedian(committee, question);
        _checkPayments(question, q, refund, before, afterwards);
    }

    // ------------------------------------------------------------------ inside

    /// @dev What left bonds went to the treasury; fee and refund went to who answered and to the consumer; nobody who
    /// revealed lost anything but as the submitter of what was rejected.
    function _checkPayments(
        bytes32 question,
        IOracleCommittee.Question memory q,
        uint256 refund,
        Money memory before,
        Money memory afterwards
    ) private view {
        uint256 penalties;
        for (uint8 i = 1; i < 20; ++i) {
            uint256 lost = before.bonds[i] - afterwards.bonds[i];
            penalties += lost;
            address operator = committee.memberAt(i);
            bool absent = q.members.has(i) && !q.revealed.has(i) && !committee.isRefused(question, operator);
            atLeast((absent ? q.penalty : 0) + q.leaderPenalty, lost, "at most the penalties fixed at the opening");
        }
        eq(afterwards.treasury - before.treasury, penalties, "penalties go to the treasury");
        eq(afterwards.consumer - before.consumer, refund, "the refund goes to the consumer");
        eq(afterwards.credits - before.credits + refund, q.fee, "fee = credits + refund");
    }

    function _revealAll(bytes32 question) private {
        for (uint256 i = world.HONEST(); i < voters.length; ++i) {
            Sent memory sent = _sent[question][voters[i]];
            if (_revealRefusal(question, voters[i], sent.copied) == 0) _revealOne(question, voters[i], sent, false);
        }
    }

    function _revealOne(bytes32 question, address operator, Sent memory sent, bool wrong) private {
        bytes4 refusal = _revealRefusal(question, operator, wrong);
        bytes memory data = abi.encodeCall(committee.reveal, (question, sent.payload, sent.salt));
        _act(operator, address(committee), data, refusal);
        if (refusal != 0) return;
        ++reveals;
        (bool revealed,) = committee.revealOf(question, operator);
        isTrue(revealed != committee.isRefused(question, operator), "either counted or void");
    }

    function _commitRefusal(bytes32 question, address operator, bytes32 commitment) private view returns (bytes4) {
        IOracleCommittee.Question memory q = committee.question(question);
        if (q.state != IOracleCommittee.QuestionState.Open) return IOracleCommittee.CommitteeUnexpectedState.selector;
        if (!_asked(q, operator)) return IOracleCommittee.CommitteeNotAsked.selector;
        if (_now() >= q.commitEnd) return IOracleCommittee.CommitteeOutsideWindow.selector;
        if (commitment == 0 || uint256(commitment) == type(uint256).max) {
            return IOracleCommittee.CommitteeInvalidCommitment.selector;
        }
        bool committed = _sent[question][operator].salt != 0;
        return committed ? IOracleCommittee.CommitteeAlreadyCommitted.selector : bytes4(0);
    }

    function _revealRefusal(bytes32 question, address operator, bool wrong) private view returns (bytes4) {
        IOracleCommittee.Question memory q = committee.question(question);
        if (q.state != IOracleCommittee.QuestionState.Open) return IOracleCommittee.CommitteeUnexpectedState.selector;
        if (!_asked(q, operator)) return IOracleCommittee.CommitteeNotAsked.selector;
        if (_now() < q.commitEnd || _now() >= q.revealEnd) return IOracleCommittee.CommitteeOutsideWindow.selector;
        if (q.revealed.has(committee.numberOf(operator)) || committee.isRefused(question, operator)) {
            return IOracleCommittee.CommitteeAlreadyRevealed.selector;
        }
        bool known = _sent[question][operator].salt != 0;
        return wrong || !known ? IOracleCommittee.CommitteeCommitmentMismatch.selector : bytes4(0);
    }

    function _asked(IOracleCommittee.Question memory q, address operator) private view returns (bool) {
        uint8 number = committee.numberOf(operator);
        return number > 0 && q.members.has(number);
    }

    function _money(bytes32 question) private view returns (Money memory m) {
        m.treasury = token.balanceOf(address(timelock));
        m.consumer = token.balanceOf(QuestionId.consumerOf(question));
        for (uint8 i = 1; i < 20; ++i) {
            address operator = committee.memberAt(i);
            if (operator == address(0)) break;
            m.credits += committee.creditOf(operator);
            m.bonds[i] = committee.bondOf(operator);
        }
    }

    function _commitment(bytes32 question, address operator, bytes memory payload, bytes32 salt)
        private
        view
        returns (bytes32)
    {
        return keccak256(
            abi.encode(block.chainid, address(committee), question, operator, keccak256(payload), salt)
        );
    }

    /// @dev Anyone but the honest.
    function _cheat(uint256 seed) private view returns (address) {
        uint256 honest = world.HONEST();
        return voters[honest + seed % (voters.length - honest)];
    }

    /// @dev Mostly one of the last few that are open; else any, or one that nobody opened.
    function _question(uint256 seed) private view returns (bytes32) {
        uint256 count = world.questionCount();
        if (count == 0 || seed % 16 == 0) return QuestionId.encode(address(rounds), uint88(1_000_000), 0);
        for (uint256 i = 0; seed % 4 > 0 && i < 4 && i < count; ++i) {
            bytes32 question = world.questions(count - 1 - i);
            bool open = committee.question(question).state == IOracleCommittee.QuestionState.Open;
            if (open && (seed / 16 + i) % 2 == 0) return question;
        }
        return world.questions(count - 1 - (seed / 16) % (count < 4 ? count : 4));
    }
}

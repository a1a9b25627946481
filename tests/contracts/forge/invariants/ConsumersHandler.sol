// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {MemberSet} from "../../../../contracts/libraries/MemberSet.sol";
import {QuestionId} from "../../../../contracts/libraries/QuestionId.sol";
import {Handler} from "./Handler.sol";
import {HostileConsumer} from "./Hostile.sol";
import {World} from "./World.sol";

/// @dev A listed consumer that wants to harm: terms as extreme as the committee takes, moods that change at any time.
contract ConsumersHandler is Handler {
    using MemberSet for uint128;

    HostileConsumer public immutable consumer;
    bool public listed;
    uint256 public feesIn;

    constructor(World world_, HostileConsumer consumer_) Handler(world_) {
        consumer = consumer_;
    }

    function setMood(uint8 mood) external {
        consumer.setMood(HostileConsumer.Mood(mood % 12 < 7 ? mood % 12 : 0));
    }

    function setConsumer(uint256 by, bool listed_) external {
        (address actor, bool allowed) = _governs(by);
        bytes4 refusal = allowed ? bytes4(0) : Ownable.OwnableUnauthorizedAccount.selector;
        _act(actor, address(committee), abi.encodeCall(committee.setConsumer, (address(consumer), listed_)), refusal);
        if (allowed) listed = listed_;
    }

    function list() external {
        _act(address(timelock), address(committee), abi.encodeCall(committee.setConsumer, (address(consumer), true)), 0);
        listed = true;
    }

    /// @param shape Which limit the terms exceed, if any.
    function open(uint256 id, uint256 shape, IOracleCommittee.Terms memory terms) external {
        bytes32 question = QuestionId.encode(id % 16 == 0 ? address(rounds) : address(consumer), uint88(id % 64), 0);
        bytes4 invalid = _shape(terms, shape % 32);
        bytes4 refusal = _openRefusal(question, terms, invalid);
        _act(address(this), address(consumer), abi.encodeCall(consumer.open, (question, terms)), refusal);
        if (refusal != 0) return;
        feesIn += terms.fee;
        world.noteQuestion(question);
    }

    /// @dev Contracts that nobody listed, and people, open nothing.
    function openUnlisted(uint256 who, IOracleCommittee.Terms calldata terms) external {
        address actor = _pick(voters, who);
        bytes32 question = QuestionId.encode(actor, 1, 0);
        bytes4 refusal = IOracleCommittee.CommitteeUnlistedConsumer.selector;
        _act(actor, address(committee), abi.encodeCall(committee.open, (question, terms)), refusal);
    }

    function check() external view {
        isTrue(committee.isConsumer(address(consumer)) == listed, "the timelock alone lists consumers");
        isTrue(!committee.isConsumer(stranger) && !committee.isConsumer(operators[0]), "no other consumers");
    }

    /// @dev Terms within the limits, often at one, or just beyond one.
    function _shape(IOracleCommittee.Terms memory terms, uint256 shape) private view returns (bytes4) {
        uint80 most = committee.minBond();
        uint40 now_ = uint40(_now());
        terms.fee = uint80(bound(terms.fee, 0, token.balanceOf(address(consumer)) / 8));
        terms.penalty = shape % 3 == 0 ? most : uint80(bound(terms.penalty, 0, most));
        terms.count = uint8(bound(terms.count, 1, 16));
        terms.commitEnd = now_ + MIN_WINDOW + (shape % 2 == 0 ? 0 : uint40(bound(terms.commitEnd, 0, 10 days)));
        terms.revealEnd = terms.commitEnd + MIN_WINDOW + (shape % 4 < 2 ? 0 : uint40(bound(terms.revealEnd, 0, 10 days)));
        _name(terms, most);
        if (shape == 31) terms.count = 0;
        if (shape == 30) terms.count = 17;
        if (shape == 29) terms.commitEnd = now_ + MIN_WINDOW - 1;
        if (shape == 28) terms.revealEnd = terms.commitEnd + MIN_WINDOW - 1;
        if (shape == 27) terms.revealEnd = now_ + 30 days + 1;
        if (shape == 26) terms.revealEnd = now_ + 30 days;
        if (shape == 25) terms.penalty = most + 1;
        if (shape == 24) terms.leaderPenalty = most + 1;
        if (shape == 23) terms.fee = uint80(token.balanceOf(address(consumer)) + 1);
        if (shape >= 27) return IOracleCommittee.CommitteeInvalidTerms.selector;
        if (shape == 25 || shape == 24) return IOracleCommittee.CommitteePenaltyAboveBond.selector;
        return shape == 23 ? IERC20Errors.ERC20InsufficientBalance.selector : bytes4(0);
    }

    /// @dev Names someone as answerable for what is asked about. An honest one only where less than a third of those
    /// asked are
    /// not: enough of them, together with the consumer, are a quorum that rejects.
    function _name(IOracleCommittee.Terms memory terms, uint80 most) private view {
        terms.submitter = _pick(voters, uint160(terms.submitter));
        bool safe = !world.isHonest(terms.submitter) || _mostAreHonest();
        terms.leaderPenalty = safe ? uint80(bound(terms.leaderPenalty, 0, most)) : 0;
    }

    function _mostAreHonest() private view returns (bool) {
        address[] memory asked = committee.eligibleMembers();
        uint256 honest;
        for (uint256 i = 0; i < asked.length; ++i) {
            if (world.isHonest(asked[i])) ++honest;
        }
        return 3 * honest > 2 * asked.length;
    }

    function _openRefusal(bytes32 question, IOracleCommittee.Terms memory terms, bytes4 invalid)
        private
        view
        returns (bytes4)
    {
        if (!committee.isConsumer(address(consumer))) return IOracleCommittee.CommitteeUnlistedConsumer.selector;
        if (QuestionId.consumerOf(question) != address(consumer)) {
            return IOracleCommittee.CommitteeForeignQuestion.selector;
        }
        if (committee.question(question).state != IOracleCommittee.QuestionState.Unknown) {
            return IOracleCommittee.CommitteeUnexpectedState.selector;
        }
        bool few = committee.eligibleMembers().length < committee.minMembers();
        if (few && (invalid == 0 || terms.fee > token.balanceOf(address(consumer)))) {
            return IOracleCommittee.CommitteeTooFewMembers.selector;
        }
        return invalid;
    }
}

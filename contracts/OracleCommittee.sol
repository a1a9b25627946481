// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IOracleCommittee} from "./interfaces/IOracleCommittee.sol";
import {IOracleConsumer} from "./interfaces/IOracleConsumer.sol";
import {Median} from "./libraries/Median.sol";
import {MemberSet} from "./libraries/MemberSet.sol";
import {QuestionId} from "./libraries/QuestionId.sol";
import {TimestampClock} from "./libraries/TimestampClock.sol";
import {Words} from "./libraries/Words.sol";

contract OracleCommittee is IOracleCommittee, Ownable, TimestampClock {
    using MemberSet for uint128;
    using SafeERC20 for IERC20;

    /// @notice The most members at a time, so that closing a question is bounded.
    uint256 public constant MAX_MEMBERS = 15;

    /// @notice The longest that a question may take from its opening, in seconds, so that bonds are never locked for long.
    uint256 public constant MAX_DURATION = 30 days;

    /// @notice The gas that a consumer gets to check and score a payload.
    uint256 public constant SCORE_GAS = 500_000;

    /// @dev A thousandth of a token: so a question's rules fit in one slot, and any uint80 amount in a uint32.
    uint256 private constant PENALTY_UNIT = 1e15;

    /// @dev Stands for a revealed payload that the consumer refused, where its values would stand.
    uint256 private constant VOID = type(uint256).max;

    /// @dev Member numbers run from 1 to 127 and are never given again: bit n of a bitmap is member n.
    uint256 private constant MAX_NUMBER = 127;

    /// @param releaseAt When the bond may leave; 0 while it may not.
    struct Member {
        uint8 number;
        bool listed;
        uint40 releaseAt;
        uint96 bond;
        uint96 credit;
    }

    /// @dev Two slots: bitmaps; all else (248 bits). `revealSeconds` run from `commitEnd`; penalties are in units of
    /// `PENALTY_UNIT`, rounded down.
    struct Stored {
        uint128 members;
        uint128 revealed;
        uint40 commitEnd;
        uint24 revealSeconds;
        uint16 tolerance;
        uint8 count;
        uint8 submitter;
        QuestionState state;
        uint80 fee;
        uint32 penalty;
        uint32 leaderPenalty;
    }

    IERC20 private immutable _token;

    /// @inheritdoc IOracleCommittee
    address public immutable treasury;

    /// @notice Fewest eligible members with which a question opens.
    uint256 public immutable minMembers;

    /// @inheritdoc IOracleCommittee
    uint32 public immutable minWindow;

    /// @notice Seconds from the end of the last open question to the release of a bond.
    uint40 public immutable unbondDelay;

    /// @inheritdoc IOracleCommittee
    uint80 public minBond;
    uint128 private _eligible;
    uint40 private _latestRevealEnd;

    uint8 private _lastNumber;
    uint8 private _listedCount;

    mapping(address operator => Member) private _members;

    /// @inheritdoc IOracleCommittee
    mapping(uint8 number => address) public memberAt;

    /// @inheritdoc IOracleCommittee
    mapping(address consumer => bool) public isConsumer;

    mapping(bytes32 questionId => Stored) private _questions;

    /// @dev One slot for each operator and question: its commitment until it reveals, then its values. Bitmap
    /// `revealed` says which.
    mapping(bytes32 questionId => mapping(uint8 number => uint256)) private _answers;

    /// @param owner_ The deployer, which hands over to the timelock after listing the first members.
    /// @param minMembers_ 1 on a local network; a public one starts with 4 members, of whom 3 suffice.
    /// @param minWindow_ Seconds; 30 minutes on a public network, because finality alone takes about 13.
    constructor(
        IERC20 token_,
        address treasury_,
        address owner_,
        uint80 minBond_,
        uint256 minMembers_,
        uint40 unbondDelay_,
        uint32 minWindow_
    ) Ownable(owner_) {
        _token = token_;
        // `ape run verify` compares what is deployed with what was meant.
        // slither-disable-next-line missing-zero-check
        treasury = treasury_;
        minMembers = Math.max(minMembers_, 1);
        unbondDelay = unbondDelay_;
        minWindow = minWindow_;
        minBond = minBond_;
        emit MinBondSet(minBond_);
    }

    // ------------------------------------------------------------------ governance

    /// @inheritdoc IOracleCommittee
    function setConsumer(address consumer, bool listed) external onlyOwner {
        isConsumer[consumer] = listed;
        emit ConsumerSet(consumer, listed);
    }

    /// @inheritdoc IOracleCommittee
    function addMember(address operator) external onlyOwner {
        Member storage member = _members[operator];
        if (member.listed) revert CommitteeAlreadyMember(operator);
        if (_listedCount == MAX_MEMBERS) revert CommitteeTooManyMembers();
        if (member.number == 0) {
            if (_lastNumber == MAX_NUMBER) revert CommitteeTooManyMembers();
            member.number = ++_lastNumber;
            memberAt[member.number] = operator;
        }
        ++_listedCount;
        member.listed = true;
        emit MemberAdded(operator, member.number);
        _updateEligibility(member);
    }

    /// @inheritdoc IOracleCommittee
    function removeMember(address operator) external onlyOwner {
        Member storage member = _listed(operator);
        --_listedCount;
        member.listed = false;
        emit MemberRemoved(operator, member.number);
        _release(member, operator);
    }

    /// @inheritdoc IOracleCommittee
    function setMinBond(uint80 minBond_) external onlyOwner {
        minBond = minBond_;
        emit MinBondSet(minBond_);
        for (uint8 number = 1; number <= _lastNumber; ++number) _updateEligibility(_members[memberAt[number]]);
    }

    // ------------------------------------------------------------------ bonds

    /// @inheritdoc IOracleCommittee
    function bond(uint256 amount) external {
        Member storage member = _listed(msg.sender);
        if (block.timestamp < member.releaseAt) revert CommitteeStillUnbonding(member.releaseAt);
        member.bond = SafeCast.toUint96(member.bond + amount);
        member.releaseAt = 0;
        emit Bonded(msg.sender, amount, member.bond);
        _updateEligibility(member);

        _token.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IOracleCommittee
    function requestUnbond() external {
        _release(_listed(msg.sender), msg.sender);
    }

    /// @inheritdoc IOracleCommittee
    function withdrawBond() external {
        Member storage member = _members[msg.sender];
        if (member.number == 0) revert CommitteeNotMember(msg.sender);
        if (member.releaseAt == 0 || block.timestamp < member.releaseAt) revert CommitteeStillBonded(member.releaseAt);
        uint256 amount = member.bond;
        member.bond = 0;
        emit Unbonded(msg.sender, amount);

        _token.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IOracleCommittee
    function claimCredit() external {
        uint256 amount = _members[msg.sender].credit;
        if (amount == 0) revert CommitteeNothingToClaim(msg.sender);
        _members[msg.sender].credit = 0;
        emit CreditClaimed(msg.sender, amount);

        _token.safeTransfer(msg.sender, amount);
    }

    // ------------------------------------------------------------------ questions

    /// @inheritdoc IOracleCommittee
    function open(bytes32 questionId, Terms calldata terms) external {
        if (!isConsumer[msg.sender]) revert CommitteeUnlistedConsumer(msg.sender);
        if (QuestionId.consumerOf(questionId) != msg.sender) revert CommitteeForeignQuestion(questionId, msg.sender);
        Stored storage q = _questions[questionId];
        if (q.state != QuestionState.Unknown) revert CommitteeUnexpectedState(questionId, q.state);
        if (
            terms.count == 0 || terms.count > Words.LENGTH || terms.commitEnd < block.timestamp
                || terms.revealEnd < terms.commitEnd
                || !isFair(terms.commitEnd - block.timestamp, terms.revealEnd - terms.commitEnd)
        ) revert CommitteeInvalidTerms();
        uint256 penalty = Math.max(terms.penalty, terms.leaderPenalty);
        if (penalty > minBond) revert CommitteePenaltyAboveBond(penalty, minBond);
        uint128 members = _eligible;
        if (members.size() < minMembers) revert CommitteeTooFewMembers(members.size(), minMembers);

        _questions[questionId] = Stored({
            members: members,
            revealed: 0,
            commitEnd: terms.commitEnd,
            revealSeconds: uint24(terms.revealEnd - terms.commitEnd),
            tolerance: terms.tolerance,
            count: terms.count,
            submitter: _members[terms.submitter].number,
            state: QuestionState.Open,
            fee: terms.fee,
            penalty: uint32(terms.penalty / PENALTY_UNIT),
            leaderPenalty: uint32(terms.leaderPenalty / PENALTY_UNIT)
        });
        if (terms.revealEnd > _latestRevealEnd) _latestRevealEnd = terms.revealEnd;
        emit QuestionOpened(questionId, terms, members);

        if (terms.fee > 0) _token.safeTransferFrom(msg.sender, address(this), terms.fee);
    }

    /// @inheritdoc IOracleCommittee
    function commit(bytes32 questionId, bytes32 commitment) external {
        Stored storage q = _questions[questionId];
        uint8 number = _asked(q, questionId, msg.sender);
        if (block.timestamp >= q.commitEnd) revert CommitteeOutsideWindow(0, q.commitEnd);
        if (commitment == 0 || uint256(commitment) == VOID) revert CommitteeInvalidCommitment();
        if (_answers[questionId][number] != 0) revert CommitteeAlreadyCommitted(questionId, msg.sender);

        _answers[questionId][number] = uint256(commitment);
        emit Committed(questionId, msg.sender, commitment);
    }

    /// @inheritdoc IOracleCommittee
    function reveal(bytes32 questionId, bytes calldata payload, bytes32 salt) external {
        Stored storage q = _questions[questionId];
        uint8 number = _asked(q, questionId, msg.sender);
        uint256 revealEnd = _revealEnd(q);
        if (block.timestamp < q.commitEnd || block.timestamp >= revealEnd) {
            revert CommitteeOutsideWindow(q.commitEnd, revealEnd);
        }
        if (q.revealed.has(number) || _answers[questionId][number] == VOID) {
            revert CommitteeAlreadyRevealed(questionId, msg.sender);
        }
        bytes32 commitment = keccak256(
            abi.encode(block.chainid, address(this), questionId, msg.sender, keccak256(payload), salt)
        );
        if (_answers[questionId][number] != uint256(commitment)) {
            revert CommitteeCommitmentMismatch(questionId, msg.sender);
        }
        (bool accepted, uint256 values) = _score(questionId, payload);
        // A consumer that makes a rejection of what is none is refused itself.
        if (!accepted || (values == 0 && !_rejects(payload, q.count))) {
            _answers[questionId][number] = VOID;
            emit RevealRefused(questionId, msg.sender, payload);
            return;
        }

        _answers[questionId][number] = values;
        q.revealed = q.revealed.with(number);
        emit Revealed(questionId, msg.sender, payload, values);
    }

    /// @inheritdoc IOracleCommittee
    function close(bytes32 questionId) external returns (bool decided, uint256 median, uint256 refund) {
        Stored storage q = _questions[questionId];
        (decided, median) = result(questionId);
        if (q.state == QuestionState.Closed) return (decided, median, q.fee);
        if (q.state != QuestionState.Open) revert CommitteeUnexpectedState(questionId, q.state);
        if (block.timestamp < _revealEnd(q) && q.revealed != q.members) revert CommitteeNotYetClosable(questionId);

        q.state = QuestionState.Closed;
        uint256 penalties = _penalize(questionId, q, decided && _isRejected(questionId, q));
        refund = q.fee - _creditFee(questionId, q, decided, median);
        q.fee = uint80(refund);
        emit QuestionClosed(questionId, decided, median, refund);

        if (penalties > 0) _token.safeTransfer(treasury, penalties);
        if (refund > 0) _token.safeTransfer(QuestionId.consumerOf(questionId), refund);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IOracleCommittee
    function token() external view returns (address) {
        return address(_token);
    }

    /// @inheritdoc IOracleCommittee
    function question(bytes32 questionId) external view returns (Question memory) {
        Stored storage q = _questions[questionId];
        return Question({
            state: q.state,
            commitEnd: q.commitEnd,
            revealEnd: _revealEnd(q),
            tolerance: q.tolerance,
            count: q.count,
            members: q.members,
            revealed: q.revealed,
            fee: q.fee,
            penalty: uint80(q.penalty * PENALTY_UNIT),
            leaderPenalty: uint80(q.leaderPenalty * PENALTY_UNIT)
        });
    }

    /// @inheritdoc IOracleCommittee
    function result(bytes32 questionId) public view returns (bool decided, uint256 median) {
        Stored storage q = _questions[questionId];
        uint8[] memory numbers = q.revealed.list();
        uint256 quorum = Math.ceilDiv(2 * q.members.size(), 3);
        if (numbers.length == 0 || numbers.length < quorum) return (false, 0);
        uint256[] memory words = new uint256[](numbers.length);
        for (uint256 i = 0; i < numbers.length; ++i) words[i] = _answers[questionId][numbers[i]];
        return (true, Median.ofWords(words));
    }

    /// @inheritdoc IOracleCommittee
    function commitmentOf(bytes32 questionId, address operator) external view returns (bytes32) {
        uint8 number = _members[operator].number;
        if (_questions[questionId].revealed.has(number) || isRefused(questionId, operator)) return 0;
        return bytes32(_answers[questionId][number]);
    }

    /// @inheritdoc IOracleCommittee
    function isRefused(bytes32 questionId, address operator) public view returns (bool) {
        uint8 number = _members[operator].number;
        return !_questions[questionId].revealed.has(number) && _answers[questionId][number] == VOID;
    }

    /// @inheritdoc IOracleCommittee
    function revealOf(bytes32 questionId, address operator) external view returns (bool revealed, uint256 values) {
        uint8 number = _members[operator].number;
        if (!_questions[questionId].revealed.has(number)) return (false, 0);
        return (true, _answers[questionId][number]);
    }

    /// @inheritdoc IOracleCommittee
    function isFair(uint256 commitWindow, uint256 revealWindow) public view returns (bool) {
        uint256 least = Math.max(minWindow, 1);
        return commitWindow >= least && revealWindow >= least && commitWindow + revealWindow <= MAX_DURATION;
    }

    /// @inheritdoc IOracleCommittee
    function leader(bytes32 questionId) external view returns (address) {
        return memberAt[_leader(questionId)];
    }

    /// @inheritdoc IOracleCommittee
    function turnOf(bytes32 questionId, address operator) external view returns (bool eligible, bool leads) {
        uint8 number = _members[operator].number;
        eligible = _eligible.has(number);
        leads = eligible && _leader(questionId) == number;
    }

    /// @inheritdoc IOracleCommittee
    function isEligible(address operator) external view returns (bool) {
        return _eligible.has(_members[operator].number);
    }

    /// @inheritdoc IOracleCommittee
    function eligibleMembers() external view returns (address[] memory operators) {
        uint8[] memory numbers = _eligible.list();
        operators = new address[](numbers.length);
        for (uint256 i = 0; i < numbers.length; ++i) operators[i] = memberAt[numbers[i]];
    }

    /// @inheritdoc IOracleCommittee
    function bondOf(address operator) external view returns (uint256) {
        return _members[operator].bond;
    }

    /// @inheritdoc IOracleCommittee
    function creditOf(address operator) external view returns (uint256) {
        return _members[operator].credit;
    }

    /// @inheritdoc IOracleCommittee
    function numberOf(address operator) external view returns (uint8) {
        return _members[operator].number;
    }

    // ------------------------------------------------------------------ inside

    /// @dev Whether a payload begins with a 16-bit zero for each value.
    function _rejects(bytes calldata payload, uint256 count) private pure returns (bool) {
        return payload.length >= 2 * count && uint256(bytes32(payload)) >> (256 - 16 * count) == 0;
    }

    /// @dev Whether most of those asked gave 0 for everything.
    function _isRejected(bytes32 questionId, Stored storage q) private view returns (bool) {
        uint8[] memory numbers = q.revealed.list();
        uint256 zeros;
        for (uint256 i = 0; i < numbers.length; ++i) {
            if (_answers[questionId][numbers[i]] == 0) ++zeros;
        }
        return 2 * zeros > q.members.size();
    }

    /// @dev What the consumer says of a payload; whatever else it does counts as refusing it. The caller must bring gas
    /// enough that the consumer gets all of `SCORE_GAS`: else one's own answer could be made to look refused.
    function _score(bytes32 questionId, bytes calldata payload) private view returns (bool accepted, uint256 values) {
        address consumer = QuestionId.consumerOf(questionId);
        bytes memory data = abi.encodeCall(IOracleConsumer.score, (questionId, payload));
        if (gasleft() < SCORE_GAS + SCORE_GAS / 32 + 50_000) revert CommitteeTooLittleGas();
        assembly ("memory-safe") {
            accepted := staticcall(SCORE_GAS, consumer, add(data, 0x20), mload(data), 0x00, 0x20)
            accepted := and(accepted, gt(returndatasize(), 0x1f))
            values := mload(0x00)
        }
    }

    /// @dev Takes the penalty of each member that did not reveal, and of the submitter if it was rejected.
    function _penalize(bytes32 questionId, Stored storage q, bool rejected) private returns (uint256 sum) {
        uint8[] memory absent = (q.members & ~q.revealed).list();
        for (uint256 i = 0; i < absent.length; ++i) {
            if (_answers[questionId][absent[i]] != VOID) sum += _take(questionId, absent[i], q.penalty * PENALTY_UNIT);
        }
        if (rejected && q.submitter != 0) sum += _take(questionId, q.submitter, q.leaderPenalty * PENALTY_UNIT);
    }

    /// @dev The number of the member whose turn it is; 0, which no member has, if nobody is eligible.
    function _leader(bytes32 questionId) private view returns (uint8) {
        uint128 eligible = _eligible;
        return eligible == 0 ? 0 : eligible.nth(QuestionId.localIdOf(questionId) % eligible.size());
    }

    function _revealEnd(Stored storage q) private view returns (uint40) {
        return q.commitEnd + q.revealSeconds;
    }

    function _take(bytes32 questionId, uint8 number, uint256 penalty) private returns (uint256 amount) {
        address operator = memberAt[number];
        Member storage member = _members[operator];
        amount = Math.min(penalty, member.bond);
        if (amount == 0) return 0;
        member.bond -= uint96(amount);
        emit Penalized(questionId, operator, amount);
        _updateEligibility(member);
    }

    /// @dev With a quorum those near the median share the fee. Without, whoever revealed gets an equal part of what
    /// all would have shared.
    function _creditFee(bytes32 questionId, Stored storage q, bool decided, uint256 median)
        private
        returns (uint256 sum)
    {
        uint8[] memory numbers = q.revealed.list();
        uint256 payees;
        for (uint256 i = 0; i < numbers.length; ++i) {
            uint256 values = _answers[questionId][numbers[i]];
            if (decided && Median.distance(values, median) > uint256(q.tolerance) * q.count) continue;
            numbers[payees++] = numbers[i];
        }
        if (payees == 0) return 0;
        // Equal parts, rounded down; what is left by that is refunded.
        // slither-disable-next-line divide-before-multiply
        uint256 share = q.fee / (decided ? payees : q.members.size());
        for (uint256 i = 0; i < payees; ++i) {
            address operator = memberAt[numbers[i]];
            _members[operator].credit = SafeCast.toUint96(_members[operator].credit + share);
            emit FeeCredited(questionId, operator, share);
        }
        return share * payees;
    }

    function _release(Member storage member, address operator) private {
        if (member.releaseAt != 0) return;
        uint40 releaseAt = uint40(Math.max(block.timestamp, _latestRevealEnd)) + unbondDelay;
        member.releaseAt = releaseAt;
        emit UnbondRequested(operator, releaseAt);
        _updateEligibility(member);
    }

    function _updateEligibility(Member storage member) private {
        bool eligible = member.listed && member.releaseAt == 0 && member.bond >= minBond;
        uint128 before = _eligible;
        uint128 next = eligible ? before.with(member.number) : before.without(member.number);
        // In the loop of `setMinBond` alone: rare, governance's, and over 127 members at most.
        // slither-disable-next-line costly-loop
        if (next != before) _eligible = next;
    }

    function _listed(address operator) private view returns (Member storage member) {
        member = _members[operator];
        if (!member.listed) revert CommitteeNotMember(operator);
    }

    function _asked(Stored storage q, bytes32 questionId, address operator) private view returns (uint8 number) {
        number = _members[operator].number;
        if (q.state != QuestionState.Open) revert CommitteeUnexpectedState(questionId, q.state);
        if (number == 0 || !q.members.has(number)) revert CommitteeNotAsked(questionId, operator);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The bonded oracle committee
/// @notice Operators answer questions by commit and reveal; the answer is the element-wise median of what was
/// revealed. No operator decides alone (median, quorum of two thirds) and none can copy (a commit binds question,
/// operator, committee and chain).
///
/// What always holds:
/// - the committee's token balance covers every bond, every open fee and every credit;
/// - the median lies within the revealed values;
/// - a member loses of its bond only for not opening a commitment in time or, as the question's submitter, for a
///   rejection: most of those asked gave 0 for everything, in payloads that say so themselves; never more than the
///   question's penalties, which were fixed when it opened and are each at most the minimum bond;
/// - no consumer can make an honest operator lose its bond: windows have a least length and questions a longest, and a
///   payload that the consumer refuses, however and why ever, costs the operator its share of the fee and no more;
/// - a bond is released at a time that is fixed when leaving is requested, and no later question moves it;
/// - penalties go to the treasury, never to another member or to the consumer.
///
/// Times are unix seconds. A commit is accepted in [open, commitEnd), a reveal in [commitEnd, revealEnd).
interface IOracleCommittee {
    /// @param fee Reward tokens that the consumer pays for the answer.
    /// @param penalty What a member without a reveal loses, in whole thousandths of a token, rounded down; likewise
    /// `leaderPenalty`.
    /// @param leaderPenalty What the submitter loses when a quorum revealed and most of those asked gave 0 for
    /// everything.
    /// @param tolerance Greatest mean absolute deviation from the median, per value asked for, that shares the fee.
    /// @param count Number of values asked for, 1..16.
    /// @param submitter The member that answers for what is asked about; zero if none.
    struct Terms {
        uint80 fee;
        uint80 penalty;
        uint80 leaderPenalty;
        uint16 tolerance;
        uint8 count;
        uint40 commitEnd;
        uint40 revealEnd;
        address submitter;
    }

    /// @param state Unknown, Open or Closed.
    /// @param members Bitmap of the member numbers that may answer.
    /// @param revealed Bitmap of those that did.
    struct Question {
        QuestionState state;
        uint40 commitEnd;
        uint40 revealEnd;
        uint16 tolerance;
        uint8 count;
        uint128 members;
        uint128 revealed;
        uint80 fee;
        uint80 penalty;
        uint80 leaderPenalty;
    }

    enum QuestionState {
        Unknown,
        Open,
        Closed
    }

    event ConsumerSet(address indexed consumer, bool listed);
    event MemberAdded(address indexed operator, uint8 number);
    event MemberRemoved(address indexed operator, uint8 number);
    event MinBondSet(uint80 minBond);
    event Bonded(address indexed operator, uint256 amount, uint256 bond);
    event UnbondRequested(address indexed operator, uint40 releaseAt);
    event Unbonded(address indexed operator, uint256 amount);
    event QuestionOpened(bytes32 indexed questionId, Terms terms, uint128 members);
    event Committed(bytes32 indexed questionId, address indexed operator, bytes32 commitment);
    event Revealed(bytes32 indexed questionId, address indexed operator, bytes payload, uint256 values);
    /// @notice The operator opened its commitment and the consumer refused the payload: it counts as no answer, and as no
    /// absence.
    event RevealRefused(bytes32 indexed questionId, address indexed operator, bytes payload);
    event QuestionClosed(bytes32 indexed questionId, bool decided, uint256 median, uint256 refund);
    event Penalized(bytes32 indexed questionId, address indexed operator, uint256 amount);
    event FeeCredited(bytes32 indexed questionId, address indexed operator, uint256 amount);
    event CreditClaimed(address indexed operator, uint256 amount);

    error CommitteeUnlistedConsumer(address consumer);
    error CommitteeForeignQuestion(bytes32 questionId, address consumer);
    error CommitteeUnexpectedState(bytes32 questionId, QuestionState state);
    error CommitteeInvalidTerms();
    error CommitteePenaltyAboveBond(uint256 penalty, uint256 minBond);
    error CommitteeTooFewMembers(uint256 eligible, uint256 required);
    error CommitteeTooManyMembers();
    error CommitteeNotMember(address operator);
    error CommitteeAlreadyMember(address operator);
    error CommitteeNotAsked(bytes32 questionId, address operator);
    error CommitteeAlreadyCommitted(bytes32 questionId, address operator);
    error CommitteeAlreadyRevealed(bytes32 questionId, address operator);
    error CommitteeCommitmentMismatch(bytes32 questionId, address operator);
    error CommitteeInvalidCommitment();
    /// @notice A reveal has to bring enough gas for the consumer to score it with `SCORE_GAS`.
    error CommitteeTooLittleGas();
    error CommitteeOutsideWindow(uint256 from, uint256 until);
    error CommitteeNotYetClosable(bytes32 questionId);
    error CommitteeStillBonded(uint40 releaseAt);
    error CommitteeStillUnbonding(uint40 releaseAt);
    error CommitteeNothingToClaim(address operator);

    /// @notice The reward token, in which bonds and fees are paid.
    function token() external view returns (address);

    /// @notice Where penalties go.
    function treasury() external view returns (address);

    /// @notice The least seconds that a question leaves for committing, and for revealing; at least 1.
    function minWindow() external view returns (uint32);

    /// @notice Whether a question may leave so many seconds for committing, and for revealing: each at least `minWindow`,
    /// together at most 30 days. So every operator has time to answer, and no bond is held for long.
    function isFair(uint256 commitWindow, uint256 revealWindow) external view returns (bool);

    /// @notice The bond a member needs to be asked new questions.
    function minBond() external view returns (uint80);

    /// @notice Lists or unlists a contract that may open questions. Owner only.
    function setConsumer(address consumer, bool listed) external;

    /// @notice Whether `consumer` may open questions.
    function isConsumer(address consumer) external view returns (bool);

    /// @notice Lets `operator` bond and answer. Owner only. At most 15 at a time. Who left or was removed is asked again only
    /// once it bonds anew (`bond(0)` is enough), after its release: nobody is drafted back.
    function addMember(address operator) external;

    /// @notice Ends an operator's membership for new questions; it finishes what is open, and its bond is then
    /// free to withdraw. Owner only.
    function removeMember(address operator) external;

    /// @notice Changes the minimum bond, for new questions. Owner only.
    function setMinBond(uint80 minBond_) external;

    /// @notice Adds to the caller's bond. The caller must be a member, and approve the amount. Who requested to unbond,
    /// or was removed and added again, can come back once its bond is released, not before: else leaving and coming back would move the leader at will.
    function bond(uint256 amount) external;

    /// @notice Ends the caller's eligibility for new questions at once; the bond can be withdrawn after the last
    /// question that is open now and the delay.
    function requestUnbond() external;

    /// @notice Pays the whole bond back after `requestUnbond`, or removal, and its delay.
    function withdrawBond() external;

    /// @notice Opens a question; the caller is its consumer. The committee pulls the fee from the caller.
    /// @dev The members asked, quorum, windows, penalties and tolerance are fixed here.
    function open(bytes32 questionId, Terms calldata terms) external;

    /// @notice Stores the caller's commitment:
    /// keccak256(abi.encode(chainid, committee, questionId, operator, keccak256(payload), salt)). Once.
    /// @dev Neither 0 nor 2**256 - 1.
    function commit(bytes32 questionId, bytes32 commitment) external;

    /// @notice Reveals what the caller committed to. The consumer checks and scores it; a payload that it refuses is
    /// void: not counted, not paid, not penalized. So an operator that can't answer reveals an empty payload. Likewise one
    /// that the consumer says gives 0 for everything and that does not begin with a 16-bit zero for each value: no consumer
    /// makes a rejection, and so a leader's penalty, out of what operators did not say.
    function reveal(bytes32 questionId, bytes calldata payload, bytes32 salt) external;

    /// @notice Ends a question once its reveal window is over or all members have revealed what counts (a refused reveal does
    /// not); anyone may.
    /// Takes penalties, credits the fee, returns what is left of it to the consumer.
    /// @dev Later calls change nothing and return the same.
    /// @return decided Whether a quorum revealed.
    /// @return median The element-wise median; 0 if not decided.
    /// @return refund What of the fee went back to the consumer.
    function close(bytes32 questionId) external returns (bool decided, uint256 median, uint256 refund);

    /// @notice Pays the caller's credited fees.
    function claimCredit() external;

    /// @notice A question's terms and progress.
    function question(bytes32 questionId) external view returns (Question memory);

    /// @notice Whether a quorum has revealed, and the median of what was revealed.
    function result(bytes32 questionId) external view returns (bool decided, uint256 median);

    /// @notice The commitment of `operator` to a question; 0 if none, or once it is revealed.
    function commitmentOf(bytes32 questionId, address operator) external view returns (bytes32);

    /// @notice Whether `operator` revealed a payload that the consumer refused.
    function isRefused(bytes32 questionId, address operator) external view returns (bool);

    /// @notice Whether `operator` revealed, and its values; false where the consumer refused them.
    function revealOf(bytes32 questionId, address operator) external view returns (bool revealed, uint256 values);

    /// @notice The member whose turn it is to do what only one need do before the question opens; rotates with the
    /// consumer's own id over the members eligible now. Zero if there are none.
    function leader(bytes32 questionId) external view returns (address);

    /// @notice Whether `operator` would be asked if a question opened now, and whether it is the `leader`.
    function turnOf(bytes32 questionId, address operator) external view returns (bool eligible, bool leads);

    /// @notice Whether `operator` would be asked if a question opened now.
    function isEligible(address operator) external view returns (bool);

    /// @notice The members that would be asked if a question opened now, by number.
    function eligibleMembers() external view returns (address[] memory);

    /// @notice An operator's bond.
    function bondOf(address operator) external view returns (uint256);

    /// @notice An operator's credited fees, not yet claimed.
    function creditOf(address operator) external view returns (uint256);

    /// @notice An operator's member number, its bit in the bitmaps; zero if it never was a member.
    function numberOf(address operator) external view returns (uint8);

    /// @notice The operator with that member number; zero if none ever had it.
    function memberAt(uint8 number) external view returns (address);
}

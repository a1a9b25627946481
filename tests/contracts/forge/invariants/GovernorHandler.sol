// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {Handler} from "./Handler.sol";
import {Signing} from "./Signing.sol";
import {World} from "./World.sol";

/// @dev Proposals that set the registration fee, votes of every kind, and the guardian. What it notes is found again
/// in the
/// governor.
contract GovernorHandler is Handler, Signing {
    bytes32 private constant BALLOT =
        keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");

    uint256 public proposals;
    uint256 public fee;
    mapping(uint256 id => address) public proposer;
    mapping(uint256 id => IGovernor.ProposalState) private _last;
    mapping(uint256 id => mapping(address voter => bool)) private _voted;
    mapping(uint256 id => uint256[3]) private _votes;

    /// @dev 5, for proposals: they go forward only.
    modifier forward() {
        _;
        for (uint256 id = 1; id <= proposals; ++id) {
            IGovernor.ProposalState state = governor.state(id);
            if (_rank(state) < _rank(_last[id])) revert NotTrue("forward only");
            _last[id] = state;
        }
    }

    constructor(World world_) Handler(world_) {
        fee = registry.registrationFee();
    }

    /// @param shape 0: without the suffix; 1: with another's; 2: without a call; else in order.
    function propose(uint256 who, uint256 shape) external forward {
        address author = _pick(voters, who);
        shape = shape % 16;
        (address[] memory targets, uint256[] memory amounts, bytes[] memory calls) =
            (new address[](1), new uint256[](1), new bytes[](1));
        (targets[0], calls[0]) =
            (address(registry), abi.encodeCall(registry.setRegistrationFee, (_feeOf(proposals + 1))));
        if (shape == 2) calls = new bytes[](0);
        string memory suffix = shape == 0 ? "" : string.concat("#proposer=", _hex(shape == 1 ? stranger : author));
        uint256 before = token.getPastVotes(author, _now() - 1);
        bytes4 refusal = shape == 0 || (shape == 1 && author != stranger)
            ? IGovernor.GovernorRestrictedProposer.selector
            : before < governor.proposalThreshold()
                ? IGovernor.GovernorInsufficientProposerVotes.selector
                : shape == 2 ? IGovernor.GovernorInvalidProposalLength.selector : bytes4(0);
        bytes memory data = abi.encodeWithSelector(
            IGovernor.propose.selector, targets, amounts, calls, string.concat(_text(proposals + 1), suffix)
        );
        _act(author, address(governor), data, refusal);
        if (refusal != 0) return;
        proposer[++proposals] = author;
        world.noteSnapshot(_key(proposals), governor.proposalSnapshot(proposals));
    }

    function castVote(uint256 who, uint256 which, uint8 support) external forward {
        (address voter, uint256 id) = (_pick(voters, who), _proposal(which));
        _patiently(who / 16, id <= proposals ? governor.proposalSnapshot(id) + 1 : 0);
        support = support % 4;
        bytes4 refusal = _refusal(id, support, voter);
        _act(voter, address(governor), abi.encodeCall(governor.castVote, (id, support)), refusal);
        if (refusal == 0) _count(id, support, voter);
    }

    /// @param how 0: another's key; 1: for another chain; 2: for another contract; else in order, and then once more.
    function castVoteBySig(uint256 who, uint256 which, uint8 support, uint256 how) external forward {
        uint256 id = _proposal(which);
        (address voter, uint256 key) = who % 4 == 0
            ? (address(world.wallet()), world.WALLET_KEY())
            : (holders[who % holders.length], 2_000 + who % holders.length);
        (support, how) = (support % 3, how % 8);
        bytes32 structHash = keccak256(abi.encode(BALLOT, id, support, voter, governor.nonces(voter)));
        bytes memory signature = _signed(
            how == 0 ? 77 : key,
            _typedDigest(
                "TroupeGovernor",
                how == 2 ? address(rounds) : address(governor),
                how == 1 ? block.chainid + 1 : block.chainid,
                structHash
            )
        );
        bytes4 refusal = how < 3 ? IGovernor.GovernorInvalidSignature.selector : _refusal(id, support, voter);
        bytes memory data = abi.encodeCall(governor.castVoteBySig, (id, support, voter, signature));
        _act(stranger, address(governor), data, refusal);
        if (refusal != 0) return;
        _count(id, support, voter);
        _act(stranger, address(governor), data, IGovernor.GovernorInvalidSignature.selector);
    }

    /// @dev Tokens borrowed for one call weigh nothing, in votes and in proposing.
    function flashVote(uint256 lender, uint256 which, uint8 support) external forward {
        (address from, uint256 id) = (_pick(holders, lender), _proposal(which));
        _patiently(lender / 16, id <= proposals ? governor.proposalSnapshot(id) + 1 : 0);
        address borrower = address(uint160(uint256(keccak256(abi.encode("borrower", lender)))));
        uint256 amount = token.balanceOf(from);
        _act(from, address(token), abi.encodeCall(token.transfer, (borrower, amount)), 0);
        _act(borrower, address(token), abi.encodeCall(token.delegate, (borrower)), 0);
        eq(token.getPastVotes(borrower, _now() - 1), 0, "no past power");
        if (id <= proposals && _state(id) == IGovernor.ProposalState.Active && !_voted[id][borrower]) {
            bytes memory data = abi.encodeCall(governor.castVote, (id, support % 3));
            _act(borrower, address(governor), data, 0);
            (uint256 against, uint256 infavour, uint256 abstained) = governor.proposalVotes(id);
            eq(against + infavour + abstained, _votes[id][0] + _votes[id][1] + _votes[id][2], "it weighs nothing");
            _voted[id][borrower] = true;
        }
        _act(borrower, address(token), abi.encodeCall(token.transfer, (from, amount)), 0);
    }

    function queue(uint256 who, uint256 which) external forward {
        uint256 id = _proposal(which);
        _patiently(who / 16, id <= proposals ? governor.proposalDeadline(id) + 1 : 0);
        bytes4 refusal = _needs(id, IGovernor.ProposalState.Succeeded);
        _act(_pick(voters, who), address(governor), abi.encodeWithSignature("queue(uint256)", id), refusal);
    }

    function execute(uint256 who, uint256 which) external forward {
        uint256 id = _proposal(which);
        bool queued = id <= proposals && _state(id) == IGovernor.ProposalState.Queued;
        if (queued) _patiently(who / 16, governor.proposalEta(id));
        bool early = queued && _now() < governor.proposalEta(id);
        bytes4 refusal = queued
            ? early ? bytes4(keccak256("TimelockUnexpectedOperationState(bytes32,bytes32)")) : bytes4(0)
            : _needs(id, IGovernor.ProposalState.Queued);
        _act(_pick(voters, who), address(governor), abi.encodeWithSignature("execute(uint256)", id), refusal);
        if (refusal == 0) fee = _feeOf(id);
    }

    function cancel(uint256 who, uint256 which) external forward {
        uint256 id = _proposal(which);
        address actor = who % 2 == 0 ? guardian : _pick(voters, who / 2);
        bool known = id <= proposals;
        IGovernor.ProposalState state = known ? _state(id) : IGovernor.ProposalState.Pending;
        bool guards = actor == guardian && _now() < governor.guardianUntil();
        bool may = guards || (actor == proposer[id] && state == IGovernor.ProposalState.Pending);
        bool over = state == IGovernor.ProposalState.Canceled || state == IGovernor.ProposalState.Expired
            || state == IGovernor.ProposalState.Executed;
        bytes4 refusal = !known
            ? IGovernor.GovernorNonexistentProposal.selector
            : !may
                ? IGovernor.GovernorUnableToCancel.selector
                : over ? IGovernor.GovernorUnexpectedProposalState.selector : bytes4(0);
        if (who % 8 > 1 && refusal == 0) return;
        _act(actor, address(governor), abi.encodeWithSignature("cancel(uint256)", id), refusal);
    }

    /// @dev What governor and notes have to agree on.
    function check() external view {
        eq(governor.latestProposalId(), proposals, "numbered in order");
        eq(registry.registrationFee(), fee, "only what was passed and executed changes anything");
        for (uint256 id = proposals > 2 ? proposals - 2 : 1; id <= proposals; ++id) {
            (uint256 against, uint256 infavour, uint256 abstained) = governor.proposalVotes(id);
            eq(against, _votes[id][0], "against: one vote for each holder, with past power");
            eq(infavour, _votes[id][1], "for: one vote for each holder, with past power");
            eq(abstained, _votes[id][2], "abstained: one vote for each holder, with past power");
        }
    }

    // ------------------------------------------------------------------ inside

    function _refusal(uint256 id, uint8 support, address voter) private view returns (bytes4) {
        bytes4 refusal = _needs(id, IGovernor.ProposalState.Active);
        if (refusal != 0) return refusal;
        if (_voted[id][voter]) return IGovernor.GovernorAlreadyCastVote.selector;
        return support > 2 ? IGovernor.GovernorInvalidVoteType.selector : bytes4(0);
    }

    function _count(uint256 id, uint8 support, address voter) private {
        _voted[id][voter] = true;
        _votes[id][support] += world.powerAt(_key(id), voter);
    }

    function _needs(uint256 id, IGovernor.ProposalState state) private view returns (bytes4) {
        if (id > proposals) return IGovernor.GovernorNonexistentProposal.selector;
        return _state(id) == state ? bytes4(0) : IGovernor.GovernorUnexpectedProposalState.selector;
    }

    function _state(uint256 id) private view returns (IGovernor.ProposalState) {
        return governor.state(id);
    }

    /// @dev Which states can follow which.
    function _rank(IGovernor.ProposalState state) private pure returns (uint256) {
        if (state == IGovernor.ProposalState.Pending) return 0;
        if (state == IGovernor.ProposalState.Active) return 1;
        if (state == IGovernor.ProposalState.Succeeded) return 2;
        return state == IGovernor.ProposalState.Queued ? 3 : 4;
    }

    function _proposal(uint256 seed) private view returns (uint256) {
        if (seed % 16 == 0 || proposals == 0) return proposals + 1;
        return proposals - (seed / 16) % (proposals < 2 ? proposals : 2);
    }

    /// @dev Each proposal would set its own.
    function _feeOf(uint256 id) private pure returns (uint256) {
        return id * TOKEN;
    }

    function _text(uint256 id) private pure returns (string memory) {
        return string.concat("Fee of proposal ", vm.toString(id));
    }

    function _key(uint256 id) private pure returns (bytes32) {
        return keccak256(abi.encode("proposal", id));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {GovernorProposalGuardian} from "@openzeppelin/contracts/governance/extensions/GovernorProposalGuardian.sol";
import {GovernorSequentialProposalId} from
    "@openzeppelin/contracts/governance/extensions/GovernorSequentialProposalId.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {GovernorVotesQuorumFraction} from
    "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {GovernorActionStorage} from "./libraries/GovernorActionStorage.sol";

/// @title The DAO
/// @notice OpenZeppelin's Governor over the reward token, acting through a timelock that owns everything else.
///
/// Proposals are numbered from 1 and kept on chain, so that `queue(id)` and `execute(id)` need no more than the number.
/// A description ends with `#proposer=` and the proposer's address, so that nobody can put another's proposal first.
/// A ballot by signature is good until the vote ends, or until the deadline that it names in its parameters.
/// A quorum reached late extends the vote. Until `guardianUntil` a guardian can cancel proposals, and nothing else.
contract TroupeGovernor is
    GovernorSettings,
    GovernorCountingSimple,
    GovernorVotes,
    GovernorVotesQuorumFraction,
    GovernorPreventLateQuorum,
    GovernorTimelockControl,
    GovernorProposalGuardian,
    GovernorSequentialProposalId,
    GovernorActionStorage
{
    /// @dev `#proposer=0x` and 40 hex digits.
    uint256 private constant SUFFIX = 52;

    /// @notice From this block time on the guardian can do nothing.
    uint48 public immutable guardianUntil;

    error GovernorBallotExpired(uint256 deadline);

    /// @param votingDelay Seconds from proposal to vote.
    /// @param votingPeriod Seconds of voting.
    /// @param lateQuorumExtension Seconds of voting that are left at least once the quorum is reached.
    /// @param proposalThreshold Votes needed to propose.
    /// @param quorumPercent Share of the supply that has to vote for or abstain, in percent.
    /// @param guardian Who may cancel proposals; zero for nobody.
    /// @param guardianSeconds For how long from now.
    struct Settings {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint48 lateQuorumExtension;
        uint256 proposalThreshold;
        uint256 quorumPercent;
        address guardian;
        uint48 guardianSeconds;
    }

    constructor(IVotes token_, TimelockController timelock_, Settings memory s)
        Governor("TroupeGovernor")
        GovernorSettings(s.votingDelay, s.votingPeriod, s.proposalThreshold)
        GovernorVotes(token_)
        GovernorVotesQuorumFraction(s.quorumPercent)
        GovernorPreventLateQuorum(s.lateQuorumExtension)
        GovernorTimelockControl(timelock_)
    {
        _setProposalGuardian(s.guardian);
        guardianUntil = uint48(block.timestamp) + s.guardianSeconds;
    }

    /// @notice Where a proposal stands; once queued, as the timelock says.
    function state(uint256 proposalId)
        public
        view
        override(Governor, GovernorTimelockControl)
        returns (ProposalState)
    {
        return super.state(proposalId);
    }

    /// @notice When voting on a proposal ends; later than planned if the quorum came late.
    function proposalDeadline(uint256 proposalId)
        public
        view
        override(Governor, GovernorPreventLateQuorum)
        returns (uint256)
    {
        return super.proposalDeadline(proposalId);
    }

    /// @notice Whether a proposal goes through the timelock: each does.
    function proposalNeedsQueuing(uint256 proposalId)
        public
        view
        override(Governor, GovernorTimelockControl)
        returns (bool)
    {
        return super.proposalNeedsQueuing(proposalId);
    }

    /// @notice Votes needed to propose.
    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    /// @notice The number of a proposal that was made.
    function getProposalId(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public view override(Governor, GovernorSequentialProposalId) returns (uint256) {
        return super.getProposalId(targets, values, calldatas, descriptionHash);
    }

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal override(Governor, GovernorSequentialProposalId, GovernorActionStorage) returns (uint256) {
        return super._propose(targets, values, calldatas, description, proposer);
    }

    /// @dev The parameters of a vote, which a ballot by `castVoteWithReasonAndParamsBySig` signs too, are empty or its
    /// deadline: block time until which anyone may relay it.
    function _countVote(uint256 proposalId, address account, uint8 support, uint256 weight, bytes memory params)
        internal
        override(Governor, GovernorCountingSimple)
        returns (uint256)
    {
        if (params.length > 0) {
            if (params.length != 32) revert GovernorInvalidVoteParams();
            uint256 deadline = abi.decode(params, (uint256));
            if (block.timestamp > deadline) revert GovernorBallotExpired(deadline);
        }
        return super._countVote(proposalId, account, support, weight, params);
    }

    function _tallyUpdated(uint256 proposalId) internal override(Governor, GovernorPreventLateQuorum) {
        super._tallyUpdated(proposalId);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }

    /// @dev The suffix is a must here, with which OpenZeppelin leaves the choice to the proposer. Its 40 digits may be of
    /// any case. Compared digit by digit instead of parsed: that is 10,000 gas less.
    function _isValidDescriptionForProposer(address proposer, string memory description)
        internal
        pure
        override
        returns (bool valid)
    {
        uint256 length = bytes(description).length;
        if (length < SUFFIX) return false;
        bytes12 marker;
        assembly ("memory-safe") {
            let digits := sub(add(add(description, 0x20), length), 40)
            marker := mload(sub(digits, 12))
            valid := 1
            for { let i := 0 } lt(i, 40) { i := add(i, 1) } {
                let digit := and(shr(sub(156, shl(2, i)), proposer), 0xf)
                let isLetter := gt(digit, 9)
                // A letter's bit 0x20 is its case: '0' is 48, 'a' is 97.
                let character := or(byte(0, mload(add(digits, i))), shl(5, isLetter))
                valid := and(valid, eq(character, add(digit, add(48, mul(39, isLetter)))))
            }
        }
        return valid && marker == "#proposer=0x";
    }

    /// @dev The guardian until its time is over, or the proposer before the vote begins. OpenZeppelin would let the
    /// proposer cancel at any time where there is no guardian.
    function _validateCancel(uint256 proposalId, address caller)
        internal
        view
        override(Governor, GovernorProposalGuardian)
        returns (bool)
    {
        if (block.timestamp < guardianUntil && caller == proposalGuardian()) return true;
        return Governor._validateCancel(proposalId, caller);
    }
}

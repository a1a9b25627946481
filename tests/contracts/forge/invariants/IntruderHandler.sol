// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IPersonaRegistry} from "../../../../contracts/interfaces/IPersonaRegistry.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

/// @dev 7: everyone but the timelock, the deployer and the governor itself included, at every door that is the
/// timelock's.
contract IntruderHandler is Handler {
    constructor(World world_) Handler(world_) {}

    function intrude(uint256 who, uint256 which, bytes32 seed) external {
        address actor = _intruder(who);
        (address target, bytes memory data) = _door(which % 24, actor, seed);
        _act(actor, target, data, Ownable.OwnableUnauthorizedAccount.selector);
    }

    function setModel(uint256 who, uint256 personaId, bytes32 model) external {
        bytes memory data = abi.encodeCall(registry.setModel, (personaId, model));
        _act(_intruder(who), address(registry), data, IPersonaRegistry.RegistryUnauthorized.selector);
    }

    function governTheGovernor(uint256 who, uint256 which) external {
        bytes memory data = which % 6 == 0
            ? abi.encodeCall(governor.setVotingDelay, (1))
            : which % 6 == 1
                ? abi.encodeCall(governor.setVotingPeriod, (1))
                : which % 6 == 2
                    ? abi.encodeCall(governor.setProposalThreshold, (0))
                    : which % 6 == 3
                        ? abi.encodeCall(governor.updateQuorumNumerator, (0))
                        : which % 6 == 4
                            ? abi.encodeCall(governor.setProposalGuardian, (stranger))
                            : abi.encodeCall(governor.setLateQuorumVoteExtension, (0));
        _act(_intruder(who), address(governor), data, IGovernor.GovernorOnlyExecutor.selector);
    }

    function useTheTimelock(uint256 who, uint256 which) external {
        address actor = _intruder(who);
        if (actor == address(governor)) actor = stranger;
        bytes memory data = which % 3 == 0
            ? abi.encodeCall(timelock.schedule, (address(token), 0, "", 0, 0, 2 days))
            : which % 3 == 1
                ? abi.encodeCall(timelock.grantRole, (timelock.PROPOSER_ROLE(), actor))
                : abi.encodeCall(timelock.cancel, (0));
        _act(actor, address(timelock), data, IAccessControl.AccessControlUnauthorizedAccount.selector);
    }

    /// @dev Nobody but the timelock owns anything, and nobody but the governor proposes to the timelock.
    function check() external view {
        eq(registry.owner(), address(timelock), "registry");
        eq(contributions.owner(), address(timelock), "contributions");
        eq(committee.owner(), address(timelock), "committee");
        eq(rounds.owner(), address(timelock), "rounds");
        eq(training.owner(), address(timelock), "training");
        eq(token.owner(), address(timelock), "token");
        eq(registry.trainer(), address(training), "trainer of the registry");
        eq(contributions.trainer(), address(training), "trainer of the contributions");
        eq(rounds.currentVersion() * 10_000 + contributions.currentVersion() * 100 + training.currentVersion(), 10_101, "rules");
        eq(committee.minBond(), MIN_BOND, "least bond");
        isTrue(!committee.isConsumer(stranger), "consumers");
        for (uint256 i = 1; i <= PERSONAS; ++i) {
            eq(registry.persona(i).model, bytes32(0), "models");
            isTrue(registry.isActive(i), "activity");
        }
        address[3] memory others = [address(world), stranger, operators[0]];
        for (uint256 i = 0; i < others.length; ++i) _checkRoles(others[i]);
        isTrue(timelock.hasRole(timelock.PROPOSER_ROLE(), address(governor)), "the governor proposes");
        isTrue(timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), address(timelock)), "the timelock rules itself");
        _checkGovernor();
    }

    function _checkGovernor() private view {
        eq(governor.votingDelay(), 1 days, "delay");
        eq(governor.votingPeriod(), 5 days, "period");
        eq(governor.proposalThreshold(), 100_000 * TOKEN, "threshold");
        eq(governor.quorumNumerator(), 4, "quorum");
        eq(governor.proposalGuardian(), guardian, "guardian");
        eq(timelock.getMinDelay(), 2 days, "least delay");
    }

    function _checkRoles(address account) private view {
        isTrue(!timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), account), "no admin");
        isTrue(!timelock.hasRole(timelock.PROPOSER_ROLE(), account), "no proposer");
        isTrue(!timelock.hasRole(timelock.CANCELLER_ROLE(), account), "no canceller");
    }

    function _intruder(uint256 who) private view returns (address) {
        if (who % 8 == 0) return address(world);
        if (who % 8 == 1) return address(governor);
        return who % 8 == 2 ? guardian : _pick(voters, who / 8);
    }

    function _door(uint256 which, address actor, bytes32 seed) private view returns (address, bytes memory) {
        if (which < 5) return (_owned(which), abi.encodeCall(Ownable.transferOwnership, (actor)));
        if (which < 10) return (_owned(which - 5), abi.encodeCall(Ownable.renounceOwnership, ()));
        address target = which < 16 ? address(registry) : which < 20 ? address(committee) : address(token);
        if (which == 10) return (target, abi.encodeCall(registry.setActive, (1, false)));
        if (which == 11) return (target, abi.encodeCall(registry.setCard, (1, seed)));
        if (which == 12) return (target, abi.encodeCall(registry.setTrainer, (actor)));
        if (which == 13) return (target, abi.encodeCall(registry.setRegistrationFee, (uint256(seed))));
        if (which == 14) return (target, abi.encodeCall(registry.setContractURI, (seed)));
        if (which == 15) return (target, abi.encodeCall(registry.wire, (actor, actor)));
        if (which == 16) return (target, abi.encodeCall(committee.setConsumer, (actor, true)));
        if (which == 17) return (target, abi.encodeCall(committee.addMember, (actor)));
        if (which == 18) return (target, abi.encodeCall(committee.removeMember, (operators[0])));
        if (which == 19) return (target, abi.encodeCall(committee.setMinBond, (0)));
        if (which == 20) return (target, abi.encodeCall(token.mint, (actor, uint256(seed))));
        if (which == 21) return (address(rounds), abi.encodeCall(rounds.addParameters, (_roundParameters())));
        if (which == 22) return (address(training), abi.encodeCall(training.request, (1, seed, seed, 1)));
        return (address(contributions), abi.encodeCall(contributions.addParameters, (_contributionParameters())));
    }

    function _owned(uint256 which) private view returns (address) {
        address[5] memory owned =
            [address(registry), address(contributions), address(committee), address(rounds), address(token)];
        return owned[which];
    }
}

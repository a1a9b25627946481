// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {Stage} from "../Stage.sol";
import {World} from "./World.sol";

/// @dev Someone who knows where everything is.
abstract contract Visitor is Stage {
    World internal world;

    /// @dev All that hold votes: operators, holders, a contract wallet, a stranger, the registrant.
    address[] internal voters;

    function _visit(World world_) internal {
        world = world_;
        World.Parts memory p = world_.parts();
        (token, timelock, governor, registry) = (p.token, p.timelock, p.governor, p.registry);
        (contributions, factory, committee) = (p.contributions, p.factory, p.committee);
        (rounds, training) = (p.rounds, p.training);
        (operators, holders, voters) = world_.actors();
    }

    function _now() internal view returns (uint256) {
        return vm.getBlockTimestamp();
    }
}

/// @dev Actions that a campaign picks at random. Each says beforehand whether the protocol takes it or by which error
/// it
/// refuses it; anything else fails the campaign.
abstract contract Handler is Visitor {
    constructor(World world_) {
        _visit(world_);
    }

    /// @param refusal The error's selector; 0 if the protocol takes it.
    function _act(address actor, address target, bytes memory data, bytes4 refusal) internal returns (bytes memory) {
        return _pay(actor, target, 0, data, refusal);
    }

    function _pay(address actor, address target, uint256 value, bytes memory data, bytes4 refusal)
        internal
        returns (bytes memory out)
    {
        bool success;
        vm.prank(actor);
        (success, out) = target.call{value: value}(data);
        if (refusal == 0 && !success) {
            assembly ("memory-safe") {
                revert(add(out, 0x20), mload(out))
            }
        }
        if (refusal == 0) return out;
        isTrue(!success, "refused");
        eq(bytes32(bytes4(out)), bytes32(refusal), "refused by the expected error");
    }

    /// @dev Every other time, waits until then.
    function _patiently(uint256 seed, uint256 until) internal {
        if (seed % 2 == 0 && _now() < until) world.advance(until, (until - _now()) / 12 + 1);
    }

    function _pick(address[] storage list, uint256 seed) internal view returns (address) {
        return list[seed % list.length];
    }

    /// @dev Mostly the timelock, else someone who should not.
    function _governs(uint256 seed) internal view returns (address actor, bool allowed) {
        allowed = seed % 4 != 0;
        actor = allowed ? address(timelock) : voters[(seed / 4) % voters.length];
    }

    /// @dev Mostly one of the last few in that state; else any, or one that is not there.
    function _round(uint256 seed, IGenerationRounds.State state) internal view returns (uint256) {
        uint256 count = rounds.roundCount();
        if (seed % 16 == 0 || count == 0) return count + 1;
        for (uint256 i = 0; seed % 4 > 0 && i < 4 && i < count; ++i) {
            if (rounds.round(count - i).state == state) return count - i;
        }
        return count - (seed / 16) % (count < 3 ? count : 3);
    }
}

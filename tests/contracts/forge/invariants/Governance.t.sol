// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ClockHandler} from "./ClockHandler.sol";
import {GovernorHandler} from "./GovernorHandler.sol";
import {IntruderHandler} from "./IntruderHandler.sol";
import {RegistryHandler} from "./RegistryHandler.sol";
import {Suite} from "./Suite.sol";
import {TokenHandler} from "./TokenHandler.sol";
import {World} from "./World.sol";

/// @dev The DAO: token, governor, timelock, and everyone who would like to go round them.
contract GovernanceInvariants is Suite {
    GovernorHandler private _governor;
    TokenHandler private _tokens;
    IntruderHandler private _intruders;

    function setUp() public {
        World world_ = new World(2, 3, new address[](0));
        _visit(world_);
        _governor = new GovernorHandler(world_);
        _tokens = new TokenHandler(world_);
        _intruders = new IntruderHandler(world_);
        _target(address(new ClockHandler(world_)));
        _target(address(_governor));
        _target(address(_tokens));
        _target(address(_intruders));
        _governor.propose(0, 15);
    }

    /// 2, 7. The supply is what the timelock minted; nobody votes with the treasury.
    /// 4. One vote per holder and proposal, with past power; borrowed tokens weigh nothing.
    /// 7. Parameters, members, consumers, models, owners and roles are as deployed, for nothing else was passed; the
    /// deployer
    /// holds no role. The one thing that proposals change changes by execution alone.
    /// 8. A signature works once, here only: `GovernorHandler.castVoteBySig`.
    function invariant_governance() external view {
        _governor.check();
        _tokens.check();
        _intruders.check();
    }
}

/// @dev The registry under its timelock, with personas that are given away.
contract RegistryInvariants is Suite {
    RegistryHandler private _registry;

    function setUp() public {
        World world_ = new World(1, 3, new address[](0));
        _visit(world_);
        _registry = new RegistryHandler(world_);
        _target(address(new ClockHandler(world_)));
        _target(address(_registry));
        _registry.register(2, DIGEST, 4);
    }

    /// 7. Cards and activity are as the timelock set them. The agent wallet is its holder's, and never inherited.
    function invariant_registry() external view {
        _registry.check();
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {AnswersHandler} from "./AnswersHandler.sol";
import {ClockHandler} from "./ClockHandler.sol";
import {ConsumersHandler} from "./ConsumersHandler.sol";
import {HostileConsumer} from "./Hostile.sol";
import {MembersHandler} from "./MembersHandler.sol";
import {Suite} from "./Suite.sol";
import {World} from "./World.sol";

/// @dev The committee with a hostile consumer, cheating operators, and two honest ones.
contract CommitteeInvariants is Suite {
    MembersHandler private _members;
    ConsumersHandler private _consumers;

    function setUp() public {
        World world_ = new World(5, 3, new address[](0));
        _visit(world_);
        HostileConsumer consumer = new HostileConsumer(token, committee);
        vm.prank(address(timelock));
        token.transfer(address(consumer), WEALTH / 2);
        _members = new MembersHandler(world_);
        _consumers = new ConsumersHandler(world_, consumer);
        _consumers.list();
        _target(address(new ClockHandler(world_)));
        _target(address(_members));
        _target(address(_consumers));
        _target(address(new AnswersHandler(world_)));
        IOracleCommittee.Terms memory terms;
        terms.fee = uint80(100 * TOKEN);
        for (uint256 i = 1; i < 3; ++i) _consumers.open(i, 3, terms);
    }

    /// 1, 2. The committee's balance is every bond, every open fee and every credit, to the wei.
    /// 6. Each median is bounded by the revealed values: checked at each closing, by `AnswersHandler.close`.
    /// 7. Only the timelock lists members and consumers and sets the least bond.
    /// 8. Honest operators, who commit and reveal in time, never lose bond, whatever the consumer does; nobody
    /// reveals a copied or
    /// replayed commitment: `AnswersHandler.reveal`.
    function invariant_committee() external view {
        _checkCommitteeMoney();
        _members.check();
        _consumers.check();
    }

    /// 1, 2. However it went, every question closes and everyone gets out all that is theirs.
    function afterInvariant() external {
        _endCommittee();
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {Attack} from "../attacks/Attack.sol";

/// @dev Trap 3: a proposal that someone else puts first.
contract ProposalsTrapTest is Attack {
    function setUp() public {
        _deploy(1, 2, _native());
    }

    function _put(address proposer, string memory description) private returns (uint256) {
        (address[] memory targets, uint256[] memory amounts, bytes[] memory calls) =
            (new address[](1), new uint256[](1), new bytes[](1));
        targets[0] = address(registry);
        vm.prank(proposer);
        return governor.propose(targets, amounts, calls, description);
    }

    function test_trap3__proposal_of_another__cannot_be_put_first() public {
        string memory description = string.concat("Good idea#proposer=", _hex(holders[0]));
        _refuses(IGovernor.GovernorRestrictedProposer.selector);
        _put(holders[1], description);

        eq(_put(holders[0], description), 1, "its author's number");
    }

    function test_trap3__description_without_a_proposer__is_refused() public {
        _refuses(IGovernor.GovernorRestrictedProposer.selector);
        _put(holders[0], "Good idea");
        _refuses(IGovernor.GovernorRestrictedProposer.selector);
        _put(holders[0], "");
        _refuses(IGovernor.GovernorRestrictedProposer.selector);
        _put(holders[0], "A description that is longer than the whole suffix, and has none at its end");
    }

    function test_trap3__address_without_the_marker__is_refused() public {
        _refuses(IGovernor.GovernorRestrictedProposer.selector);
        _put(holders[0], string.concat("Good idea#author===", _hex(holders[0])));
    }

    function test_trap3__suffix_in_the_middle__is_refused() public {
        _refuses(IGovernor.GovernorRestrictedProposer.selector);
        _put(holders[0], string.concat("Idea#proposer=", _hex(holders[0]), " and more"));
    }

    function test_trap3__two_suffixes__the_last_one_counts() public {
        string memory both = string.concat("#proposer=", _hex(holders[0]), "#proposer=", _hex(holders[1]));
        _refuses(IGovernor.GovernorRestrictedProposer.selector);
        _put(holders[0], both);

        eq(_put(holders[1], both), 1, "id");
    }
}

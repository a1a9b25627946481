// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC8004Identity} from "../../../../contracts/interfaces/IERC8004Identity.sol";
import {IPersonaRegistry} from "../../../../contracts/interfaces/IPersonaRegistry.sol";
import {Attack} from "../attacks/Attack.sol";

/// @dev Trap 9: metadata.
contract MetadataTrapTest is Attack {
    string private constant CARD = "ipfs://f0155122000000000000000000000000000000000000000000000000000000000000000ab";

    function setUp() public {
        _deploy(4, 1, _native());
    }

    function test_trap9__digest__is_the_same_from_contribution_to_weight() public {
        uint256 tokenId = _activated(holders[0], 1, 7_000);

        eq(contributions.contribution(tokenId).digest, DIGEST, "digest");
    }

    function test_trap9__uri_that_is_no_ipfs_address__is_refused() public {
        vm.prank(address(timelock));
        uint256 personaId = registry.register(CARD);
        isTrue(keccak256(bytes(registry.tokenURI(personaId))) == keccak256(bytes(CARD)), "as it was given");

        _cannotRegister('{"name":"<script>alert(1)</script>","description":"","image":"\\u0022ab000000000"}');
        _cannotRegister('ipfs://"},"image0000000000000000000000000000000000000000000000000000000000000000');
        _cannotRegister("ipfs://f0155122000000000000000000000000000000000000000000000000000000000000000AB");
        _cannotRegister("ipfs://f01551220");
        _cannotRegister("ipfs://f01711220abababababababababababababababababababababababababababababababab");
    }

    function _cannotRegister(string memory uri) private {
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryInvalidURI.selector, uri));
        vm.prank(address(timelock));
        registry.register(uri);
    }

    function test_trap9__agent_wallet__is_cleared_on_transfer() public {
        address wallet = vm.addr(9);
        uint256 deadline = vm.getBlockTimestamp() + 1 minutes;
        bytes memory consent = _packed(9, _walletDigest(1, wallet, address(timelock), deadline));
        vm.prank(address(timelock));
        registry.setAgentWallet(1, wallet, deadline, consent);
        eq(registry.getAgentWallet(1), wallet, "set");

        vm.prank(address(timelock));
        registry.transferFrom(address(timelock), stranger, 1);
        eq(registry.getAgentWallet(1), address(0), "cleared");
        vm.prank(stranger);
        registry.transferFrom(stranger, address(timelock), 1);
        eq(registry.getAgentWallet(1), address(0), "and not found again");
    }

    function test_trap9__vault_as_agent_wallet__is_cleared_on_transfer() public {
        eq(registry.getAgentWallet(1), address(_vault(1)), "the vault");
        vm.prank(address(timelock));
        registry.transferFrom(address(timelock), stranger, 1);

        eq(registry.getAgentWallet(1), address(0), "cleared");
    }

    function test_trap9__agent_wallet__is_not_set_as_plain_metadata() public {
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryReservedKey.selector, "agentWallet"));
        vm.prank(address(timelock));
        registry.setMetadata(1, "agentWallet", abi.encodePacked(stranger));

        IERC8004Identity.MetadataEntry[] memory entries = new IERC8004Identity.MetadataEntry[](1);
        entries[0] = IERC8004Identity.MetadataEntry("agentWallet", abi.encodePacked(stranger));
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryReservedKey.selector, "agentWallet"));
        vm.prank(address(timelock));
        registry.register(CARD, entries);
    }
}

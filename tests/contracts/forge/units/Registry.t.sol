// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PersonaRegistry} from "../../../../contracts/PersonaRegistry.sol";
import {IERC8004Identity} from "../../../../contracts/interfaces/IERC8004Identity.sol";
import {IPersonaRegistry} from "../../../../contracts/interfaces/IPersonaRegistry.sol";
import {ContentURI} from "../../../../contracts/libraries/ContentURI.sol";
import {Stage} from "../Stage.sol";

contract RegistryTest is Stage {
    function setUp() public {
        _deploy(1, 1, new address[](0));
        vm.prank(holders[0]);
        token.approve(address(registry), WEALTH);
    }

    // ------------------------------------------------------------------ registering

    function test_register__without_a_card__is_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryEmptyDigest.selector));
        vm.prank(holders[0]);
        registry.register();
    }

    function test_register__with_metadata__keeps_it() public {
        IERC8004Identity.MetadataEntry[] memory metadata = new IERC8004Identity.MetadataEntry[](1);
        metadata[0] = IERC8004Identity.MetadataEntry("voice", "calm");
        string memory uri = ContentURI.fromDigest(DIGEST);
        vm.prank(holders[0]);
        uint256 agentId = registry.register(uri, metadata);

        eq(keccak256(registry.getMetadata(agentId, "voice")), keccak256("calm"), "voice");
        eq(registry.persona(agentId).card, DIGEST, "card");
        eq(token.balanceOf(holders[0]), WEALTH - 100 * TOKEN, "fee is paid");
    }

    function test_register__before_wiring__is_refused() public {
        PersonaRegistry unwired = new PersonaRegistry(token, address(timelock), address(this), 0);
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryNotWired.selector));
        unwired.register(DIGEST);
    }

    function test_register__by_a_stranger_before_the_handover__is_refused() public {
        PersonaRegistry wired = new PersonaRegistry(token, address(timelock), address(this), 0);
        wired.wire(address(contributions), address(factory));
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryNotOpen.selector));
        vm.prank(stranger);
        wired.register(DIGEST);
    }

    /// @dev The count is in the slot after the fee's; no test can register that many.
    function test_register__of_more_than_16_bits__is_refused() public {
        uint256 slot = 14;
        vm.store(address(registry), bytes32(slot), bytes32(uint256(type(uint16).max) - 1));
        eq(registry.personaCount(), type(uint16).max - 1, "count");
        vm.prank(holders[0]);
        eq(registry.register(DIGEST), type(uint16).max, "the last one");
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryFull.selector));
        vm.prank(holders[0]);
        registry.register(DIGEST);
    }

    function test_wire__twice__is_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryAlreadyWired.selector));
        vm.prank(address(timelock));
        registry.wire(address(contributions), address(factory));
    }

    // ------------------------------------------------------------------ cards and metadata

    function test_setCard__by_governance__replaces_it() public {
        vm.prank(address(timelock));
        registry.setCard(1, DIGEST);
        (, uint16 cardVersion,) = registry.versions(1);
        eq(registry.persona(1).card, DIGEST, "card");
        eq(cardVersion, 2, "version");
    }

    function test_setAgentURI__of_a_card__replaces_it() public {
        string memory uri = ContentURI.fromDigest(DIGEST);
        vm.prank(address(timelock));
        registry.setAgentURI(1, uri);
        eq(registry.persona(1).card, DIGEST, "card");
        eq(keccak256(bytes(registry.tokenURI(1))), keccak256(bytes(uri)), "uri");
    }

    function test_setCard__empty_or_of_nobody__is_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryEmptyDigest.selector));
        vm.prank(address(timelock));
        registry.setCard(1, 0);
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryUnknownPersona.selector, 17));
        vm.prank(address(timelock));
        registry.setCard(17, DIGEST);
    }

    function test_contractURI__set_by_governance__is_the_documents_address() public {
        eq(bytes(registry.contractURI()).length, 0, "none at first");
        vm.prank(address(timelock));
        registry.setContractURI(DIGEST);
        eq(keccak256(bytes(registry.contractURI())), keccak256(bytes(ContentURI.fromDigest(DIGEST))), "uri");
    }

    function test_supportsInterface__of_4906_and_721__is_true() public view {
        isTrue(registry.supportsInterface(0x49064906), "ERC-4906");
        isTrue(registry.supportsInterface(0x80ac58cd), "ERC-721");
        isTrue(!registry.supportsInterface(0xffffffff), "ERC-165's none");
    }

    // ------------------------------------------------------------------ wallets

    function test_getMetadata__of_the_wallet__is_the_vault_until_unset() public {
        bytes32 vault = keccak256(abi.encodePacked(registry.vaultOf(1)));
        eq(keccak256(registry.getMetadata(1, "agentWallet")), vault, "the vault");
        vm.prank(address(timelock));
        registry.unsetAgentWallet(1);
        eq(registry.getMetadata(1, "agentWallet").length, 0, "none");
        eq(registry.getAgentWallet(1), address(0), "no wallet");
    }

    function test_setAgentWallet__to_zero__is_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryInvalidWallet.selector));
        vm.prank(address(timelock));
        registry.setAgentWallet(1, address(0), block.timestamp, "");
    }

    // ------------------------------------------------------------------ reads of many

    function test_versionsOf__seventeen__is_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryTooMany.selector, 17));
        registry.versionsOf(new uint16[](17));
    }
}

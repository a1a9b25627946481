// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC8004Identity} from "../../../../contracts/interfaces/IERC8004Identity.sol";
import {IPersonaRegistry} from "../../../../contracts/interfaces/IPersonaRegistry.sol";
import {ContentURI} from "../../../../contracts/libraries/ContentURI.sol";
import {Handler} from "./Handler.sol";
import {Signing} from "./Signing.sol";
import {World} from "./World.sol";

/// @dev Personas beyond the first sixteen: registered by anyone, changed by the timelock, held by whom it gives them
/// to.
contract RegistryHandler is Handler, Signing {
    bytes32 private constant WALLET =
        keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)");

    uint256 public personas;
    mapping(uint256 id => bytes32) private _card;
    mapping(uint256 id => uint256) private _cardVersion;
    mapping(uint256 id => bool) private _active;
    mapping(uint256 id => bool) private _founded;
    mapping(uint256 id => address) private _wallet;

    constructor(World world_) Handler(world_) {
        personas = registry.personaCount();
    }

    /// @param how Which of the four ways.
    function register(uint256 who, bytes32 card, uint256 how) external {
        address actor = _pick(voters, who);
        if (how % 16 == 0) card = 0;
        string memory uri = ContentURI.fromDigest(card);
        IERC8004Identity.MetadataEntry[] memory metadata = new IERC8004Identity.MetadataEntry[](1);
        metadata[0] = IERC8004Identity.MetadataEntry(how % 8 == 7 ? "agentWallet" : "note", bytes(uri));
        bytes memory data = how % 4 == 0
            ? abi.encodeWithSignature("register(bytes32)", card)
            : how % 4 == 1
                ? abi.encodeWithSignature("register(string)", uri)
                : how % 4 == 2
                    ? abi.encodeWithSignature("register()")
                    : abi.encodeWithSignature("register(string,(string,bytes)[])", uri, metadata);
        bytes4 refusal = how % 4 == 2
            ? IPersonaRegistry.RegistryEmptyDigest.selector
            : card == 0
                ? how % 4 == 0 ? IPersonaRegistry.RegistryEmptyDigest.selector : IPersonaRegistry.RegistryInvalidURI.selector
                : token.balanceOf(actor) < registry.registrationFee()
                    ? IERC20Errors.ERC20InsufficientBalance.selector
                    : how % 8 == 7 ? IPersonaRegistry.RegistryReservedKey.selector : bytes4(0);
        uint256 treasury = token.balanceOf(address(timelock));
        _act(actor, address(registry), data, refusal);
        if (refusal != 0) return;
        ++personas;
        (_card[personas], _cardVersion[personas], _wallet[personas]) = (card, 1, registry.vaultOf(personas));
        eq(token.balanceOf(address(timelock)) - treasury, registry.registrationFee(), "the fee goes to the treasury");
    }

    function change(uint256 by, uint256 which, bytes32 digest, uint256 what) external {
        (address actor, bool allowed) = _governs(by);
        uint256 id = _persona(which);
        what = what % 4;
        bytes memory data = what == 0
            ? abi.encodeCall(registry.setActive, (id, uint256(digest) % 2 == 0))
            : what == 1
                ? abi.encodeCall(registry.setCard, (id, digest))
                : what == 2
                    ? abi.encodeCall(registry.setAgentURI, (id, ContentURI.fromDigest(digest)))
                    : abi.encodeCall(registry.setMetadata, (id, "note", abi.encode(digest)));
        bytes4 refusal = !allowed
            ? Ownable.OwnableUnauthorizedAccount.selector
            : digest == 0 && what == 1
                ? IPersonaRegistry.RegistryEmptyDigest.selector
                : digest == 0 && what == 2
                    ? IPersonaRegistry.RegistryInvalidURI.selector
                    : id > personas ? IPersonaRegistry.RegistryUnknownPersona.selector : bytes4(0);
        uint256 minted = contributions.contributionCount();
        _act(actor, address(registry), data, refusal);
        if (refusal != 0) return;
        if (what == 0) _noteActive(id, uint256(digest) % 2 == 0, minted);
        if (what == 1 || what == 2) (_card[id], _cardVersion[id]) = (digest, _cardVersion[id] + 1);
    }

    /// @param how 0: another's signature; 1: too late; 2: too far ahead; 3: no wallet; else in order.
    function setAgentWallet(uint256 who, uint256 which, uint256 how) external {
        (uint256 id, uint256 i) = (_persona(which), who % holders.length);
        if (id > personas) return;
        address holder = registry.ownerOf(id);
        address actor = who % 4 == 0 ? stranger : holder;
        how = how % 8;
        address wallet = how == 3 ? address(0) : holders[i];
        uint256 deadline = how == 1 ? _now() - 1 : how == 2 ? _now() + 301 : _now() + 300;
        bytes32 structHash = keccak256(abi.encode(WALLET, id, wallet, holder, deadline));
        bytes memory signature = _signed(
            how == 0 ? 77 : 2_000 + i,
            _typedDigest("ERC8004IdentityRegistry", address(registry), block.chainid, structHash)
        );
        bytes4 refusal = actor != holder
            ? IPersonaRegistry.RegistryUnauthorized.selector
            : how == 3
                ? IPersonaRegistry.RegistryInvalidWallet.selector
                : how == 1 || how == 2
                    ? IPersonaRegistry.RegistryInvalidDeadline.selector
                    : how == 0 ? IPersonaRegistry.RegistryInvalidSignature.selector : bytes4(0);
        bytes memory data = abi.encodeCall(registry.setAgentWallet, (id, wallet, deadline, signature));
        _act(actor, address(registry), data, refusal);
        if (refusal == 0) _wallet[id] = wallet;
    }

    function unsetAgentWallet(uint256 who, uint256 which) external {
        uint256 id = _persona(which);
        if (id > personas) return;
        address holder = registry.ownerOf(id);
        address actor = who % 2 == 0 ? stranger : holder;
        bytes4 refusal = actor == holder ? bytes4(0) : IPersonaRegistry.RegistryUnauthorized.selector;
        _act(actor, address(registry), abi.encodeCall(registry.unsetAgentWallet, (id)), refusal);
        if (refusal == 0) _wallet[id] = address(0);
    }

    function transfer(uint256 who, uint256 which, uint256 to) external {
        uint256 id = _persona(which);
        if (id > personas) return;
        address holder = registry.ownerOf(id);
        address actor = who % 4 == 0 ? guardian : holder;
        bytes4 refusal = actor == holder ? bytes4(0) : IERC721Errors.ERC721InsufficientApproval.selector;
        bytes memory data = abi.encodeCall(registry.transferFrom, (holder, _pick(holders, to), id));
        _act(actor, address(registry), data, refusal);
        if (refusal == 0) _wallet[id] = address(0);
    }

    /// @dev Cards, activity and wallets are what whoever may set them set.
    function check() external view {
        eq(registry.personaCount(), personas, "all personas are known");
        for (uint256 id = PERSONAS + 1; id <= personas; ++id) {
            IPersonaRegistry.Persona memory p = registry.persona(id);
            eq(p.card, _card[id], "the timelock alone changes cards");
            eq(p.cardVersion, _cardVersion[id], "each change is a version");
            isTrue(p.active == _active[id] && p.founded == _founded[id], "the timelock alone activates");
            eq(registry.getAgentWallet(id), _wallet[id], "a wallet is cleared on transfer");
            isTrue((registry.vaultOf(id).code.length > 0) == _founded[id], "a vault from the first activation on");
        }
    }

    function _noteActive(uint256 id, bool active, uint256 minted) private {
        uint256 expected = active && !_founded[id] ? 1 : 0;
        eq(contributions.contributionCount() - minted, expected, "a card is a contribution once");
        _active[id] = active;
        if (active) _founded[id] = true;
    }

    /// @dev One of those registered here, or one that is not there.
    function _persona(uint256 seed) private view returns (uint256) {
        uint256 count = personas - PERSONAS;
        return seed % 16 == 0 || count == 0 ? personas + 1 : PERSONAS + 1 + (seed / 16) % count;
    }
}

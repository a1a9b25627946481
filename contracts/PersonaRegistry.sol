// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IContributionNFT} from "./interfaces/IContributionNFT.sol";
import {IERC8004Identity} from "./interfaces/IERC8004Identity.sol";
import {IPersonaRegistry} from "./interfaces/IPersonaRegistry.sol";
import {IRevenueFactory} from "./interfaces/IRevenueFactory.sol";
import {CollectionMetadata} from "./libraries/CollectionMetadata.sol";
import {ContentURI} from "./libraries/ContentURI.sol";
import {Words} from "./libraries/Words.sol";

contract PersonaRegistry is IPersonaRegistry, CollectionMetadata, EIP712 {
    using SafeERC20 for IERC20;
    using Words for uint256;

    string private constant WALLET_KEY = "agentWallet";
    bytes32 private constant WALLET_TYPEHASH =
        keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)");

    /// @dev A wallet's consent is for now: as in ERC-8004's reference contracts.
    uint256 private constant MAX_CONSENT = 5 minutes;

    /// @notice The reward token, in which the registration fee is paid.
    IERC20 public immutable token;

    /// @notice Where the registration fee goes and who holds the personas' tokens: the timelock.
    address public immutable treasury;

    /// @notice Where a persona's card becomes its first contribution; zero until wired.
    IContributionNFT public contributions;

    /// @notice Where a persona's vault comes from; zero until wired.
    IRevenueFactory public factory;

    /// @inheritdoc IPersonaRegistry
    address public trainer;

    /// @inheritdoc IPersonaRegistry
    uint256 public registrationFee;

    /// @inheritdoc IPersonaRegistry
    uint256 public personaCount;

    mapping(uint256 personaId => Persona) private _personas;
    mapping(uint256 personaId => address) private _wallets;
    mapping(uint256 personaId => mapping(string key => bytes)) private _metadata;

    /// @param owner_ The deployer, which hands over to the timelock after wiring.
    constructor(IERC20 token_, address treasury_, address owner_, uint256 registrationFee_)
        ERC721("Troupe Persona", "PERSONA")
        EIP712("ERC8004IdentityRegistry", "1")
        Ownable(owner_)
    {
        token = token_;
        // `ape run verify` compares what is deployed with what was meant.
        // slither-disable-next-line missing-zero-check
        treasury = treasury_;
        registrationFee = registrationFee_;
        emit RegistrationFeeSet(registrationFee_);
    }

    // ------------------------------------------------------------------ registering

    /// @inheritdoc IPersonaRegistry
    function register(bytes32 card) external returns (uint256 personaId) {
        return _register(card);
    }

    /// @inheritdoc IERC8004Identity
    function register(string calldata agentURI) external returns (uint256 agentId) {
        return _register(_digestOf(agentURI));
    }

    /// @inheritdoc IERC8004Identity
    function register(string calldata agentURI, MetadataEntry[] calldata metadata) external returns (uint256 agentId) {
        agentId = _register(_digestOf(agentURI));
        for (uint256 i = 0; i < metadata.length; ++i) {
            _setMetadata(agentId, metadata[i].metadataKey, metadata[i].metadataValue);
        }
    }

    /// @inheritdoc IERC8004Identity
    /// @dev Reverts: a persona is its card.
    function register() external returns (uint256 agentId) {
        return _register(0);
    }

    // ------------------------------------------------------------------ governance

    /// @inheritdoc IPersonaRegistry
    function wire(address contributions_, address factory_) external onlyOwner {
        if (address(contributions) != address(0)) revert RegistryAlreadyWired();
        contributions = IContributionNFT(contributions_);
        factory = IRevenueFactory(factory_);
    }

    /// @inheritdoc IPersonaRegistry
    function setActive(uint256 personaId, bool active) external onlyOwner {
        Persona storage p = _existing(personaId);
        bool found = active && !p.founded;
        p.active = active;
        if (found) p.founded = true;
        emit ActivitySet(personaId, active);

        if (found) {
            // What these two return nobody asks for here.
            // slither-disable-next-line unused-return
            factory.createVault(personaId);
            // slither-disable-next-line unused-return
            contributions.mintGenesis(uint16(personaId), p.registrant, p.card);
        }
    }

    /// @inheritdoc IPersonaRegistry
    function setCard(uint256 personaId, bytes32 card) external onlyOwner {
        _setCard(personaId, card);
    }

    /// @inheritdoc IERC8004Identity
    /// @dev Owner only; a card's IPFS address.
    function setAgentURI(uint256 agentId, string calldata newURI) external onlyOwner {
        _setCard(agentId, _digestOf(newURI));
    }

    /// @inheritdoc IPersonaRegistry
    function setModel(uint256 personaId, bytes32 model) external {
        if (msg.sender != owner() && msg.sender != trainer) revert RegistryUnauthorized(msg.sender);
        Persona storage p = _existing(personaId);
        p.model = model;
        emit ModelUpdated(personaId, ++p.modelVersion, model);
    }

    /// @inheritdoc IERC8004Identity
    /// @dev Owner only.
    function setMetadata(uint256 agentId, string calldata metadataKey, bytes calldata metadataValue)
        external
        onlyOwner
    {
        _existing(agentId);
        _setMetadata(agentId, metadataKey, metadataValue);
    }

    /// @inheritdoc IPersonaRegistry
    function setTrainer(address trainer_) external onlyOwner {
        // Zero is for none.
        // slither-disable-next-line missing-zero-check
        trainer = trainer_;
        emit TrainerSet(trainer_);
    }

    /// @inheritdoc IPersonaRegistry
    function setRegistrationFee(uint256 fee) external onlyOwner {
        registrationFee = fee;
        emit RegistrationFeeSet(fee);
    }

    // ------------------------------------------------------------------ agent wallets

    /// @inheritdoc IERC8004Identity
    /// @dev The token's owner or whom it approved; the deadline is at most five minutes ahead.
    function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature) external {
        address holder = _requireHolder(agentId);
        if (newWallet == address(0)) revert RegistryInvalidWallet();
        if (block.timestamp > deadline || deadline > block.timestamp + MAX_CONSENT) {
            revert RegistryInvalidDeadline(deadline);
        }
        bytes32 structHash = keccak256(abi.encode(WALLET_TYPEHASH, agentId, newWallet, holder, deadline));
        if (!SignatureChecker.isValidSignatureNowCalldata(newWallet, _hashTypedDataV4(structHash), signature)) {
            revert RegistryInvalidSignature(newWallet);
        }
        _setWallet(agentId, newWallet);
    }

    /// @inheritdoc IERC8004Identity
    /// @dev The token's owner or whom it approved.
    function unsetAgentWallet(uint256 agentId) external {
        _requireHolder(agentId);
        _setWallet(agentId, address(0));
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IPersonaRegistry
    function persona(uint256 personaId) external view returns (Persona memory) {
        return _existing(personaId);
    }

    /// @inheritdoc IPersonaRegistry
    function isActive(uint256 personaId) external view returns (bool) {
        return _personas[personaId].active;
    }

    /// @inheritdoc IPersonaRegistry
    function versions(uint256 personaId)
        external
        view
        returns (bool active, uint16 cardVersion, uint16 modelVersion)
    {
        Persona storage p = _personas[personaId];
        return (p.active, p.cardVersion, p.modelVersion);
    }

    /// @inheritdoc IPersonaRegistry
    function versionsOf(uint16[] calldata personaIds)
        external
        view
        returns (uint256 active, uint256 cardVersions, uint256 modelVersions)
    {
        if (personaIds.length > Words.LENGTH) revert RegistryTooMany(personaIds.length);
        for (uint256 i = 0; i < personaIds.length; ++i) {
            Persona storage p = _personas[personaIds[i]];
            if (p.active) active |= 1 << i;
            cardVersions = cardVersions.put(i, p.cardVersion);
            modelVersions = modelVersions.put(i, p.modelVersion);
        }
    }

    /// @inheritdoc IPersonaRegistry
    function vaultOf(uint256 personaId) public view returns (address) {
        return factory.vaultOf(personaId);
    }

    /// @notice The persona's character card, which is the agent's registration file.
    function tokenURI(uint256 personaId) public view override returns (string memory) {
        return ContentURI.fromDigest(_existing(personaId).card);
    }

    /// @inheritdoc IERC8004Identity
    function getAgentWallet(uint256 agentId) public view returns (address) {
        return _existing(agentId).walletChanged ? _wallets[agentId] : vaultOf(agentId);
    }

    /// @inheritdoc IERC8004Identity
    function getMetadata(uint256 agentId, string calldata metadataKey) external view returns (bytes memory) {
        if (!Strings.equal(metadataKey, WALLET_KEY)) return _metadata[agentId][metadataKey];
        address wallet = getAgentWallet(agentId);
        return wallet == address(0) ? bytes("") : abi.encodePacked(wallet);
    }

    // ------------------------------------------------------------------ inside

    function _register(bytes32 card) private returns (uint256 personaId) {
        if (address(contributions) == address(0)) revert RegistryNotWired();
        address owner_ = owner();
        if (msg.sender != owner_ && owner_ != treasury) revert RegistryNotOpen();
        if (card == 0) revert RegistryEmptyDigest();
        personaId = ++personaCount;
        if (personaId > type(uint16).max) revert RegistryFull();

        Persona storage p = _personas[personaId];
        p.card = card;
        p.registrant = msg.sender;
        p.cardVersion = 1;
        _mint(treasury, personaId);
        address vault = vaultOf(personaId);
        emit PersonaRegistered(personaId, msg.sender, card, vault);
        emit Registered(personaId, ContentURI.fromDigest(card), treasury);
        emit MetadataSet(personaId, WALLET_KEY, WALLET_KEY, abi.encodePacked(vault));

        if (registrationFee > 0 && msg.sender != owner_) token.safeTransferFrom(msg.sender, treasury, registrationFee);
    }

    function _setCard(uint256 personaId, bytes32 card) private {
        if (card == 0) revert RegistryEmptyDigest();
        Persona storage p = _existing(personaId);
        p.card = card;
        emit CardUpdated(personaId, ++p.cardVersion, card);
        emit URIUpdated(personaId, ContentURI.fromDigest(card), msg.sender);
        emit MetadataUpdate(personaId);
    }

    function _setMetadata(uint256 agentId, string calldata key, bytes calldata value) private {
        if (Strings.equal(key, WALLET_KEY)) revert RegistryReservedKey(key);
        _metadata[agentId][key] = value;
        emit MetadataSet(agentId, key, key, value);
    }

    function _setWallet(uint256 agentId, address wallet) private {
        _personas[agentId].walletChanged = true;
        _wallets[agentId] = wallet;
        emit MetadataSet(agentId, WALLET_KEY, WALLET_KEY, wallet == address(0) ? bytes("") : abi.encodePacked(wallet));
    }

    /// @dev A new owner does not inherit the wallet of the one before.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        from = super._update(to, tokenId, auth);
        if (from != address(0)) _setWallet(tokenId, address(0));
    }

    function _requireHolder(uint256 agentId) private view returns (address holder) {
        holder = _requireOwned(agentId);
        if (!_isAuthorized(holder, msg.sender, agentId)) revert RegistryUnauthorized(msg.sender);
    }

    function _digestOf(string calldata uri) private pure returns (bytes32 digest) {
        digest = ContentURI.toDigest(uri);
        if (digest == 0) revert RegistryInvalidURI(uri);
    }

    function _existing(uint256 personaId) private view returns (Persona storage p) {
        p = _personas[personaId];
        if (p.cardVersion == 0) revert RegistryUnknownPersona(personaId);
    }
}

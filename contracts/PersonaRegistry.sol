// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IContributionNFT} from "./interfaces/IContributionNFT.sol";
import {IPersonaRegistry} from "./interfaces/IPersonaRegistry.sol";
import {IRevenueFactory} from "./interfaces/IRevenueFactory.sol";
import {ContentURI} from "./libraries/ContentURI.sol";

contract PersonaRegistry is IPersonaRegistry, ERC721, Ownable {
    using SafeERC20 for IERC20;

    /// @notice The reward token, in which the registration fee is paid.
    IERC20 public immutable token;

    /// @notice Where the registration fee goes and who holds the personas' tokens: the timelock.
    address public immutable treasury;

    /// @notice Where a persona's card becomes its first contribution; zero until wired.
    IContributionNFT public contributions;

    /// @notice Where a persona's vault comes from; zero until wired.
    IRevenueFactory public factory;

    /// @inheritdoc IPersonaRegistry
    uint256 public registrationFee;

    /// @inheritdoc IPersonaRegistry
    uint256 public personaCount;

    mapping(uint256 personaId => Persona) private _personas;

    /// @param owner_ The deployer, which hands over to the timelock after wiring.
    constructor(IERC20 token_, address treasury_, address owner_, uint256 registrationFee_)
        ERC721("Troupe Persona", "PERSONA")
        Ownable(owner_)
    {
        token = token_;
        treasury = treasury_;
        registrationFee = registrationFee_;
        emit RegistrationFeeSet(registrationFee_);
    }

    // ------------------------------------------------------------------ registering

    /// @inheritdoc IPersonaRegistry
    function register(bytes32 card) external returns (uint256 personaId) {
        if (address(contributions) == address(0)) revert RegistryNotWired();
        address owner_ = owner();
        if (msg.sender != owner_ && owner_ != treasury) revert RegistryNotOpen();
        if (card == 0) revert RegistryEmptyDigest();
        personaId = ++personaCount;
        if (personaId > type(uint16).max) revert RegistryFull();

        _personas[personaId].card = card;
        _personas[personaId].cardVersion = 1;
        _mint(treasury, personaId);
        emit PersonaRegistered(personaId, msg.sender, card, factory.vaultOf(personaId));

        factory.createVault(personaId);
        contributions.mintGenesis(uint16(personaId), msg.sender, card);
        if (registrationFee > 0 && msg.sender != owner_) token.safeTransferFrom(msg.sender, treasury, registrationFee);
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
        _existing(personaId).active = active;
        emit ActivitySet(personaId, active);
    }

    /// @inheritdoc IPersonaRegistry
    function setCard(uint256 personaId, bytes32 card) external onlyOwner {
        if (card == 0) revert RegistryEmptyDigest();
        Persona storage p = _existing(personaId);
        p.card = card;
        emit CardUpdated(personaId, ++p.cardVersion, card);
    }

    /// @inheritdoc IPersonaRegistry
    function setModel(uint256 personaId, bytes32 model) external onlyOwner {
        Persona storage p = _existing(personaId);
        p.model = model;
        emit ModelUpdated(personaId, ++p.modelVersion, model);
    }

    /// @inheritdoc IPersonaRegistry
    function setRegistrationFee(uint256 fee) external onlyOwner {
        registrationFee = fee;
        emit RegistrationFeeSet(fee);
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
    function vaultOf(uint256 personaId) external view returns (address) {
        return factory.vaultOf(personaId);
    }

    /// @notice The persona's character card.
    function tokenURI(uint256 personaId) public view override returns (string memory) {
        return ContentURI.fromDigest(_existing(personaId).card);
    }

    function _existing(uint256 personaId) private view returns (Persona storage p) {
        p = _personas[personaId];
        if (p.cardVersion == 0) revert RegistryUnknownPersona(personaId);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Personas
/// @notice Each persona is an ERC-721 token held by the DAO: a character card and a model, both by digest, with
/// numbered versions. Anyone registers one for a fee; only governance activates it and changes it.
interface IPersonaRegistry {
    /// @param card Digest of the character card.
    /// @param model Digest of the model document; 0 for the operators' default model.
    /// @param cardVersion From 1, one more with each change.
    /// @param modelVersion From 0 (no model), one more with each change.
    /// @param active Whether rounds may include it.
    struct Persona {
        bytes32 card;
        bytes32 model;
        uint16 cardVersion;
        uint16 modelVersion;
        bool active;
    }

    event PersonaRegistered(uint256 indexed personaId, address indexed registrant, bytes32 card, address vault);
    event CardUpdated(uint256 indexed personaId, uint16 version, bytes32 card);
    event ModelUpdated(uint256 indexed personaId, uint16 version, bytes32 model);
    event ActivitySet(uint256 indexed personaId, bool active);
    event RegistrationFeeSet(uint256 fee);

    error RegistryEmptyDigest();
    error RegistryUnknownPersona(uint256 personaId);
    error RegistryAlreadyWired();
    error RegistryNotWired();
    error RegistryNotOpen();
    error RegistryFull();

    /// @notice Names the two contracts that registering calls. Once, owner only (the deployer, before it renounces).
    function wire(address contributions_, address factory_) external;

    /// @notice Registers an inactive persona for the caller: pays the fee to the treasury, creates the vault, mints the
    /// card as the persona's first contribution to the caller. The owner pays no fee, and is the only one who may until
    /// the treasury owns the registry: nobody can slip a persona into a deployment.
    function register(bytes32 card) external returns (uint256 personaId);

    /// @notice Lets a persona take part in rounds, or not. Owner only.
    function setActive(uint256 personaId, bool active) external;

    /// @notice Replaces a persona's card. Owner only.
    function setCard(uint256 personaId, bytes32 card) external;

    /// @notice Replaces a persona's model. Owner only.
    function setModel(uint256 personaId, bytes32 model) external;

    /// @notice Changes what registering costs, in reward tokens. Owner only.
    function setRegistrationFee(uint256 fee) external;

    /// @notice What registering costs, in reward tokens.
    function registrationFee() external view returns (uint256);

    /// @notice Number of personas; they are numbered from 1 to at most 65535.
    function personaCount() external view returns (uint256);

    /// @notice A persona. Reverts if there is none.
    function persona(uint256 personaId) external view returns (Persona memory);

    /// @notice Whether rounds may include it; false for unknown ids.
    function isActive(uint256 personaId) external view returns (bool);

    /// @notice What a round fixes of a persona when it opens; all zero for unknown ids.
    function versions(uint256 personaId)
        external
        view
        returns (bool active, uint16 cardVersion, uint16 modelVersion);

    /// @notice The address of a persona's vault.
    function vaultOf(uint256 personaId) external view returns (address);
}

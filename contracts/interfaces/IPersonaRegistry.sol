// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC8004Identity} from "./IERC8004Identity.sol";

/// @title Personas
/// @notice Each persona is an ERC-721 token held by the DAO and an ERC-8004 agent: a character card and a model, both by
/// digest, with numbered versions. The card is a pinned document that is also the token's metadata and the agent's
/// registration file, so `tokenURI` and the agent URI are its IPFS address.
///
/// Anyone registers a persona for a fee. Only governance activates and changes it; besides, a training job that the
/// committee passed sets its model. What ERC-8004 leaves to the token's owner (URI, metadata) is governance's here,
/// whoever holds the token; the agent wallet alone is the owner's. Prizes go to the vault, whatever the agent wallet is.
interface IPersonaRegistry is IERC8004Identity {
    /// @param card Digest of the character card.
    /// @param model Digest of the model document; 0 for the operators' default model.
    /// @param registrant Who registered it, and gets its first contribution.
    /// @param cardVersion From 1, one more with each change.
    /// @param modelVersion From 0 (no model), one more with each change.
    /// @param active Whether rounds may include it.
    /// @param founded Whether it was ever active: then it has a vault and a first contribution.
    /// @param walletChanged Whether the agent wallet is another than the vault.
    struct Persona {
        bytes32 card;
        bytes32 model;
        address registrant;
        uint16 cardVersion;
        uint16 modelVersion;
        bool active;
        bool founded;
        bool walletChanged;
    }

    event PersonaRegistered(uint256 indexed personaId, address indexed registrant, bytes32 card, address vault);
    event CardUpdated(uint256 indexed personaId, uint16 version, bytes32 card);
    event ModelUpdated(uint256 indexed personaId, uint16 version, bytes32 model);
    event ActivitySet(uint256 indexed personaId, bool active);
    event RegistrationFeeSet(uint256 fee);
    // Rare enough to be found by its name.
    // slither-disable-next-line unindexed-event-address
    event TrainerSet(address trainer);

    error RegistryEmptyDigest();
    error RegistryInvalidURI(string uri);
    error RegistryReservedKey(string key);
    error RegistryUnknownPersona(uint256 personaId);
    error RegistryAlreadyWired();
    error RegistryNotWired();
    error RegistryNotOpen();
    error RegistryFull();
    error RegistryTooMany(uint256 count);
    error RegistryUnauthorized(address caller);
    error RegistryInvalidWallet();
    error RegistryInvalidDeadline(uint256 deadline);
    error RegistryInvalidSignature(address wallet);

    /// @notice Names the two contracts that activating calls. Once, owner only (the deployer, before it renounces).
    function wire(address contributions_, address factory_) external;

    /// @notice Registers an inactive persona for the caller and pays the fee to the treasury, which gets the token. The
    /// owner pays no fee, and is the only one who may until the treasury owns the registry: nobody can slip a persona into
    /// a deployment. ERC-8004's `register(agentURI)` does the same for the card's IPFS address.
    function register(bytes32 card) external returns (uint256 personaId);

    /// @notice Lets a persona take part in rounds, or not. The first time, creates its vault and mints its card as its
    /// first contribution to the registrant. Owner only.
    function setActive(uint256 personaId, bool active) external;

    /// @notice Replaces a persona's card. Owner only.
    function setCard(uint256 personaId, bytes32 card) external;

    /// @notice Replaces a persona's model. Owner, or the trainer for a job that passed.
    function setModel(uint256 personaId, bytes32 model) external;

    /// @notice Names the contract whose passed jobs set models; zero for none. Owner only. Jobs that the one before is
    /// evaluating can pass only while it is named.
    function setTrainer(address trainer_) external;

    /// @notice Changes what registering costs, in reward tokens. Owner only.
    function setRegistrationFee(uint256 fee) external;

    /// @notice What registering costs, in reward tokens.
    function registrationFee() external view returns (uint256);

    /// @notice The contract whose passed jobs set models.
    function trainer() external view returns (address);

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

    /// @notice As `versions`, for up to 16 personas: bit i of `active` and value i of the words (see `Words`) are those of
    /// the i-th.
    function versionsOf(uint16[] calldata personaIds)
        external
        view
        returns (uint256 active, uint256 cardVersions, uint256 modelVersions);

    /// @notice The address of a persona's vault, which can be paid before it is created.
    function vaultOf(uint256 personaId) external view returns (address);
}

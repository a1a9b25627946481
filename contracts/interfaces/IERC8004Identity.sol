// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ERC-8004's Identity Registry: agents as ERC-721 tokens
/// @dev https://eips.ethereum.org/EIPS/eip-8004, "Identity Registry".
interface IERC8004Identity {
    struct MetadataEntry {
        string metadataKey;
        bytes metadataValue;
    }

    event Registered(uint256 indexed agentId, string agentURI, address indexed owner);
    event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy);
    event MetadataSet(
        uint256 indexed agentId, string indexed indexedMetadataKey, string metadataKey, bytes metadataValue
    );

    /// @notice Registers an agent whose registration file is at `agentURI`, with metadata on chain.
    function register(string calldata agentURI, MetadataEntry[] calldata metadata) external returns (uint256 agentId);

    /// @notice Registers an agent whose registration file is at `agentURI`.
    function register(string calldata agentURI) external returns (uint256 agentId);

    /// @notice Registers an agent without a registration file.
    function register() external returns (uint256 agentId);

    /// @notice Changes where an agent's registration file is.
    function setAgentURI(uint256 agentId, string calldata newURI) external;

    /// @notice An agent's metadata by key; empty where there is none. The key `agentWallet` is reserved.
    function getMetadata(uint256 agentId, string calldata metadataKey) external view returns (bytes memory);

    /// @notice Changes an agent's metadata.
    function setMetadata(uint256 agentId, string calldata metadataKey, bytes calldata metadataValue) external;

    /// @notice Where an agent is paid; zero after a transfer, until set anew.
    function getAgentWallet(uint256 agentId) external view returns (address);

    /// @notice Names another wallet, which signed `AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256
    /// deadline)` (EIP-712; a key's signature or a contract's by ERC-1271).
    function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature) external;

    /// @notice Forgets the wallet.
    function unsetAgentWallet(uint256 agentId) external;
}

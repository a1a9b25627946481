// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Creates the personas' vaults
/// @notice One deterministic ERC-1167 clone per persona, so that its address is known, and can be paid, before it is
/// created.
interface IRevenueFactory {
    event VaultCreated(uint256 indexed personaId, address vault);

    error FactoryTooManyAssets(uint256 count);
    error FactoryDuplicateAsset(address asset);

    /// @notice Creates a persona's vault, or does nothing where it exists; whoever does it, it is the same vault.
    function createVault(uint256 personaId) external returns (address vault);

    /// @notice The address of a persona's vault, created or not.
    function vaultOf(uint256 personaId) external view returns (address vault);

    /// @notice The contract every vault runs.
    function implementation() external view returns (address);

    /// @notice The assets every vault shares: the reward token, the native coin (`address(0)`), at most two more.
    function assets() external view returns (address[] memory);
}

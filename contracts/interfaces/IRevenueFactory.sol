// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Creates the personas' vaults
/// @notice One deterministic ERC-1167 clone per persona, so that its address is known, and can be paid, before it is
/// created.
interface IRevenueFactory {
    /// @param personaId Whose vault pays.
    /// @param tokenId The contribution that earned.
    struct Claim {
        uint256 personaId;
        uint256 tokenId;
        address asset;
    }

    /// @notice A signed delegation of the reward token's votes (ERC-5805).
    struct Delegation {
        address delegatee;
        uint256 nonce;
        uint256 expiry;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    event VaultCreated(uint256 indexed personaId, address vault);

    error FactoryTooManyAssets(uint256 count);
    error FactoryDuplicateAsset(address asset);

    /// @notice Creates a persona's vault, or does nothing where it exists; whoever does it, it is the same vault.
    function createVault(uint256 personaId) external returns (address vault);

    /// @notice Claims from many vaults, each for its contribution's holder (see `IRevenueVault.claim`); anyone may.
    /// @return amounts What each paid.
    function claimMany(Claim[] calldata claims) external returns (uint256[] memory amounts);

    /// @notice As `claimMany`, after delegating the signer's votes: a holder who never delegated has none.
    /// @dev A delegation that was already used (by anyone who saw it) does no harm.
    function claimManyAndDelegate(Claim[] calldata claims, Delegation calldata d)
        external
        returns (uint256[] memory amounts);

    /// @notice The address of a persona's vault, created or not.
    function vaultOf(uint256 personaId) external view returns (address vault);

    /// @notice The contract every vault runs.
    function implementation() external view returns (address);

    /// @notice The reward token.
    function token() external view returns (address);

    /// @notice The assets every vault shares: the reward token first, the native coin is `address(0)`; at most four.
    function assets() external view returns (address[] memory);
}

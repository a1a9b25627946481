// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The reward token
/// @notice Capped ERC-20 with permit (ERC-2612) and votes (ERC-5805) on a timestamp clock (ERC-6372). The
/// constructor mints the launch allocation once; later mints, up to the cap, are the timelock's.
interface IRewardToken {
    struct Allocation {
        address account;
        uint256 amount;
    }

    error TokenTreasuryCannotDelegate();

    /// @notice The most tokens there will ever be.
    function cap() external view returns (uint256);

    /// @notice The DAO's timelock, whose tokens nobody can vote with, so that a quorum means people.
    function treasury() external view returns (address);

    /// @notice Mints up to the cap. Owner (the timelock) only.
    function mint(address to, uint256 amount) external;
}

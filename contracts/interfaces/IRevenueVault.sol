// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A persona's revenue
/// @notice Income in each of the factory's assets is shared over the persona's contributions by weight. O(1) for
/// each deposit and each claim, whatever the number of contributions.
///
/// What always holds, for each asset:
/// - the balance covers all that is claimable;
/// - claimed + claimable + dust = income: rounding is always down and leaves the dust in the vault;
/// - a deposit changes only what is earned after it; a new weight has no share in income synced before it.
///
/// A token that fails stops its own claims and, as weights settle every asset, changes of weights: the factory's list is
/// short, fixed and chosen by governance.
///
/// Of an asset, all income ever counts up to 2**96 units for each unit of weight; what is more waits for good. What
/// arrives of other assets is lost; the native coin is refused where it is none.
///
/// Income that arrives while the total weight is 0 is held and shared by the first weights.
/// @dev The accumulator of Synthetix's StakingRewards / MasterChef, one for each asset.
interface IRevenueVault {
    event IncomeSynced(address indexed asset, uint256 amount);
    /// @notice Income that came by `payIn`, a tip for example; `IncomeSynced` says what of it arrived.
    event PaidIn(address indexed asset, address indexed payer, uint256 amount);
    event RevenueClaimed(uint256 indexed tokenId, address indexed asset, address indexed to, uint256 amount);
    event WeightSet(uint256 indexed tokenId, uint256 weight, uint256 totalWeight);

    error VaultOnlyContributions(address caller);
    error VaultUnknownAsset(address asset);
    error VaultWrongValue(uint256 value);
    error VaultTransferFailed(address asset, address to);

    /// @notice The persona this vault belongs to.
    function personaId() external view returns (uint256);

    /// @notice Takes `amount` of `asset` from the caller, who approved it or, for the native coin, sent it along, and
    /// shares it at once. Of a token that keeps a part of each transfer, what arrives is shared.
    /// @return synced The income shared now: this and what arrived unsynced before.
    function payIn(address asset, uint256 amount) external payable returns (uint256 synced);

    /// @notice Shares income of `asset` that arrived since the last call; anyone may. `address(0)` is the native coin.
    /// @return amount The income shared now.
    function sync(address asset) external returns (uint256 amount);

    /// @notice Syncs and pays what a contribution has earned in `asset` to its holder; anyone may call it.
    function claim(uint256 tokenId, address asset) external returns (uint256 amount);

    /// @notice Sets a contribution's weight, after settling every asset. ContributionNFT only.
    function setWeight(uint256 tokenId, uint96 weight) external;

    /// @notice What `claim` would pay now.
    function claimable(uint256 tokenId, address asset) external view returns (uint256);

    /// @notice The assets it shares (see `IRevenueFactory.assets`).
    function assets() external view returns (address[] memory);

    /// @notice A contribution's weight.
    function weightOf(uint256 tokenId) external view returns (uint256);

    /// @notice The sum of all weights.
    function totalWeight() external view returns (uint256);
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRevenueVault} from "./interfaces/IRevenueVault.sol";

contract RevenueVault is IRevenueVault, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @dev What a unit of weight has earned is kept as a fixed-point number with 64 fractional bits.
    uint256 private constant ONE = 1 << 64;

    /// @dev One slot.
    /// @param perWeight Income per unit of weight since the beginning, times `ONE`.
    /// @param owed Income synced and not yet claimed, dust included.
    struct Ledger {
        uint160 perWeight;
        uint96 owed;
    }

    /// @dev One slot.
    /// @param perWeight The ledger's, when the contribution was last settled.
    /// @param earned Settled and not yet claimed.
    struct Account {
        uint160 perWeight;
        uint96 earned;
    }

    /// @notice Who sets weights, and whose holders are paid.
    IERC721 public immutable contributions;

    uint256 private immutable _assetCount;
    address private immutable _asset0;
    address private immutable _asset1;
    address private immutable _asset2;
    address private immutable _asset3;

    /// @inheritdoc IRevenueVault
    uint256 public totalWeight;

    /// @inheritdoc IRevenueVault
    mapping(uint256 tokenId => uint256) public weightOf;

    mapping(address asset => Ledger) private _ledgers;
    mapping(uint256 tokenId => mapping(address asset => Account)) private _accounts;

    /// @dev Runs once, for the implementation; clones share its immutables.
    constructor(IERC721 contributions_, address[] memory assets_) {
        contributions = contributions_;
        _assetCount = assets_.length;
        _asset0 = assets_.length > 0 ? assets_[0] : address(0);
        _asset1 = assets_.length > 1 ? assets_[1] : address(0);
        _asset2 = assets_.length > 2 ? assets_[2] : address(0);
        _asset3 = assets_.length > 3 ? assets_[3] : address(0);
    }

    /// @notice Takes the native coin; it is shared at the next sync.
    receive() external payable {
        _requireKnown(address(0));
    }

    // ------------------------------------------------------------------ income and claims

    /// @inheritdoc IRevenueVault
    function sync(address asset) external nonReentrant returns (uint256 amount) {
        _requireKnown(asset);
        return _sync(asset);
    }

    /// @inheritdoc IRevenueVault
    function payIn(address asset, uint256 amount) external payable nonReentrant returns (uint256 synced) {
        _requireKnown(asset);
        if (msg.value != (asset == address(0) ? amount : 0)) revert VaultWrongValue(msg.value);
        emit PaidIn(asset, msg.sender, amount);

        if (asset != address(0)) IERC20(asset).safeTransferFrom(msg.sender, address(this), amount);
        return _sync(asset);
    }

    /// @inheritdoc IRevenueVault
    function claim(uint256 tokenId, address asset) external nonReentrant returns (uint256 amount) {
        _requireKnown(asset);
        address holder = contributions.ownerOf(tokenId);
        _sync(asset);
        Ledger memory ledger = _ledgers[asset];
        amount = _earned(tokenId, asset, ledger.perWeight);
        // Saves the work where there is none; an amount of 1 is paid as any.
        // slither-disable-next-line incorrect-equality
        if (amount == 0) return 0;

        _accounts[tokenId][asset] = Account(ledger.perWeight, 0);
        _ledgers[asset].owed = ledger.owed - uint96(amount);
        emit RevenueClaimed(tokenId, asset, holder, amount);

        _pay(asset, holder, amount);
    }

    /// @inheritdoc IRevenueVault
    function setWeight(uint256 tokenId, uint96 weight) external nonReentrant {
        if (msg.sender != address(contributions)) revert VaultOnlyContributions(msg.sender);
        for (uint256 i = 0; i < _assetCount; ++i) {
            _sync(_assetAt(i));
            _settle(tokenId, _assetAt(i));
        }
        totalWeight = totalWeight - weightOf[tokenId] + weight;
        weightOf[tokenId] = weight;
        emit WeightSet(tokenId, weight, totalWeight);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IRevenueVault
    function personaId() external view returns (uint256) {
        return abi.decode(Clones.fetchCloneArgs(address(this)), (uint256));
    }

    /// @inheritdoc IRevenueVault
    function assets() external view returns (address[] memory list) {
        list = new address[](_assetCount);
        for (uint256 i = 0; i < _assetCount; ++i) list[i] = _assetAt(i);
    }

    /// @inheritdoc IRevenueVault
    function claimable(uint256 tokenId, address asset) external view nonReentrantView returns (uint256) {
        _requireKnown(asset);
        Ledger memory ledger = _ledgers[asset];
        uint256 perWeight = ledger.perWeight;
        if (totalWeight > 0) {
            uint256 next = perWeight + _unsynced(asset, ledger.owed) * ONE / totalWeight;
            if (next <= type(uint160).max) perWeight = next;
        }
        return _earned(tokenId, asset, perWeight);
    }

    // ------------------------------------------------------------------ inside

    function _sync(address asset) private returns (uint256 amount) {
        Ledger memory ledger = _ledgers[asset];
        amount = _unsynced(asset, ledger.owed);
        // Saves the work where there is none; an amount of 1 is shared as any.
        // slither-disable-next-line incorrect-equality
        if (amount == 0 || totalWeight == 0) return 0;
        uint256 perWeight = ledger.perWeight + amount * ONE / totalWeight;
        if (perWeight > type(uint160).max) return 0;
        ledger.perWeight = uint160(perWeight);
        ledger.owed += uint96(amount);
        _ledgers[asset] = ledger;
        emit IncomeSynced(asset, amount);
    }

    function _settle(uint256 tokenId, address asset) private {
        uint160 perWeight = _ledgers[asset].perWeight;
        _accounts[tokenId][asset] = Account(perWeight, uint96(_earned(tokenId, asset, perWeight)));
    }

    /// @dev What a contribution earned and did not claim, rounded down.
    function _earned(uint256 tokenId, address asset, uint256 perWeight) private view returns (uint256) {
        Account memory account = _accounts[tokenId][asset];
        return account.earned + weightOf[tokenId] * (perWeight - account.perWeight) / ONE;
    }

    /// @dev An asset whose balance shrank by itself has nothing to share until it is made good. Of one with absurd amounts
    /// (over 2**96) the rest waits.
    function _unsynced(address asset, uint256 owed) private view returns (uint256) {
        // Over four assets at most, of a list that governance fixed; the interface warns of one that fails.
        // slither-disable-next-line calls-loop
        uint256 balance = asset == address(0) ? address(this).balance : IERC20(asset).balanceOf(address(this));
        return Math.saturatingSub(Math.min(balance, type(uint96).max), owed);
    }

    function _pay(address asset, address to, uint256 amount) private {
        if (asset != address(0)) return IERC20(asset).safeTransfer(to, amount);
        // To the contribution's holder, what it earned; the ledger is written and the vault is locked.
        // slither-disable-next-line arbitrary-send-eth,low-level-calls
        (bool sent,) = to.call{value: amount}("");
        if (!sent) revert VaultTransferFailed(asset, to);
    }

    function _requireKnown(address asset) private view {
        for (uint256 i = 0; i < _assetCount; ++i) {
            if (asset == _assetAt(i)) return;
        }
        revert VaultUnknownAsset(asset);
    }

    function _assetAt(uint256 i) private view returns (address) {
        if (i < 2) return i == 0 ? _asset0 : _asset1;
        return i == 2 ? _asset2 : _asset3;
    }
}

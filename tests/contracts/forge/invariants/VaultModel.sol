// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {RevenueVault} from "../../../../contracts/RevenueVault.sol";
import {Base} from "../Base.sol";

/// @dev What vaults should do, the slow way: whatever arrives is divided at once, by the weights of that moment,
/// among all
/// contributions of the persona; at zero weight it waits for the first weight. Amounts have 64 fractional bits.
contract VaultModel is Base {
    uint256 private constant ONE = 1 << 64;

    IERC20 private immutable _feeToken;
    RevenueVault[2] private _vaults;
    mapping(RevenueVault vault => uint256[]) private _tokens;
    mapping(RevenueVault vault => uint256) private _total;
    mapping(RevenueVault vault => mapping(address asset => uint256)) private _waiting;
    mapping(RevenueVault vault => mapping(address asset => uint256)) private _income;
    mapping(RevenueVault vault => mapping(address asset => uint256)) private _paid;
    mapping(uint256 tokenId => uint256) private _weight;
    mapping(uint256 tokenId => mapping(address asset => uint256)) private _earned;
    mapping(uint256 tokenId => mapping(address asset => uint256)) private _claimed;

    /// @dev What rounding may have kept of anyone's income: less than a unit at each settlement, and at each
    /// division, for
    /// vaults keep 64 fractional bits of the income of a unit of weight, less than a unit for each 2**64 of weight.
    uint256 public roundings;

    constructor(IERC20 feeToken) {
        _feeToken = feeToken;
    }

    function add(uint256 i, RevenueVault vault, uint256[] memory tokenIds) external {
        (_vaults[i], _tokens[vault]) = (vault, tokenIds);
        for (uint256 j = 0; j < tokenIds.length; ++j) {
            _weight[tokenIds[j]] = vault.weightOf(tokenIds[j]);
            _total[vault] += _weight[tokenIds[j]];
        }
    }

    function fund(address account, uint256 amount) external {
        _feeToken.transfer(account, 2 * amount);
    }

    function tokenAt(RevenueVault vault, uint256 seed) external view returns (uint256) {
        return _tokens[vault][seed % _tokens[vault].length];
    }

    function anyToken(uint256 seed) external view returns (uint256) {
        uint256[] storage tokens = _tokens[_vaults[seed % 2]];
        return tokens[(seed / 2) % tokens.length];
    }

    // ------------------------------------------------------------------ what happened

    function arrive(RevenueVault vault, address asset, uint256 amount) public {
        _income[vault][asset] += amount;
        _waiting[vault][asset] += amount;
        _divide(vault, asset);
    }

    function reweigh(RevenueVault vault, uint256 tokenId, uint256 weight) external {
        _total[vault] = _total[vault] + weight - _weight[tokenId];
        _weight[tokenId] = weight;
        address[] memory assets = vault.assets();
        for (uint256 i = 0; i < assets.length; ++i) _divide(vault, assets[i]);
        ++roundings;
    }

    function pay(RevenueVault vault, uint256 tokenId, address asset, uint256 amount) external {
        _paid[vault][asset] += amount;
        _claimed[tokenId][asset] += amount;
        ++roundings;
    }

    function _divide(RevenueVault vault, address asset) private {
        uint256 amount = _waiting[vault][asset];
        if (_total[vault] == 0 || amount == 0) return;
        roundings += _total[vault] / ONE + 1;
        _waiting[vault][asset] = 0;
        for (uint256 i = 0; i < _tokens[vault].length; ++i) {
            uint256 tokenId = _tokens[vault][i];
            _earned[tokenId][asset] += Math.mulDiv(amount * ONE, _weight[tokenId], _total[vault]);
        }
    }

    // ------------------------------------------------------------------ what should be

    function check() external view {
        for (uint256 i = 0; i < _vaults.length; ++i) {
            RevenueVault vault = _vaults[i];
            uint256 sum;
            for (uint256 j = 0; j < _tokens[vault].length; ++j) {
                uint256 tokenId = _tokens[vault][j];
                eq(vault.weightOf(tokenId), _weight[tokenId], "weights are what was set");
                sum += _weight[tokenId];
            }
            eq(vault.totalWeight(), sum, "the total is the sum of the weights");
            address[] memory assets = vault.assets();
            for (uint256 j = 0; j < assets.length; ++j) _checkAsset(vault, assets[j]);
        }
    }

    function _checkAsset(RevenueVault vault, address asset) private view {
        uint256 held = asset == address(0) ? address(vault).balance : IERC20(asset).balanceOf(address(vault));
        eq(held + _paid[vault][asset], _income[vault][asset], "paid + held = income");
        uint256 owed = _waiting[vault][asset];
        for (uint256 i = 0; i < _tokens[vault].length; ++i) {
            uint256 tokenId = _tokens[vault][i];
            uint256 claimable = vault.claimable(tokenId, asset);
            owed += claimable;
            uint256 got = claimable + _claimed[tokenId][asset];
            uint256 due = _earned[tokenId][asset];
            atLeast(due + roundings, got * ONE, "no more than what was earned by the weights of the time");
            atLeast(got + roundings + 1, due / ONE, "no less, but for rounding");
        }
        atLeast(held, owed, "the balance covers what is claimable");
        atLeast(owed + roundings + _tokens[vault].length, held, "little dust");
    }
}

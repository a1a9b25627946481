// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {RevenueVault} from "../../../../contracts/RevenueVault.sol";
import {IRevenueFactory} from "../../../../contracts/interfaces/IRevenueFactory.sol";
import {IRevenueVault} from "../../../../contracts/interfaces/IRevenueVault.sol";
import {MoodyReceiver} from "./Hostile.sol";
import {Handler} from "./Handler.sol";
import {Signing} from "./Signing.sol";
import {VaultModel} from "./VaultModel.sol";
import {World} from "./World.sol";

/// @dev Income of every kind, claims, weights at the type's limits, contributions that change hands. The model is
/// told what
/// arrived and what was paid; what each contribution is due, it works out for itself.
contract VaultsHandler is Handler, Signing {
    VaultModel public immutable model;
    MoodyReceiver public immutable moody;
    address[] internal assets;
    address private constant NO_ASSET = address(0xBAD);

    constructor(World world_, VaultModel model_) Handler(world_) {
        (model, moody, assets) = (model_, new MoodyReceiver(), factory.assets());
    }

    function payIn(uint256 who, uint256 where, uint256 what, uint256 amount, uint256 how) external {
        (RevenueVault vault, address payer, address asset) = (_vaultAt(where), _pick(holders, who), _asset(what));
        amount = _fund(payer, asset, amount);
        uint256 value = asset == address(0) ? amount : 0;
        if (how % 8 == 0) value += 1;
        bytes4 refusal = asset == NO_ASSET
            ? IRevenueVault.VaultUnknownAsset.selector
            : how % 8 == 0 ? IRevenueVault.VaultWrongValue.selector : bytes4(0);
        if (asset != address(0) && asset != NO_ASSET) _allow(payer, asset, address(vault), amount);
        vm.deal(payer, value);
        uint256 before = _balance(asset, address(vault));
        _pay(payer, address(vault), value, abi.encodeCall(vault.payIn, (asset, amount)), refusal);
        if (refusal == 0) model.arrive(vault, asset, _balance(asset, address(vault)) - before);
    }

    function donate(uint256 who, uint256 where, uint256 what, uint256 amount) external {
        (RevenueVault vault, address payer, address asset) = (_vaultAt(where), _pick(holders, who), _asset(what));
        if (asset == NO_ASSET) return;
        amount = _fund(payer, asset, amount);
        uint256 before = _balance(asset, address(vault));
        if (asset == address(0)) {
            _pay(payer, address(vault), amount, "", 0);
        } else {
            _act(payer, asset, abi.encodeCall(IERC20.transfer, (address(vault), amount)), 0);
        }
        model.arrive(vault, asset, _balance(asset, address(vault)) - before);
    }

    function sync(uint256 who, uint256 where, uint256 what) external {
        (RevenueVault vault, address asset) = (_vaultAt(where), _asset(what));
        bytes4 refusal = asset == NO_ASSET ? IRevenueVault.VaultUnknownAsset.selector : bytes4(0);
        _act(_pick(voters, who), address(vault), abi.encodeCall(vault.sync, (asset)), refusal);
    }

    function claim(uint256 who, uint256 where, uint256 which, uint256 what) external {
        (RevenueVault vault, address asset, uint256 tokenId) = (_vaultAt(where), _asset(what), _tokenAt(which));
        bytes memory data = abi.encodeCall(vault.claim, (tokenId, asset));
        _claim(vault, tokenId, asset, _pick(voters, who), address(vault), data);
    }

    function claimMany(uint256 who, uint256 where, uint256 which, uint256 what) external {
        (RevenueVault vault, address asset, uint256 tokenId) = (_vaultAt(where), _asset(what), _tokenAt(which));
        IRevenueFactory.Claim[] memory claims = new IRevenueFactory.Claim[](1);
        claims[0] = IRevenueFactory.Claim(vault.personaId(), tokenId, asset);
        if (who % 2 == 0) {
            bytes memory plain = abi.encodeCall(factory.claimMany, (claims));
            return _claim(vault, tokenId, asset, _pick(voters, who), address(factory), plain);
        }
        bytes memory data = abi.encodeCall(factory.claimManyAndDelegate, (claims, _delegation(who / 2)));
        _claim(vault, tokenId, asset, _pick(voters, who), address(factory), data);
    }

    /// @param size 0: none; 1: the greatest; 2: one; else anything.
    function setWeight(uint256 who, uint256 where, uint256 which, uint256 size) external {
        RevenueVault vault = _vaultAt(where);
        uint256 tokenId = model.tokenAt(vault, which);
        uint96 weight = size % 8 == 0
            ? 0
            : size % 8 == 1 ? type(uint96).max : size % 8 == 2 ? 1 : uint96((size / 8) % 10_000_000);
        bool allowed = who % 8 != 0;
        address actor = allowed ? address(contributions) : _pick(voters, who / 8);
        bytes4 refusal = allowed ? bytes4(0) : IRevenueVault.VaultOnlyContributions.selector;
        _act(actor, address(vault), abi.encodeCall(vault.setWeight, (tokenId, weight)), refusal);
        if (allowed) model.reweigh(vault, tokenId, weight);
    }

    function transfer(uint256 which, uint256 to) external {
        uint256 tokenId = model.anyToken(which);
        address holder = contributions.ownerOf(tokenId);
        address next = to % 4 == 0 ? address(moody) : _pick(voters, to);
        _act(holder, address(contributions), abi.encodeCall(contributions.transferFrom, (holder, next, tokenId)), 0);
    }

    function setRefusing(bool refusing) external {
        moody.setRefusing(refusing);
    }

    function createVault(uint256 personaId) external {
        address vault = factory.createVault(personaId % 64);
        eq(vault, factory.vaultOf(personaId % 64), "the same vault, whoever creates it");
    }

    // ------------------------------------------------------------------ inside

    function _claim(
        RevenueVault vault,
        uint256 tokenId,
        address asset,
        address actor,
        address door,
        bytes memory data
    ) private {
        bool exists = tokenId <= contributions.contributionCount();
        uint256 due = asset == NO_ASSET ? 0 : vault.claimable(tokenId, asset);
        address holder = exists ? contributions.ownerOf(tokenId) : address(0);
        bool unwilling = holder == address(world.wallet()) || (holder == address(moody) && moody.refusing());
        bool refuses = asset == address(0) && unwilling && due > 0;
        bytes4 refusal = asset == NO_ASSET
            ? IRevenueVault.VaultUnknownAsset.selector
            : !exists
                ? IERC721Errors.ERC721NonexistentToken.selector
                : refuses ? IRevenueVault.VaultTransferFailed.selector : bytes4(0);
        uint256 before = _balance(asset, address(vault));
        _act(actor, door, data, refusal);
        if (refusal != 0) return;
        eq(before - _balance(asset, address(vault)), due, "what is claimable is paid");
        eq(vault.claimable(tokenId, asset), 0, "once");
        model.pay(vault, tokenId, asset, due);
    }

    function _delegation(uint256 seed) private view returns (IRevenueFactory.Delegation memory d) {
        uint256 who = seed % holders.length;
        (d.delegatee, d.nonce, d.expiry) = (holders[who], token.nonces(holders[who]), _now());
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)"), d.delegatee, d.nonce, d.expiry
            )
        );
        (d.v, d.r, d.s) =
            vm.sign(2_000 + who, _typedDigest(token.name(), address(token), block.chainid, structHash));
    }

    function _fund(address payer, address asset, uint256 amount) private returns (uint256) {
        amount = bound(amount, 0, amount % 3 == 0 ? 3 : amount % 3 == 1 ? 1e24 : 1e20);
        if (asset == address(0)) vm.deal(payer, amount);
        if (asset == assets[2]) model.fund(payer, amount);
        return asset == assets[0] ? bound(amount, 0, token.balanceOf(payer) / 10) : amount;
    }

    function _allow(address payer, address asset, address spender, uint256 amount) private {
        _act(payer, asset, abi.encodeCall(IERC20.approve, (spender, amount)), 0);
    }

    function _balance(address asset, address account) private view returns (uint256) {
        if (asset == NO_ASSET) return 0;
        return asset == address(0) ? account.balance : IERC20(asset).balanceOf(account);
    }

    function _asset(uint256 seed) private view returns (address) {
        return seed % 16 == 0 ? NO_ASSET : assets[(seed / 16) % assets.length];
    }

    function _vaultAt(uint256 seed) private view returns (RevenueVault) {
        return _vault(1 + seed % 2);
    }

    /// @dev A token of either persona, or none.
    function _tokenAt(uint256 seed) private view returns (uint256) {
        return seed % 16 == 0 ? contributions.contributionCount() + 1 : model.anyToken(seed / 16);
    }
}

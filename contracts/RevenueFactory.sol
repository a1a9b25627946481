// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {RevenueVault} from "./RevenueVault.sol";
import {IRevenueFactory} from "./interfaces/IRevenueFactory.sol";
import {IRevenueVault} from "./interfaces/IRevenueVault.sol";

contract RevenueFactory is IRevenueFactory {
    /// @inheritdoc IRevenueFactory
    address public immutable implementation;

    /// @inheritdoc IRevenueFactory
    address public immutable token;

    /// @param contributions Who sets weights, and whose holders are paid.
    /// @param token_ The reward token: the first asset.
    /// @param moreAssets At most three others; `address(0)` is the native coin.
    constructor(IERC721 contributions, address token_, address[] memory moreAssets) {
        if (moreAssets.length > 3) revert FactoryTooManyAssets(moreAssets.length + 1);
        address[] memory all = new address[](moreAssets.length + 1);
        all[0] = token_;
        for (uint256 i = 1; i < all.length; ++i) {
            all[i] = moreAssets[i - 1];
            for (uint256 j = 0; j < i; ++j) {
                if (all[i] == all[j]) revert FactoryDuplicateAsset(all[i]);
            }
        }
        // `ape run verify` compares what is deployed with what was meant.
        // slither-disable-next-line missing-zero-check
        token = token_;
        implementation = address(new RevenueVault(contributions, all));
    }

    /// @inheritdoc IRevenueFactory
    function createVault(uint256 personaId) external returns (address vault) {
        vault = vaultOf(personaId);
        if (vault.code.length > 0) return vault;
        // The address is known above.
        // slither-disable-next-line unused-return
        Clones.cloneDeterministicWithImmutableArgs(implementation, abi.encode(personaId), bytes32(personaId));
        emit VaultCreated(personaId, vault);
    }

    /// @inheritdoc IRevenueFactory
    function claimMany(Claim[] calldata claims) public returns (uint256[] memory amounts) {
        amounts = new uint256[](claims.length);
        for (uint256 i = 0; i < claims.length; ++i) {
            // Over what the caller named: one that fails fails no more than the call.
            // slither-disable-next-line calls-loop
            amounts[i] = IRevenueVault(vaultOf(claims[i].personaId)).claim(claims[i].tokenId, claims[i].asset);
        }
    }

    /// @inheritdoc IRevenueFactory
    function claimManyAndDelegate(Claim[] calldata claims, Delegation calldata d)
        external
        returns (uint256[] memory amounts)
    {
        // A delegation that someone else sent first has already done its work.
        try IVotes(token).delegateBySig(d.delegatee, d.nonce, d.expiry, d.v, d.r, d.s) {} catch {}
        return claimMany(claims);
    }

    /// @inheritdoc IRevenueFactory
    function vaultOf(uint256 personaId) public view returns (address vault) {
        return Clones.predictDeterministicAddressWithImmutableArgs(
            implementation, abi.encode(personaId), bytes32(personaId)
        );
    }

    /// @inheritdoc IRevenueFactory
    function assets() external view returns (address[] memory) {
        return RevenueVault(payable(implementation)).assets();
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {RevenueVault} from "./RevenueVault.sol";
import {IRevenueFactory} from "./interfaces/IRevenueFactory.sol";

contract RevenueFactory is IRevenueFactory {
    /// @inheritdoc IRevenueFactory
    address public immutable implementation;

    /// @param contributions Who sets weights, and whose holders are paid.
    constructor(IERC721 contributions, address[] memory assets_) {
        if (assets_.length > 4) revert FactoryTooManyAssets(assets_.length);
        for (uint256 i = 1; i < assets_.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                if (assets_[i] == assets_[j]) revert FactoryDuplicateAsset(assets_[i]);
            }
        }
        implementation = address(new RevenueVault(contributions, assets_));
    }

    /// @inheritdoc IRevenueFactory
    function createVault(uint256 personaId) external returns (address vault) {
        vault = vaultOf(personaId);
        if (vault.code.length > 0) return vault;
        Clones.cloneDeterministicWithImmutableArgs(implementation, abi.encode(personaId), bytes32(personaId));
        emit VaultCreated(personaId, vault);
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

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ContentURI} from "./ContentURI.sol";

/// @title An ERC-721 that says what it is as a whole (ERC-7572) and when a token's metadata changed (ERC-4906)
abstract contract CollectionMetadata is ERC721, IERC4906, Ownable {
    /// @dev ERC-4906 has events alone: its interface id is fixed by the standard.
    bytes4 private constant ERC4906_ID = 0x49064906;

    bytes32 private _collection;

    /// @notice ERC-7572: `contractURI` changed.
    event ContractURIUpdated();

    /// @notice ERC-7572: the pinned document that describes the collection; empty before it is set.
    function contractURI() external view returns (string memory) {
        return _collection == 0 ? "" : ContentURI.fromDigest(_collection);
    }

    /// @notice Names the document that describes the collection. Owner only.
    function setContractURI(bytes32 digest) external onlyOwner {
        _collection = digest;
        emit ContractURIUpdated();
    }

    /// @notice ERC-165: ERC-721 with its metadata, and ERC-4906.
    function supportsInterface(bytes4 interfaceId) public view virtual override(ERC721, IERC165) returns (bool) {
        return interfaceId == ERC4906_ID || super.supportsInterface(interfaceId);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bytes} from "@openzeppelin/contracts/utils/Bytes.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @title IPFS addresses of documents stored as one raw block
/// @notice `ipfs://` and the CIDv1 in base16 (version 1, raw codec, sha2-256) of the block with a digest.
library ContentURI {
    bytes16 private constant PREFIX = "ipfs://f01551220";

    /// @dev Of the whole: the prefix and 64 hex digits.
    uint256 private constant LENGTH = 80;

    /// @notice The address of the document with that digest.
    function fromDigest(bytes32 digest) internal pure returns (string memory) {
        bytes memory digits = Bytes.slice(bytes(Strings.toHexString(uint256(digest), 32)), 2);
        return string(abi.encodePacked(PREFIX, digits));
    }

    /// @notice The digest in such an address, its digits in lower case; 0 if it is none.
    function toDigest(string memory uri) internal pure returns (bytes32) {
        if (bytes(uri).length != LENGTH || bytes16(bytes(uri)) != PREFIX) return 0;
        uint256 digest;
        unchecked {
            for (uint256 i = 16; i < LENGTH; ++i) {
                uint256 character = uint8(bytes(uri)[i]);
                uint256 digit = character < 97 ? character - 48 : character - 87;
                if (character < 97 ? digit > 9 : digit > 15) return 0;
                digest = digest << 4 | digit;
            }
        }
        return bytes32(digest);
    }
}

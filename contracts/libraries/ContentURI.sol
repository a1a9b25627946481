// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bytes} from "@openzeppelin/contracts/utils/Bytes.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @title IPFS addresses of documents stored as one raw block
/// @notice `ipfs://` and the CIDv1 in base16 (version 1, raw codec, sha2-256) of the block with a digest.
library ContentURI {
    string private constant PREFIX = "ipfs://f01551220";

    /// @dev Of the whole: 16 and 64 hex digits.
    uint256 private constant LENGTH = 80;

    /// @notice The address of the document with that digest.
    function fromDigest(bytes32 digest) internal pure returns (string memory) {
        bytes memory digits = Bytes.slice(bytes(Strings.toHexString(uint256(digest), 32)), 2);
        return string.concat(PREFIX, string(digits));
    }

    /// @notice The digest in such an address; 0 if it is none.
    function toDigest(string memory uri) internal pure returns (bytes32 digest) {
        if (bytes(uri).length != LENGTH) return 0;
        (bool success, uint256 value) = Strings.tryParseHexUint(uri, LENGTH - 64, LENGTH);
        digest = bytes32(value);
        if (!success || !Strings.equal(fromDigest(digest), uri)) return 0;
    }
}

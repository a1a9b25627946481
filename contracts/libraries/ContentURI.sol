// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @title IPFS addresses of documents stored as one raw block
library ContentURI {
    /// @notice `ipfs://` and the CIDv1 in base16 (version 1, raw codec, sha2-256) of the block with that digest.
    function fromDigest(bytes32 digest) internal pure returns (string memory) {
        bytes memory hexed = bytes(Strings.toHexString(uint256(digest), 32));
        bytes memory digits = new bytes(64);
        for (uint256 i = 0; i < 64; ++i) digits[i] = hexed[i + 2];
        return string.concat("ipfs://f01551220", string(digits));
    }
}

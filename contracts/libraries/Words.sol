// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Sixteen uint16 values in one word
/// @notice Value i stands in bits [16 i, 16 i + 16): value 0 is the lowest.
library Words {
    uint256 internal constant LENGTH = 16;

    function get(uint256 word, uint256 i) internal pure returns (uint256) {
        return (word >> (16 * i)) & 0xffff;
    }

    /// @dev The place of value i must still be zero, and `value` must fit in 16 bits.
    function put(uint256 word, uint256 i, uint256 value) internal pure returns (uint256) {
        return word | (value << (16 * i));
    }
}

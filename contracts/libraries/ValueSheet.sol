// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Words} from "./Words.sol";

/// @title Payloads that are plain values
/// @notice A sheet of n values is 2 n + 32 bytes: each a big-endian uint16 (0..10000), then the digest of the pinned
/// document that says why.
library ValueSheet {
    using Words for uint256;

    uint256 internal constant MAX_VALUE = 10_000;

    error SheetInvalidLength(uint256 length, uint256 expected);
    error SheetValueOutOfRange(uint256 index, uint256 value);

    /// @notice The values, packed (see `Words`).
    /// @param n 1..16.
    function read(bytes calldata sheet, uint256 n) internal pure returns (uint256 word) {
        if (n == 0 || sheet.length != 2 * n + 32) revert SheetInvalidLength(sheet.length, 2 * n + 32);
        for (uint256 i = 0; i < n; ++i) {
            uint256 value = uint16(bytes2(sheet[2 * i:2 * i + 2]));
            if (value > MAX_VALUE) revert SheetValueOutOfRange(i, value);
            word = word.put(i, value);
        }
    }

    /// @notice The sum of the values.
    function sum(uint256 word) internal pure returns (uint256 total) {
        for (uint256 i = 0; word >> (16 * i) != 0; ++i) total += word.get(i);
    }
}

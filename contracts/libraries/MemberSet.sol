// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Sets of member numbers as bitmaps
/// @notice Bit n stands for member n, 0..127.
library MemberSet {
    function has(uint128 set, uint8 number) internal pure returns (bool) {
        return (set >> number) & 1 == 1;
    }

    function with(uint128 set, uint8 number) internal pure returns (uint128) {
        return set | (uint128(1) << number);
    }

    function without(uint128 set, uint8 number) internal pure returns (uint128) {
        return set & ~(uint128(1) << number);
    }

    function size(uint128 set) internal pure returns (uint256 count) {
        unchecked {
            for (; set != 0; ++count) set &= set - 1;
        }
    }

    /// @notice The number in the set that has `index` smaller ones in it.
    /// @param index Less than the size.
    function nth(uint128 set, uint256 index) internal pure returns (uint8) {
        unchecked {
            for (; index > 0; --index) set &= set - 1;
        }
        return uint8(Math.log2(set & (~set + 1)));
    }

    /// @notice The numbers in the set, ascending.
    function list(uint128 set) internal pure returns (uint8[] memory numbers) {
        numbers = new uint8[](size(set));
        uint256 found;
        for (uint8 number = 0; found < numbers.length; ++number) {
            if (has(set, number)) numbers[found++] = number;
        }
    }
}

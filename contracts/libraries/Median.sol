// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Words} from "./Words.sol";

/// @title Element-wise median of words of sixteen uint16 values
library Median {
    using Words for uint256;

    /// @notice The median of each of the 16 values over `words`; of an even count, the mean of the middle two,
    /// rounded down. So it never leaves the range of the given values, and fewer than half of them cannot move it
    /// outside the range of the others.
    /// @param words At least one word.
    function ofWords(uint256[] memory words) internal pure returns (uint256 median) {
        uint256 n = words.length;
        uint256[] memory column = new uint256[](n);
        uint256 used;
        for (uint256 j = 0; j < n; ++j) used |= words[j];
        // Values after the last one that anybody set are 0.
        for (uint256 i = 0; used >> (16 * i) != 0; ++i) {
            for (uint256 j = 0; j < n; ++j) _insert(column, j, words[j].get(i));
            uint256 middle = n / 2;
            uint256 value = n % 2 == 1 ? column[middle] : (column[middle - 1] + column[middle]) / 2;
            median = median.put(i, value);
        }
    }

    /// @notice Sum over the 16 values of |a - b|.
    function distance(uint256 a, uint256 b) internal pure returns (uint256 sum) {
        for (uint256 i = 0; (a | b) >> (16 * i) != 0; ++i) {
            (uint256 x, uint256 y) = (a.get(i), b.get(i));
            sum += x > y ? x - y : y - x;
        }
    }

    /// @dev Insertion into the sorted prefix [0, length).
    function _insert(uint256[] memory sorted, uint256 length, uint256 value) private pure {
        uint256 i = length;
        while (i > 0 && sorted[i - 1] > value) {
            sorted[i] = sorted[i - 1];
            --i;
        }
        sorted[i] = value;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenerationRounds} from "../interfaces/IGenerationRounds.sol";
import {Words} from "./Words.sol";

/// @title From a score sheet to one composite per entry
/// @notice A sheet of n entries is 11 n + 32 bytes: for each entry five criteria as big-endian uint16 (0..10000),
/// then for each persona the index of the entry it votes for (uint8), then the digest of the pinned sheet.
library SheetScoring {
    using Words for uint256;

    uint256 private constant MAX_SCORE = 10_000;
    uint256 private constant ROW = 10;

    /// @notice The composites: (Σ weight · criterion + peerWeight · 10000 · ballots / (n - 1)) / (Σ weight +
    /// peerWeight), at least 1; or 0 if all five criteria are 0, which means disqualified.
    /// @dev Reverts with RoundsInvalidSheetLength, RoundsScoreOutOfRange, RoundsUnknownEntry or RoundsSelfBallot.
    function composites(bytes calldata sheet, uint256 n, uint16[5] memory weights, uint256 peerWeight)
        internal
        pure
        returns (uint256 word)
    {
        if (n == 0 || sheet.length != 11 * n + 32) {
            revert IGenerationRounds.RoundsInvalidSheetLength(sheet.length, 11 * n + 32);
        }
        uint256 ballots = _countBallots(sheet, n);
        uint256 total = peerWeight;
        for (uint256 i = 0; i < 5; ++i) total += weights[i];
        for (uint256 i = 0; i < n; ++i) {
            (uint256 weighted, bool disqualified) = _weigh(sheet, i, weights);
            if (disqualified) continue;
            // Weights, values and counts have 16 bits each: nothing here comes near an overflow, nor in `_weigh`.
            unchecked {
                uint256 peers = peerWeight * MAX_SCORE * ballots.get(i) / (n - 1);
                uint256 composite = (weighted + peers) / total;
                word = word.put(i, composite == 0 ? 1 : composite);
            }
        }
    }

    function _countBallots(bytes calldata sheet, uint256 n) private pure returns (uint256 counts) {
        uint256 row = _word(sheet, ROW * n);
        for (uint256 i = 0; i < n; ++i) {
            uint256 entry = (row >> (248 - 8 * i)) & 0xff;
            if (entry >= n) revert IGenerationRounds.RoundsUnknownEntry(entry);
            if (entry == i) revert IGenerationRounds.RoundsSelfBallot(entry);
            counts += 1 << (16 * entry);
        }
    }

    function _weigh(bytes calldata sheet, uint256 entry, uint16[5] memory weights)
        private
        pure
        returns (uint256 weighted, bool disqualified)
    {
        uint256 sum;
        uint256 row = _word(sheet, ROW * entry);
        unchecked {
            for (uint256 i = 0; i < 5; ++i) {
                uint256 value = (row >> (240 - 16 * i)) & 0xffff;
                if (value > MAX_SCORE) revert IGenerationRounds.RoundsScoreOutOfRange(entry, value);
                sum += value;
                weighted += uint256(weights[i]) * value;
            }
        }
        return (weighted, sum == 0);
    }

    /// @dev The 32 bytes from `offset` on, of which a sheet has that many and more: its digest comes last.
    function _word(bytes calldata sheet, uint256 offset) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(add(sheet.offset, offset))
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Words} from "./Words.sol";

/// @title From composites and votes to final scores and prizes
/// @notice Shares are in hundredths of a percent.
library Ranking {
    using Words for uint256;

    uint256 private constant ALL = 10_000;

    /// @notice final = (1 - communityWeight) · composite + communityWeight · 10000 · votes / max(all votes, voteQuorum),
    /// rounded down; without any votes the composite alone; 0 for a disqualified entry.
    /// @param composites Median composites (see `Words`); 0 means disqualified.
    /// @param votes For each entry.
    function finals(uint256 composites, uint256[] memory votes, uint256 communityWeight, uint256 voteQuorum)
        internal
        pure
        returns (uint256 word)
    {
        uint256 all;
        for (uint256 i = 0; i < votes.length; ++i) all += votes[i];
        if (all == 0) return composites;
        uint256 scale = Math.max(all, voteQuorum);
        for (uint256 i = 0; i < votes.length; ++i) {
            uint256 composite = composites.get(i);
            if (composite == 0) continue;
            uint256 community = Math.mulDiv(communityWeight * ALL, votes[i], scale);
            word = word.put(i, ((ALL - communityWeight) * composite + community) / ALL);
        }
    }

    /// @notice Splits `pool`: `shares` to ranks 1 to 3, and of `participation` an equal part to every entry that is not
    /// disqualified. Those of disqualified entries stay unused, so that nobody gains by another's disqualification.
    /// Ties go to more votes, then to roster order.
    /// @return amounts For each entry.
    /// @return unused What is left: shares of empty ranks and of disqualified entries, and dust.
    function prizes(
        uint256 finals_,
        uint256 composites,
        uint256[] memory votes,
        uint256 pool,
        uint16[3] memory shares,
        uint256 participation
    ) internal pure returns (uint256[] memory amounts, uint256 unused) {
        uint256 n = votes.length;
        amounts = new uint256[](n);
        unused = pool;
        for (uint256 i = 0; i < n; ++i) {
            if (composites.get(i) == 0) continue;
            uint256 rank = _rank(finals_, composites, votes, i);
            uint256 share = rank < shares.length ? shares[rank] : 0;
            amounts[i] = pool * share / ALL + pool * participation / ALL / n;
            unused -= amounts[i];
        }
    }

    /// @dev How many entries come before entry i.
    function _rank(uint256 finals_, uint256 composites, uint256[] memory votes, uint256 i)
        private
        pure
        returns (uint256 rank)
    {
        (uint256 score, uint256 count) = (finals_.get(i), votes[i]);
        for (uint256 j = 0; j < votes.length; ++j) {
            if (j == i || composites.get(j) == 0) continue;
            (uint256 other, uint256 otherCount) = (finals_.get(j), votes[j]);
            bool before = other != score ? other > score : otherCount != count ? otherCount > count : j < i;
            if (before) ++rank;
        }
    }
}

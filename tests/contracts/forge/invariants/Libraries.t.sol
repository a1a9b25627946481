// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {ContentURI} from "../../../../contracts/libraries/ContentURI.sol";
import {Median} from "../../../../contracts/libraries/Median.sol";
import {Ranking} from "../../../../contracts/libraries/Ranking.sol";
import {SheetScoring} from "../../../../contracts/libraries/SheetScoring.sol";
import {ValueSheet} from "../../../../contracts/libraries/ValueSheet.sol";
import {Words} from "../../../../contracts/libraries/Words.sol";
import {Base} from "../Base.sol";
import {checkMedianOf} from "./MedianBounds.sol";

/// @dev What the libraries work out, beside the same worked out plainly.
contract LibrariesFuzz is Base {
    using Words for uint256;

    /// 6. Bounded by all but any minority; and the value in the middle, or the mean of the middle two.
    function testFuzz_median__any_words__is_in_the_middle(uint256[15] memory all, uint256 n, uint256 narrow) public pure {
        n = bound(n, 1, 15);
        uint256[] memory words = new uint256[](n);
        for (uint256 i = 0; i < n; ++i) words[i] = narrow % 2 == 0 ? all[i] : all[i] & narrow;
        uint256 median = Median.ofWords(words);
        checkMedianOf(0, words, median);
        for (uint256 index = 0; index < 16; ++index) eq(median.get(index), _middle(words, index), "median");
    }

    function testFuzz_median__distance__is_the_sum_of_differences(uint256 a, uint256 b) public pure {
        uint256 sum;
        for (uint256 i = 0; i < 16; ++i) {
            int256 difference = int256(a.get(i)) - int256(b.get(i));
            sum += uint256(difference < 0 ? -difference : difference);
        }
        eq(Median.distance(a, b), sum, "distance");
        eq(Median.distance(b, a), sum, "either way");
    }

    /// 2. Prizes and what is unused are the pool; more final score never earns less.
    function testFuzz_ranking__any_votes__divides_the_pool(
        uint256 composites,
        uint96[16] memory cast,
        uint256 seed,
        uint96 pool,
        uint96 quorum
    ) public pure {
        uint256 n = 3 + seed % 14;
        uint256 weight = (seed >> 8) % 10_001;
        uint256[] memory votes = new uint256[](n);
        uint256 word;
        for (uint256 i = 0; i < n; ++i) {
            votes[i] = (seed >> 64) % 4 == 0 ? 0 : cast[i];
            word = word.put(i, composites.get(i) % 10_001);
        }
        uint256 finals = Ranking.finals(word, votes, weight, quorum);
        for (uint256 i = 0; i < n; ++i) eq(finals.get(i), _final(word, votes, weight, quorum, i), "final score");
        uint16[3] memory shares = [uint16(4_000), uint16(3_000), uint16(2_000)];
        (uint256[] memory amounts, uint256 unused) = Ranking.prizes(finals, word, votes, pool, shares, 1_000);
        uint256 sum = unused;
        for (uint256 i = 0; i < n; ++i) {
            sum += amounts[i];
            if (word.get(i) == 0) eq(amounts[i], 0, "a disqualified entry gets nothing");
            for (uint256 j = 0; j < n; ++j) {
                bool better = word.get(i) > 0 && word.get(j) > 0 && finals.get(i) > finals.get(j);
                if (better) atLeast(amounts[i], amounts[j], "a better entry gets no less");
            }
        }
        eq(sum, pool, "prizes and unused make the pool");
    }

    function testFuzz_sheet__valid__scores_as_written_down(uint256 seed, uint16[5] memory weights, uint16 peerWeight)
        public
        view
    {
        uint256 n = 2 + seed % 15;
        weights[0] = weights[0] == 0 ? 1 : weights[0];
        bytes memory sheet = _sheetOf(seed, n);
        uint256 word = this.composites(sheet, n, weights, peerWeight);
        for (uint256 i = 0; i < n; ++i) eq(word.get(i), _composite(sheet, n, weights, peerWeight, i), "composite");
        eq(n == 16 ? 0 : word >> (16 * n), 0, "nothing beyond");
    }

    /// @dev Of a valid sheet each byte is changed: it is taken or refused as the rules say, never anything else.
    function testFuzz_sheet__one_byte_changed__is_taken_or_refused_by_the_rules(uint256 seed, uint256 where, uint8 value)
        public
        view
    {
        uint256 n = 2 + seed % 15;
        bytes memory sheet = _sheetOf(seed, n);
        where %= sheet.length;
        sheet[where] = bytes1(value);
        bool valid = true;
        for (uint256 i = 0; i < 5 * n; ++i) valid = valid && _at(sheet, 2 * i) <= 10_000;
        for (uint256 i = 0; i < n; ++i) {
            uint256 ballot = uint8(sheet[10 * n + i]);
            valid = valid && ballot < n && ballot != i;
        }
        try this.composites(sheet, n, [uint16(1), 1, 1, 1, 1], 1) {
            isTrue(valid, "taken");
        } catch {
            isTrue(!valid, "refused");
        }
    }

    function testFuzz_sheet__wrong_length__is_refused(bytes calldata sheet, uint256 n) public {
        n = bound(n, 0, 16);
        if (sheet.length == 11 * n + 32 && n > 0) return;
        vm.expectRevert(
            abi.encodeWithSelector(IGenerationRounds.RoundsInvalidSheetLength.selector, sheet.length, 11 * n + 32)
        );
        this.composites(sheet, n, [uint16(1), 1, 1, 1, 1], 1);
    }

    function testFuzz_values__any_sheet__reads_them_or_says_why_not(bytes memory sheet, uint256 n, bool fitting)
        public
        view
    {
        n = bound(n, 0, 16);
        if (fitting && n > 0) {
            sheet = new bytes(2 * n + 32);
            for (uint256 i = 0; i < n; ++i) {
                uint256 value = uint256(keccak256(abi.encode(sheet.length, i, n))) % 10_050;
                (sheet[2 * i], sheet[2 * i + 1]) = (bytes1(uint8(value >> 8)), bytes1(uint8(value)));
            }
        }
        bool valid = n > 0 && sheet.length == 2 * n + 32;
        for (uint256 i = 0; valid && i < n; ++i) valid = _at(sheet, 2 * i) <= 10_000;
        try this.read(sheet, n) returns (uint256 word) {
            isTrue(valid, "taken");
            uint256 sum;
            for (uint256 i = 0; i < n; ++i) {
                eq(word.get(i), _at(sheet, 2 * i), "value");
                sum += word.get(i);
            }
            eq(ValueSheet.sum(word), sum, "sum");
        } catch {
            isTrue(!valid, "refused");
        }
    }

    function testFuzz_address__any_digest__comes_back(bytes32 digest) public pure {
        eq(ContentURI.toDigest(ContentURI.fromDigest(digest)), digest, "digest");
    }

    function testFuzz_address__one_byte_changed__is_another_or_none(bytes32 digest, uint256 where, bytes1 value)
        public
        pure
    {
        bytes memory uri = bytes(ContentURI.fromDigest(digest));
        where %= uri.length;
        if (uri[where] == value) return;
        uri[where] = value;
        bytes32 found = ContentURI.toDigest(string(uri));
        bool same = found != 0 && keccak256(bytes(ContentURI.fromDigest(found))) == keccak256(uri);
        isTrue(found == 0 || (same && found != digest), "one address for one document");
    }

    // ------------------------------------------------------------------ doors for calldata

    function composites(bytes calldata sheet, uint256 n, uint16[5] memory weights, uint256 peerWeight)
        external
        pure
        returns (uint256)
    {
        return SheetScoring.composites(sheet, n, weights, peerWeight);
    }

    function read(bytes calldata sheet, uint256 n) external pure returns (uint256) {
        return ValueSheet.read(sheet, n);
    }

    // ------------------------------------------------------------------ the same, plainly

    function _middle(uint256[] memory words, uint256 index) private pure returns (uint256) {
        uint256 n = words.length;
        uint256[] memory sorted = new uint256[](n);
        for (uint256 i = 0; i < n; ++i) {
            uint256 place;
            for (uint256 j = 0; j < n; ++j) {
                (uint256 mine, uint256 other) = (words[i].get(index), words[j].get(index));
                if (other < mine || (other == mine && j < i)) ++place;
            }
            sorted[place] = words[i].get(index);
        }
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }

    function _final(uint256 composites_, uint256[] memory votes, uint256 weight, uint256 quorum, uint256 i)
        private
        pure
        returns (uint256)
    {
        uint256 all;
        for (uint256 j = 0; j < votes.length; ++j) all += votes[j];
        uint256 composite = composites_.get(i);
        if (all == 0 || composite == 0) return composite;
        uint256 scale = all > quorum ? all : quorum;
        return ((10_000 - weight) * composite + weight * 10_000 * votes[i] / scale) / 10_000;
    }

    function _composite(bytes memory sheet, uint256 n, uint16[5] memory weights, uint256 peerWeight, uint256 entry)
        private
        pure
        returns (uint256)
    {
        (uint256 sum, uint256 weighted, uint256 total, uint256 ballots) = (0, 0, peerWeight, 0);
        for (uint256 i = 0; i < 5; ++i) {
            uint256 value = _at(sheet, 10 * entry + 2 * i);
            sum += value;
            weighted += value * weights[i];
            total += weights[i];
        }
        for (uint256 i = 0; i < n; ++i) {
            if (uint8(sheet[10 * n + i]) == entry) ++ballots;
        }
        if (sum == 0) return 0;
        uint256 composite = (weighted + peerWeight * 10_000 * ballots / (n - 1)) / total;
        return composite == 0 ? 1 : composite;
    }

    /// @dev Any valid sheet; now and then an entry of zeros.
    function _sheetOf(uint256 seed, uint256 n) private pure returns (bytes memory sheet) {
        for (uint256 i = 0; i < 5 * n; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            bool none = uint256(keccak256(abi.encode(seed, "none", i / 5))) % 4 == 0;
            sheet = abi.encodePacked(sheet, uint16(none ? 0 : random % 10_001));
        }
        for (uint256 i = 0; i < n; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, "ballot", i)));
            sheet = abi.encodePacked(sheet, uint8((i + 1 + random % (n - 1)) % n));
        }
        sheet = abi.encodePacked(sheet, keccak256(abi.encode(seed)));
    }

    function _at(bytes memory sheet, uint256 offset) private pure returns (uint256) {
        return uint256(uint8(sheet[offset])) << 8 | uint8(sheet[offset + 1]);
    }
}

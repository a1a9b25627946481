// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {MemberSet} from "../../../../contracts/libraries/MemberSet.sol";
import {Words} from "../../../../contracts/libraries/Words.sol";

using MemberSet for uint128;
using Words for uint256;

error MedianOutOfBounds(bytes32 question, uint256 index);
error WrongQuorum(bytes32 question);

/// @dev Reverts unless a question is decided by two thirds of its members exactly if they revealed, and each value of
/// its
/// median lies between the values that the least minority, lying as it may, cannot go past: if k < n / 2 lie, the
/// honest values' range reaches at least from the k-th lowest to the k-th highest of all.
function checkMedian(IOracleCommittee committee, bytes32 question) view {
    IOracleCommittee.Question memory q = committee.question(question);
    (bool decided, uint256 median) = committee.result(question);
    uint8[] memory numbers = q.revealed.list();
    uint256 n = numbers.length;
    if (decided != (n > 0 && 3 * n >= 2 * q.members.size())) revert WrongQuorum(question);
    if (!decided) return;
    uint256[] memory words = new uint256[](n);
    for (uint256 i = 0; i < n; ++i) (, words[i]) = committee.revealOf(question, committee.memberAt(numbers[i]));
    checkMedianOf(question, words, median);
}

/// @dev As `checkMedian`, of given words.
function checkMedianOf(bytes32 question, uint256[] memory words, uint256 median) pure {
    uint256 minority = (words.length - 1) / 2;
    for (uint256 index = 0; index < 16; ++index) {
        uint256 below;
        uint256 above;
        for (uint256 i = 0; i < words.length; ++i) {
            if (words[i].get(index) < median.get(index)) ++below;
            if (words[i].get(index) > median.get(index)) ++above;
        }
        // More than a minority is not above, and not below.
        bool bounded = words.length - above > minority && words.length - below > minority;
        if (!bounded) revert MedianOutOfBounds(question, index);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a contract offers so that the oracle committee can answer its questions
interface IOracleConsumer {
    /// @notice Checks an operator's payload and reduces it to at most 16 values of 16 bits (see `Words`).
    /// @dev Must depend only on data that was fixed when the question opened: all operators are scored alike,
    /// whenever they reveal. Reverts if the payload is malformed; the committee then counts it as no answer. It is
    /// called with `OracleCommittee.SCORE_GAS`, and reverts for want of gas like for any other reason.
    /// Only a payload that begins with a 16-bit zero for each value may give 0 for all; any other is void.
    function score(bytes32 questionId, bytes calldata payload) external view returns (uint256 values);
}

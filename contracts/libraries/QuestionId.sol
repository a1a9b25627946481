// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Names of oracle questions
/// @notice A question is named before it opens: consumer (160 bits), the consumer's own id (88 bits), phase
/// (8 bits). Readable instead of hashed, so that no table is needed to get from a question back to its subject.
library QuestionId {
    function encode(address consumer, uint88 localId, uint8 phase) internal pure returns (bytes32) {
        return bytes32((uint256(uint160(consumer)) << 96) | (uint256(localId) << 8) | phase);
    }

    function consumerOf(bytes32 questionId) internal pure returns (address) {
        return address(uint160(uint256(questionId) >> 96));
    }

    function localIdOf(bytes32 questionId) internal pure returns (uint88) {
        return uint88(uint256(questionId) >> 8);
    }

    function phaseOf(bytes32 questionId) internal pure returns (uint8) {
        return uint8(uint256(questionId));
    }
}

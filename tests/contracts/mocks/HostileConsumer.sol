// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface Committee {
    struct Terms {
        uint80 fee;
        uint80 penalty;
        uint80 leaderPenalty;
        uint16 tolerance;
        uint8 count;
        uint40 commitEnd;
        uint40 revealEnd;
        address submitter;
    }

    function open(bytes32 questionId, Terms calldata terms) external;
}

/// @dev A listed consumer that turned against the operators; how, anyone may choose.
contract HostileConsumer {
    enum Manner {
        Honest,
        Reverting,
        Panicking,
        BurningGas,
        AnsweringShort
    }

    Manner public manner;

    function behave(Manner manner_) external {
        manner = manner_;
    }

    function open(Committee committee, bytes32 questionId, Committee.Terms calldata terms) external {
        committee.open(questionId, terms);
    }

    function score(bytes32, bytes calldata payload) external view returns (uint256) {
        if (manner == Manner.Reverting) revert("no");
        if (manner == Manner.Panicking) assert(false);
        if (manner == Manner.BurningGas) {
            while (true) {}
        }
        if (manner == Manner.AnsweringShort) {
            assembly {
                mstore(0, not(0))
                return(0, 31)
            }
        }
        return uint256(bytes32(payload));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {QuestionId} from "../../../../contracts/libraries/QuestionId.sol";

/// @dev A consumer that the timelock listed by mistake.
contract HostileConsumer {
    enum Mood {
        Constant,
        Revert,
        BurnGas,
        ShortAnswer,
        ReturnBomb,
        Reenter
    }

    IOracleCommittee private immutable _committee;
    Mood private _mood;
    uint256 private _values;

    error Moody();

    constructor(IOracleCommittee committee) {
        _committee = committee;
    }

    function feel(Mood mood, uint256 values) external {
        (_mood, _values) = (mood, values);
    }

    function open(uint88 localId, IOracleCommittee.Terms calldata terms) external returns (bytes32 id) {
        id = QuestionId.encode(address(this), localId, 0);
        _committee.open(id, terms);
    }

    function score(bytes32 id, bytes calldata) external returns (uint256) {
        if (_mood == Mood.Revert) revert Moody();
        if (_mood == Mood.BurnGas) {
            while (gasleft() > 0) {}
        }
        if (_mood == Mood.ShortAnswer || _mood == Mood.ReturnBomb) {
            uint256 size = _mood == Mood.ShortAnswer ? 31 : 300_000;
            assembly ("memory-safe") {
                return(0x00, size)
            }
        }
        if (_mood == Mood.Reenter) _committee.close(id);
        return _values;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IHooked} from "./Tokens.sol";

/// @dev A contract that does what a test tells it.
abstract contract Puppet {
    function act(address target, bytes calldata data) external payable returns (bytes memory) {
        (bool success, bytes memory returned) = target.call{value: msg.value}(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(returned, 0x20), mload(returned))
            }
        }
        return returned;
    }
}

/// @dev Takes no native coin, no ERC-721 by a safe transfer, and hears of no tokens.
contract Refuser is Puppet {}

/// @dev Calls back, in the middle of being paid, what was planned; and remembers which of the calls went through.
contract Reentrant is Puppet, IHooked {
    struct Plan {
        address target;
        bytes data;
    }

    Plan[] private _plans;
    bool private _called;
    bool[] public succeeded;
    bytes[] public returned;

    receive() external payable {
        _callBack();
    }

    function plan(address target, bytes calldata data) external {
        _plans.push(Plan(target, data));
    }

    function onTokens(address, address, uint256) external {
        _callBack();
    }

    function calls() external view returns (uint256) {
        return succeeded.length;
    }

    function _callBack() private {
        if (_called) return;
        _called = true;
        for (uint256 i = 0; i < _plans.length; ++i) {
            (bool success, bytes memory data) = _plans[i].target.call(_plans[i].data);
            succeeded.push(success);
            returned.push(data);
        }
    }
}

/// @dev An ERC-1271 wallet in all its moods.
contract Wallet is Puppet {
    enum Mood {
        Honest,
        Reject,
        ShortAnswer,
        DirtyAnswer,
        Revert,
        BurnGas
    }

    bytes4 private constant MAGIC = 0x1626ba7e;

    address public immutable signer;
    Mood public mood;

    error Moody();

    constructor(address signer_) {
        signer = signer_;
    }

    function feel(Mood mood_) external {
        mood = mood_;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (mood == Mood.Revert) revert Moody();
        if (mood == Mood.BurnGas) {
            while (gasleft() > 0) {}
        }
        if (mood == Mood.ShortAnswer || mood == Mood.DirtyAnswer) {
            uint256 size = mood == Mood.ShortAnswer ? 4 : 32;
            assembly ("memory-safe") {
                mstore(0x00, or(shl(224, 0x1626ba7e), 1))
                return(0x00, size)
            }
        }
        bool signed = ECDSA.recover(hash, signature) == signer;
        return signed && mood == Mood.Honest ? MAGIC : bytes4(0xffffffff);
    }
}

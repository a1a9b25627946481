// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";

/// @dev A consumer that scores however it likes, changes its mind at any time, and opens questions on any terms.
contract HostileConsumer {
    enum Mood {
        Plain,
        Refuse,
        Burn,
        Short,
        Long,
        Greatest,
        Zero
    }

    IOracleCommittee private immutable _committee;
    Mood public mood;

    constructor(IERC20 token, IOracleCommittee committee) {
        _committee = committee;
        token.approve(address(committee), type(uint256).max);
    }

    function setMood(Mood mood_) external {
        mood = mood_;
    }

    function open(bytes32 questionId, IOracleCommittee.Terms calldata terms) external {
        _committee.open(questionId, terms);
    }

    function score(bytes32, bytes calldata payload) external view returns (uint256) {
        if (mood == Mood.Refuse) revert("refused");
        if (mood == Mood.Greatest) return type(uint256).max;
        if (mood == Mood.Zero || payload.length < 32) return 0;
        if (mood == Mood.Plain) return uint256(bytes32(payload));
        Mood mood_ = mood;
        assembly {
            if eq(mood_, 2) { invalid() }
            if eq(mood_, 3) { return(0, 31) }
            return(0, 0x4000)
        }
    }
}

/// @dev Keeps a hundredth of each transfer.
contract FeeToken is ERC20 {
    constructor() ERC20("Fee", "FEE") {
        _mint(msg.sender, 1e30);
    }

    function _update(address from, address to, uint256 value) internal override {
        uint256 fee = from == address(0) ? 0 : value / 100;
        super._update(from, to, value - fee);
        if (fee > 0) super._update(from, address(0xFEE), fee);
    }
}

/// @dev Takes the native coin only while it likes to.
contract MoodyReceiver {
    bool public refusing;

    function setRefusing(bool refusing_) external {
        refusing = refusing_;
    }

    receive() external payable {
        require(!refusing, "no");
    }
}

/// @dev A contract wallet whose owner's key signs for it (ERC-1271).
contract SigningWallet {
    address public immutable signer;

    constructor(address signer_) {
        signer = signer_;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address recovered, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(hash, signature);
        bool valid = failure == ECDSA.RecoverError.NoError && recovered == signer;
        return valid ? this.isValidSignature.selector : bytes4(0xffffffff);
    }
}

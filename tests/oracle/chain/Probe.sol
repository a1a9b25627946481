// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Emits and reverts what the tests of the chain adapter need.
contract Probe {
    struct Pair {
        address who;
        int128 amount;
    }

    event Marked(bytes32 indexed key, address indexed by, uint256 count);
    event Said(string text, bytes data, Pair[] pairs);
    event Made(address child);

    error AlreadyMarked(bytes32 key, address by);

    mapping(bytes32 => address) public markedBy;
    uint256 public count;

    function mark(bytes32 key) external payable {
        if (markedBy[key] != address(0)) revert AlreadyMarked(key, markedBy[key]);
        markedBy[key] = msg.sender;
        emit Marked(key, msg.sender, ++count);
    }

    /// Counts every call, unlike `mark`, so that a second effect shows.
    function add() external {
        emit Marked(bytes32(0), msg.sender, ++count);
    }

    /// Succeeds in a simulation before `deadline` (a block number) and reverts after it.
    function addBefore(uint256 deadline) external {
        require(block.number < deadline, "too late");
        emit Marked(bytes32(0), msg.sender, ++count);
    }

    function say(string calldata text, bytes calldata data, Pair[] calldata pairs) external {
        emit Said(text, data, pairs);
    }

    /// As a factory does it: the child has an event in the block in which it is made.
    function make() external {
        Child child = new Child();
        emit Made(address(child));
        child.add();
    }

    function overflow() external {
        count = 0;
        count -= 1;
    }
}

contract Child {
    event Marked(bytes32 indexed key, address indexed by, uint256 count);

    function add() external {
        emit Marked(bytes32(0), msg.sender, 1);
    }
}

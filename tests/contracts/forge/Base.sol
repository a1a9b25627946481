// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Forge's cheat codes, as far as these tests use them (https://getfoundry.sh/reference/cheatcodes/overview).
interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function addr(uint256 key) external pure returns (address);
    function assume(bool condition) external pure;
    function chainId(uint256 id) external;
    function deal(address account, uint256 balance) external;
    function etch(address account, bytes calldata code) external;
    function expectEmit(bool, bool, bool, bool) external;
    function expectRevert() external;
    function expectRevert(bytes4 selector) external;
    function expectRevert(bytes calldata reason) external;
    function getBlockTimestamp() external view returns (uint256);
    function getRecordedLogs() external returns (Log[] memory);
    function label(address account, string calldata name) external;
    function prank(address sender) external;
    function recordLogs() external;
    function roll(uint256 height) external;
    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function snapshotGasLastCall(string calldata group, string calldata name) external returns (uint256);
    function snapshotValue(string calldata group, string calldata name, uint256 value) external;
    function startPrank(address sender) external;
    function stopPrank() external;
    function store(address account, bytes32 slot, bytes32 value) external;
    function toString(uint256 value) external pure returns (string memory);
    function warp(uint256 time) external;
}

/// @dev What forge-std would bring, were it an npm package: cheat codes and assertions that say what differs.
abstract contract Base {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    // solhint-disable-next-line const-name-snakecase
    bool public constant IS_TEST = true;

    error NotEqual(string what, uint256 found, uint256 expected);
    error NotTrue(string what);
    error NotAtLeast(string what, uint256 found, uint256 least);

    function eq(uint256 found, uint256 expected, string memory what) internal pure {
        if (found != expected) revert NotEqual(what, found, expected);
    }

    function eq(address found, address expected, string memory what) internal pure {
        if (found != expected) revert NotEqual(what, uint160(found), uint160(expected));
    }

    function eq(bytes32 found, bytes32 expected, string memory what) internal pure {
        if (found != expected) revert NotEqual(what, uint256(found), uint256(expected));
    }

    function isTrue(bool found, string memory what) internal pure {
        if (!found) revert NotTrue(what);
    }

    function atLeast(uint256 found, uint256 least, string memory what) internal pure {
        if (found < least) revert NotAtLeast(what, found, least);
    }

    /// @dev x brought into [low, high].
    function bound(uint256 x, uint256 low, uint256 high) internal pure returns (uint256) {
        if (x >= low && x <= high) return x;
        return low == 0 && high == type(uint256).max ? x : low + x % (high - low + 1);
    }
}

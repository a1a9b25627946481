// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev A contract wallet of one key: ERC-1271 with a 65-byte ECDSA signature of its owner.
contract Wallet1271 {
    address public immutable owner;

    constructor(address owner_) {
        owner = owner_;
    }

    receive() external payable {}

    function execute(address to, bytes calldata data) external {
        require(msg.sender == owner, "not the owner");
        (bool done, bytes memory returned) = to.call(data);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(returned, 0x20), mload(returned))
            }
        }
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (signature.length != 65) return 0xffffffff;
        address signer =
            ecrecover(hash, uint8(signature[64]), bytes32(signature[:32]), bytes32(signature[32:64]));
        return signer == owner ? bytes4(0x1626ba7e) : bytes4(0xffffffff);
    }
}

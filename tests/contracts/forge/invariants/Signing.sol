// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RewardToken} from "../../../../contracts/RewardToken.sol";
import {Base} from "../Base.sol";

/// @dev EIP-712 as a wallet does it, and the actors' keys.
abstract contract Signing is Base {
    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    function _typedDigest(string memory name, address verifier, uint256 chain, bytes32 structHash)
        internal
        pure
        returns (bytes32)
    {
        bytes32 domain = keccak256(abi.encode(DOMAIN, keccak256(bytes(name)), keccak256("1"), chain, verifier));
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function _permitDigest(RewardToken token_, address owner, address spender, uint256 value, uint256 deadline)
        internal
        view
        returns (bytes32)
    {
        bytes32 structHash = keccak256(abi.encode(PERMIT, owner, spender, value, token_.nonces(owner), deadline));
        return _typedDigest(token_.name(), address(token_), block.chainid, structHash);
    }

    function _signed(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev The key of someone in a list whose keys run from `first`.
    function _keyOf(address account, address[] storage list, uint256 first) internal view returns (uint256 key) {
        for (key = first; list[key - first] != account; ++key) {}
    }
}

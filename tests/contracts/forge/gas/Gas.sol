// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Stage} from "../Stage.sol";

/// @dev What an operation costs whoever sends it. Tests that inherit this are isolated: each call from a test is a
/// transaction of its own, with cold storage, the 21,000 of any transaction, its calldata, and refunds, so that what is
/// measured is the `gasUsed` of a receipt. Senders hold reward tokens already and approved finite amounts.
abstract contract Gas is Stage {
    /// @dev Holds tokens and never delegated, like the users of the peers, whose tokens have no votes. What is measured for
    /// a holder whose transfers move votes too has `Delegated` in its name.
    address internal payer = address(0x9A7E2);

    function _fundPayer() internal {
        vm.prank(holders[0]);
        token.transfer(payer, WEALTH / 2);
    }

    /// @dev Keeps the gas of the test's last call under the operation's name.
    function _measure(string memory operation) internal {
        vm.snapshotGasLastCall("gas", operation);
    }

    /// @dev Ample and finite, so that each transfer has to write the allowance that is left.
    function _approve(address account, address spender) internal {
        vm.prank(account);
        token.approve(spender, WEALTH);
    }

    /// @dev A signature of holder i over EIP-712 data.
    function _sign(uint256 i, bytes32 domain, bytes32 structHash) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(2_000 + i, keccak256(abi.encodePacked("\x19\x01", domain, structHash)));
        return abi.encodePacked(r, s, v);
    }

    function _domain(string memory name, address verifier) internal view returns (bytes32) {
        bytes32 typeHash =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        return keccak256(abi.encode(typeHash, keccak256(bytes(name)), keccak256("1"), block.chainid, verifier));
    }
}

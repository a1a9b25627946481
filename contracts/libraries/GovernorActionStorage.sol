// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {RLP} from "@openzeppelin/contracts/utils/RLP.sol";

/// @title What a proposal would do, kept as the code of a contract that does nothing
/// @notice OpenZeppelin's `GovernorStorage` with the same functions at less than half the gas: a kept byte costs 200
/// gas as code and about 700 in storage slots. It must come with sequential proposal ids from 1 and the governor must
/// create no other contracts: then proposal n's actions are in the n-th contract that the governor created, whose
/// address needs no slot either.
abstract contract GovernorActionStorage is Governor {
    /// @dev STOP, so that the code does nothing when called; then the hash of the description.
    uint256 private constant HEADER = 33;

    /// @dev Target, value (uint96) and the length of the calldata (uint32), before the calldata.
    uint256 private constant ACTION = 36;

    error GovernorValueTooLarge(uint256 value);

    /// @notice Queues a passed proposal in the timelock; anyone may.
    function queue(uint256 proposalId) external returns (uint256) {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas, bytes32 description) =
            proposalDetails(proposalId);
        return queue(targets, values, calldatas, description);
    }

    /// @notice Executes a queued proposal after the timelock's delay; anyone may.
    function execute(uint256 proposalId) external payable returns (uint256) {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas, bytes32 description) =
            proposalDetails(proposalId);
        return execute(targets, values, calldatas, description);
    }

    /// @notice Cancels a proposal: its proposer before the vote begins, or the guardian.
    function cancel(uint256 proposalId) external returns (uint256) {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas, bytes32 description) =
            proposalDetails(proposalId);
        return cancel(targets, values, calldatas, description);
    }

    /// @notice What a proposal would do, and the hash of its description. Reverts if there is none.
    function proposalDetails(uint256 proposalId)
        public
        view
        returns (address[] memory targets, uint256[] memory values, bytes[] memory calldatas, bytes32 descriptionHash)
    {
        bytes memory kept = _pointer(proposalId).code;
        if (proposalId == 0 || kept.length == 0) revert GovernorNonexistentProposal(proposalId);
        descriptionHash = _word(kept, 1);
        uint256 n = _count(kept);
        (targets, values, calldatas) = (new address[](n), new uint256[](n), new bytes[](n));
        uint256 offset = HEADER;
        for (uint256 i = 0; i < n; ++i) {
            (address target, uint256 value, uint256 length) = _head(kept, offset);
            (targets[i], values[i], calldatas[i]) = (target, value, _slice(kept, offset + ACTION, length));
            offset += ACTION + length;
        }
    }

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal virtual override returns (uint256 proposalId) {
        proposalId = super._propose(targets, values, calldatas, description, proposer);
        bytes memory kept = abi.encodePacked(bytes1(0), keccak256(bytes(description)));
        for (uint256 i = 0; i < targets.length; ++i) {
            if (values[i] > type(uint96).max) revert GovernorValueTooLarge(values[i]);
            kept = abi.encodePacked(
                kept, targets[i], uint96(values[i]), uint32(calldatas[i].length), calldatas[i]
            );
        }
        new Kept(kept);
    }

    /// @dev The address of the contract number `nonce` that this one created: the hash of the RLP list of creator and
    /// nonce (EIP-161: the first has the nonce 1).
    function _pointer(uint256 nonce) private view returns (address) {
        bytes memory number = RLP.encode(nonce);
        bytes memory encoded = abi.encodePacked(uint8(0xd5 + number.length), bytes1(0x94), address(this), number);
        return address(uint160(uint256(keccak256(encoded))));
    }

    function _count(bytes memory kept) private pure returns (uint256 n) {
        for (uint256 offset = HEADER; offset < kept.length; ++n) {
            (,, uint256 length) = _head(kept, offset);
            offset += ACTION + length;
        }
    }

    function _head(bytes memory kept, uint256 offset) private pure returns (address, uint256, uint256) {
        uint256 first = uint256(_word(kept, offset));
        return (address(uint160(first >> 96)), uint96(first), uint256(_word(kept, offset + 4)) & type(uint32).max);
    }

    function _slice(bytes memory kept, uint256 offset, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        assembly ("memory-safe") {
            mcopy(add(part, 0x20), add(add(kept, 0x20), offset), length)
        }
    }

    function _word(bytes memory kept, uint256 offset) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(add(kept, 0x20), offset))
        }
    }
}

/// @dev A contract whose code is the given bytes.
contract Kept {
    constructor(bytes memory code) {
        assembly ("memory-safe") {
            return(add(code, 0x20), mload(code))
        }
    }
}

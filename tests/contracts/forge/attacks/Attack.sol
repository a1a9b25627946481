// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {RevenueVault} from "../../../../contracts/RevenueVault.sol";
import {HostileConsumer} from "../tokens/HostileConsumer.sol";
import {Stage} from "../Stage.sol";

/// @dev Cheat codes that only attacks use.
interface VmMore {
    function expectPartialRevert(bytes4 selector) external;
}

/// @dev The stage with what attackers, and those who stop them, need besides.
abstract contract Attack is Stage {
    VmMore private constant _more = VmMore(address(uint160(uint256(keccak256("hevm cheat code")))));

    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant ROUND_VOTE =
        keccak256("Vote(uint256 roundId,uint8 entry,address voter,uint256 nonce,uint256 deadline)");
    bytes32 private constant BALLOT =
        keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");
    bytes32 private constant DELEGATION = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    bytes32 private constant WALLET =
        keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)");

    function _native() internal pure returns (address[] memory) {
        return new address[](1);
    }

    function _nativeAnd(address asset) internal pure returns (address[] memory list) {
        list = new address[](2);
        list[1] = asset;
    }

    /// @dev The next call reverts with that error, whatever its arguments.
    function _refuses(bytes4 selector) internal {
        _more.expectPartialRevert(selector);
    }

    function _keyOf(uint256 holder) internal pure returns (uint256) {
        return 2_000 + holder;
    }

    function _one(uint256 value) internal pure returns (uint256[] memory list) {
        list = new uint256[](1);
        list[0] = value;
    }

    function _value(uint16 value) internal pure returns (bytes memory) {
        uint16[] memory values = new uint16[](1);
        values[0] = value;
        return _values(values);
    }

    // ------------------------------------------------------------------ signatures

    function _packed(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _typed(address verifier, bytes32 structHash) internal view returns (bytes32) {
        (, string memory name, string memory version, uint256 chainId, address where,,) =
            IERC5267(verifier).eip712Domain();
        bytes32 domain =
            keccak256(abi.encode(DOMAIN, keccak256(bytes(name)), keccak256(bytes(version)), chainId, where));
        return MessageHashUtils.toTypedDataHash(domain, structHash);
    }

    function _voteDigest(uint256 roundId, uint8 entry, address voter, uint256 nonce, uint256 deadline)
        internal
        view
        returns (bytes32)
    {
        return _typed(address(rounds), keccak256(abi.encode(ROUND_VOTE, roundId, entry, voter, nonce, deadline)));
    }

    function _ballotDigest(uint256 proposalId, uint8 support, address voter, uint256 nonce)
        internal
        view
        returns (bytes32)
    {
        return _typed(address(governor), keccak256(abi.encode(BALLOT, proposalId, support, voter, nonce)));
    }

    function _delegationDigest(address delegatee, uint256 nonce, uint256 expiry) internal view returns (bytes32) {
        return _typed(address(token), keccak256(abi.encode(DELEGATION, delegatee, nonce, expiry)));
    }

    function _permitDigest(address owner, address spender, uint256 value, uint256 nonce, uint256 deadline)
        internal
        view
        returns (bytes32)
    {
        return _typed(address(token), keccak256(abi.encode(PERMIT, owner, spender, value, nonce, deadline)));
    }

    function _walletDigest(uint256 agentId, address wallet, address owner, uint256 deadline)
        internal
        view
        returns (bytes32)
    {
        return _typed(address(registry), keccak256(abi.encode(WALLET, agentId, wallet, owner, deadline)));
    }

    /// @dev The other valid signature of the same digest, which ECDSA libraries must refuse.
    function _malleated(bytes memory signature) internal pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        uint8 v = uint8(signature[64]) == 27 ? 28 : 27;
        return abi.encodePacked(r, bytes32(order - uint256(s)), v);
    }

    // ------------------------------------------------------------------ situations

    /// @dev A round whose votes can be cast.
    function _votingRound(uint256 rosterSize) internal returns (uint256 roundId) {
        roundId = _propose(holders[0], rosterSize, BOUNTY);
        _submit(roundId);
    }

    /// @dev A contribution with weight in its persona's vault.
    function _activated(address contributor, uint16 personaId, uint16 impact) internal returns (uint256 tokenId) {
        tokenId = _contribute(contributor, personaId, DIGEST);
        _skip(1 days);
        uint256 reviewId = contributions.openReview(personaId);
        _answer(contributions.questionId(reviewId), _value(impact));
        contributions.settleReview(reviewId);
        _skip(3 days);
        contributions.activate(_one(tokenId));
    }

    function _payNative(uint256 personaId, uint256 amount) internal {
        vm.deal(address(this), amount);
        _vault(personaId).payIn{value: amount}(address(0), amount);
    }

    /// @dev Moves a persona's card, its first contribution, to another holder.
    function _giveCard(uint256 personaId, address to) internal {
        vm.prank(registrant);
        contributions.transferFrom(registrant, to, personaId);
    }

    function _hostile() internal returns (HostileConsumer consumer) {
        consumer = new HostileConsumer(committee);
        vm.prank(address(timelock));
        committee.setConsumer(address(consumer), true);
    }

    function _hostileTerms() internal view returns (IOracleCommittee.Terms memory terms) {
        terms.penalty = MIN_BOND;
        terms.count = 1;
        terms.commitEnd = uint40(vm.getBlockTimestamp()) + MIN_WINDOW;
        terms.revealEnd = terms.commitEnd + MIN_WINDOW;
    }
}

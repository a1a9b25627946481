// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IRewardToken} from "../../../../contracts/interfaces/IRewardToken.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Handler} from "./Handler.sol";
import {Signing} from "./Signing.sol";
import {World} from "./World.sol";

/// @dev The reward token moves, is delegated and minted.
contract TokenHandler is Handler, Signing {
    bytes32 private constant DELEGATION =
        keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");

    uint256 public supply;

    constructor(World world_) Handler(world_) {
        supply = token.totalSupply();
    }

    function transfer(uint256 from, uint256 to, uint256 amount) external {
        address sender = _pick(voters, from);
        amount = bound(amount, 0, token.balanceOf(sender) / 4);
        _act(sender, address(token), abi.encodeCall(token.transfer, (_pick(voters, to), amount)), 0);
    }

    function transferFrom(uint256 from, uint256 to, uint256 amount) external {
        address sender = _pick(voters, from);
        amount = bound(amount, 0, token.balanceOf(sender) / 4);
        address spender = _pick(holders, to);
        _act(sender, address(token), abi.encodeCall(token.approve, (spender, amount)), 0);
        _act(spender, address(token), abi.encodeCall(token.transferFrom, (sender, spender, amount)), 0);
    }

    function delegate(uint256 from, uint256 to) external {
        bool treasury = from % 8 == 0;
        address account = treasury ? address(timelock) : _pick(voters, from);
        bytes4 refusal = treasury ? IRewardToken.TokenTreasuryCannotDelegate.selector : bytes4(0);
        _act(account, address(token), abi.encodeCall(token.delegate, (_pick(voters, to))), refusal);
    }

    /// @param how 0: too late; 1: a nonce that is not the next; else in order.
    function delegateBySig(uint256 from, uint256 to, uint256 how) external {
        uint256 who = from % holders.length;
        uint256 expiry = how % 4 == 0 ? _now() - 1 : _now();
        uint256 nonce = token.nonces(holders[who]) + (how % 4 == 1 ? 1 : 0);
        address delegatee = _pick(voters, to);
        bytes32 structHash = keccak256(abi.encode(DELEGATION, delegatee, nonce, expiry));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(2_000 + who, _typedDigest(token.name(), address(token), block.chainid, structHash));
        bytes4 refusal = how % 4 == 0
            ? IVotes.VotesExpiredSignature.selector
            : how % 4 == 1 ? bytes4(keccak256("InvalidAccountNonce(address,uint256)")) : bytes4(0);
        bytes memory data = abi.encodeCall(token.delegateBySig, (delegatee, nonce, expiry, v, r, s));
        _act(stranger, address(token), data, refusal);
    }

    /// @param how 0: too late; 1: another's key; else in order, and then once more.
    function permit(uint256 from, uint256 value, uint256 how) external {
        uint256 who = from % holders.length;
        uint256 deadline = how % 4 == 0 ? _now() - 1 : _now();
        uint256 key = how % 4 == 1 ? 77 : 2_000 + who;
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(key, _permitDigest(token, holders[who], stranger, value, deadline));
        bytes memory data = abi.encodeCall(token.permit, (holders[who], stranger, value, deadline, v, r, s));
        bytes4 refusal = how % 4 == 0
            ? ERC20Permit.ERC2612ExpiredSignature.selector
            : how % 4 == 1 ? ERC20Permit.ERC2612InvalidSigner.selector : bytes4(0);
        _act(stranger, address(token), data, refusal);
        if (refusal != 0) return;
        eq(token.allowance(holders[who], stranger), value, "allowed");
        _act(stranger, address(token), data, ERC20Permit.ERC2612InvalidSigner.selector);
        _act(holders[who], address(token), abi.encodeCall(token.approve, (stranger, 0)), 0);
    }

    function mint(uint256 by, uint256 to, uint256 amount) external {
        (address actor, bool allowed) = _governs(by);
        bool tooMuch = amount % 8 == 0;
        amount = tooMuch ? token.cap() - supply + 1 : bound(amount, 0, (token.cap() - supply) / 100);
        bytes4 refusal = !allowed
            ? Ownable.OwnableUnauthorizedAccount.selector
            : tooMuch ? ERC20Votes.ERC20ExceededSafeSupply.selector : bytes4(0);
        _act(actor, address(token), abi.encodeCall(token.mint, (_pick(voters, to), amount)), refusal);
        if (refusal == 0) supply += amount;
    }

    /// @dev The supply is what the timelock minted, under the cap; no more votes than tokens outside the treasury.
    function check() external view {
        eq(token.totalSupply(), supply, "the timelock alone mints");
        atLeast(token.cap(), supply, "never over the cap");
        uint256 votes;
        for (uint256 i = 0; i < voters.length; ++i) votes += token.getVotes(voters[i]);
        atLeast(supply - token.balanceOf(address(timelock)), votes, "the treasury has no votes");
        eq(token.getVotes(address(timelock)), 0, "nobody votes as the treasury");
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

/// @dev Members come and go, bond and leave. What it notes of them is found again in the committee.
contract MembersHandler is Handler {
    mapping(address account => bool) public listed;
    mapping(address account => bool) public numbered;
    mapping(address account => uint256) public releaseAt;
    mapping(address account => uint256) public staked;
    uint256 public listedCount;
    uint256 public minBond;
    uint256 public paidIn;
    uint256 public paidOut;

    /// @dev More than there is room for.
    address[] internal candidates;

    constructor(World world_) Handler(world_) {
        minBond = committee.minBond();
        listedCount = operators.length;
        for (uint256 i = 0; i < operators.length; ++i) {
            (listed[operators[i]], numbered[operators[i]]) = (true, true);
            staked[operators[i]] = committee.bondOf(operators[i]);
        }
        candidates = voters;
        for (uint160 i = 1; i <= 6; ++i) candidates.push(address(0xCA4D1DA7E0 + i));
    }

    function bond(uint256 who, uint256 amount) external {
        address operator = _pick(candidates, who);
        uint256 balance = token.balanceOf(operator);
        amount = amount % 10 == 0 ? balance + 1 : bound(amount, 0, balance > 4 * MIN_BOND ? 4 * MIN_BOND : balance);
        bytes4 refusal = !listed[operator]
            ? IOracleCommittee.CommitteeNotMember.selector
            : _now() < releaseAt[operator]
                ? IOracleCommittee.CommitteeStillUnbonding.selector
                : _unpayable(operator, amount);
        _act(operator, address(committee), abi.encodeCall(committee.bond, (amount)), refusal);
        if (refusal != 0) return;
        (releaseAt[operator], staked[operator]) = (0, staked[operator] + amount);
        paidIn += amount;
    }

    function requestUnbond(uint256 who) external {
        address operator = _pick(candidates, who);
        bytes4 refusal = listed[operator] ? bytes4(0) : IOracleCommittee.CommitteeNotMember.selector;
        _act(operator, address(committee), abi.encodeCall(committee.requestUnbond, ()), refusal);
        if (refusal == 0) _leave(operator);
    }

    function withdrawBond(uint256 who) external {
        address operator = _pick(candidates, who);
        bytes4 refusal = !numbered[operator]
            ? IOracleCommittee.CommitteeNotMember.selector
            : releaseAt[operator] == 0 || _now() < releaseAt[operator]
                ? IOracleCommittee.CommitteeStillBonded.selector
                : bytes4(0);
        uint256 amount = committee.bondOf(operator);
        uint256 before = token.balanceOf(operator);
        _act(operator, address(committee), abi.encodeCall(committee.withdrawBond, ()), refusal);
        if (refusal != 0) return;
        eq(token.balanceOf(operator) - before, amount, "the whole bond");
        paidOut += amount;
        staked[operator] = 0;
    }

    function claimCredit(uint256 who) external {
        address operator = _pick(candidates, who);
        uint256 credit = committee.creditOf(operator);
        bytes4 refusal = credit > 0 ? bytes4(0) : IOracleCommittee.CommitteeNothingToClaim.selector;
        uint256 before = token.balanceOf(operator);
        _act(operator, address(committee), abi.encodeCall(committee.claimCredit, ()), refusal);
        if (refusal != 0) return;
        eq(token.balanceOf(operator) - before, credit, "the whole credit");
        paidOut += credit;
    }

    function addMember(uint256 by, uint256 who) external {
        (address actor, bool allowed) = _governs(by);
        address operator = _pick(candidates, who);
        bytes4 refusal = !allowed
            ? Ownable.OwnableUnauthorizedAccount.selector
            : listed[operator]
                ? IOracleCommittee.CommitteeAlreadyMember.selector
                : listedCount == 15 ? IOracleCommittee.CommitteeTooManyMembers.selector : bytes4(0);
        _act(actor, address(committee), abi.encodeCall(committee.addMember, (operator)), refusal);
        if (refusal != 0) return;
        (listed[operator], numbered[operator]) = (true, true);
        ++listedCount;
    }

    function removeMember(uint256 by, uint256 who) external {
        (address actor, bool allowed) = _governs(by);
        address operator = _pick(candidates, who);
        bytes4 refusal = !allowed
            ? Ownable.OwnableUnauthorizedAccount.selector
            : listed[operator] ? bytes4(0) : IOracleCommittee.CommitteeNotMember.selector;
        _act(actor, address(committee), abi.encodeCall(committee.removeMember, (operator)), refusal);
        if (refusal != 0) return;
        listed[operator] = false;
        --listedCount;
        _leave(operator);
    }

    function setMinBond(uint256 by, uint80 amount) external {
        (address actor, bool allowed) = _governs(by);
        amount = uint80(bound(amount, 0, 2 * MIN_BOND + 1));
        bytes4 refusal = allowed ? bytes4(0) : Ownable.OwnableUnauthorizedAccount.selector;
        _act(actor, address(committee), abi.encodeCall(committee.setMinBond, (amount)), refusal);
        if (allowed) minBond = amount;
    }

    function donate(uint256 who, uint256 amount) external {
        address giver = _pick(holders, who);
        amount = bound(amount, 0, token.balanceOf(giver) / 100);
        _act(giver, address(token), abi.encodeCall(token.transfer, (address(committee), amount)), 0);
        world.noteDonation(address(committee), amount);
    }

    /// @dev What committee and notes have to agree on.
    function check() external view {
        eq(committee.minBond(), minBond, "the timelock alone sets the least bond");
        uint256 known;
        for (uint256 i = 0; i < candidates.length; ++i) {
            address operator = candidates[i];
            uint256 held = committee.bondOf(operator);
            bool eligible = listed[operator] && releaseAt[operator] == 0 && held >= minBond;
            isTrue(committee.isEligible(operator) == eligible, "the timelock and the operator alone decide who is asked");
            isTrue((committee.numberOf(operator) > 0) == numbered[operator], "the timelock alone adds members");
            if (world.isHonest(operator)) eq(held, staked[operator], "an honest operator loses nothing");
            if (numbered[operator]) ++known;
        }
        eq(committee.memberAt(uint8(known + 1)), address(0), "no other members");
    }

    function _leave(address operator) private {
        uint256 latest = world.latestRevealEnd();
        if (releaseAt[operator] != 0) return;
        releaseAt[operator] = (latest > _now() ? latest : _now()) + committee.unbondDelay();
    }

    function _unpayable(address payer, uint256 amount) private view returns (bytes4) {
        bool allowed = token.allowance(payer, address(committee)) >= amount;
        if (!allowed) return IERC20Errors.ERC20InsufficientAllowance.selector;
        return token.balanceOf(payer) < amount ? IERC20Errors.ERC20InsufficientBalance.selector : bytes4(0);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ContributionNFT} from "../../../../contracts/ContributionNFT.sol";
import {GenerationRounds} from "../../../../contracts/GenerationRounds.sol";
import {OracleCommittee} from "../../../../contracts/OracleCommittee.sol";
import {PersonaRegistry} from "../../../../contracts/PersonaRegistry.sol";
import {RevenueFactory} from "../../../../contracts/RevenueFactory.sol";
import {RewardToken} from "../../../../contracts/RewardToken.sol";
import {Timelock} from "../../../../contracts/Timelock.sol";
import {TrainingJobs} from "../../../../contracts/TrainingJobs.sol";
import {TroupeGovernor} from "../../../../contracts/TroupeGovernor.sol";
import {IOracleCommittee} from "../../../../contracts/interfaces/IOracleCommittee.sol";
import {MemberSet} from "../../../../contracts/libraries/MemberSet.sol";
import {QuestionId} from "../../../../contracts/libraries/QuestionId.sol";
import {Stage} from "../Stage.sol";
import {SigningWallet} from "./Hostile.sol";

/// @dev What all handlers of a suite share: the protocol, its actors, the questions that were opened, and time. The
/// first
/// `HONEST` operators answer every question they are asked, each at an edge of its window, whatever the others do: time
/// moves only through `advance`, which lets them act first.
contract World is Stage {
    using MemberSet for uint128;

    struct Parts {
        RewardToken token;
        Timelock timelock;
        TroupeGovernor governor;
        PersonaRegistry registry;
        ContributionNFT contributions;
        RevenueFactory factory;
        OracleCommittee committee;
        GenerationRounds rounds;
        TrainingJobs training;
    }

    /// @dev What the honest operators will do for a question.
    struct Task {
        bytes32 question;
        uint256 due;
        bool reveal;
    }

    /// @dev Voting power that a vote will count by: of the end of the second `due`.
    struct Snapshot {
        bytes32 key;
        uint256 due;
    }

    uint256 public constant HONEST = 2;
    uint256 public constant WALLET_KEY = 3_000;

    SigningWallet public wallet;
    bytes32[] public questions;
    uint256 public latestRevealEnd;
    mapping(address contractAddress => uint256) public donated;
    mapping(bytes32 key => mapping(address voter => uint256)) public powerAt;

    Task[] private _tasks;
    Snapshot[] private _snapshots;
    address[] private _voters;

    constructor(uint256 operatorCount, uint256 holderCount, address[] memory moreAssets) {
        _deploy(operatorCount, holderCount, moreAssets);
        wallet = new SigningWallet(vm.addr(WALLET_KEY));
        vm.prank(holders[0]);
        token.transfer(address(wallet), WEALTH / 10);
        vm.prank(address(wallet));
        token.delegate(address(wallet));
        for (uint256 i = 0; i < operators.length; ++i) _welcome(operators[i]);
        for (uint256 i = 0; i < holders.length; ++i) _welcome(holders[i]);
        _welcome(address(wallet));
        _welcome(stranger);
        _welcome(registrant);
        _approveAll(address(timelock));
        _skip(1);
    }

    function parts() external view returns (Parts memory) {
        return Parts(token, timelock, governor, registry, contributions, factory, committee, rounds, training);
    }

    function actors() external view returns (address[] memory, address[] memory, address[] memory) {
        return (operators, holders, _voters);
    }

    function isHonest(address operator) public view returns (bool) {
        for (uint256 i = 0; i < HONEST && i < operators.length; ++i) {
            if (operators[i] == operator) return true;
        }
        return false;
    }

    function questionCount() external view returns (uint256) {
        return questions.length;
    }

    // ------------------------------------------------------------------ what handlers report

    function noteDonation(address to, uint256 amount) external {
        donated[to] += amount;
    }

    /// @dev A question was opened: the honest operators plan their answers, at the first or the last second that they
    /// can.
    function noteQuestion(bytes32 question) external {
        questions.push(question);
        IOracleCommittee.Question memory q = committee.question(question);
        if (q.revealEnd > latestRevealEnd) latestRevealEnd = q.revealEnd;
        uint256 edges = uint256(keccak256(abi.encode(question, questions.length)));
        uint256 now_ = vm.getBlockTimestamp();
        _tasks.push(Task(question, edges & 1 == 0 ? now_ : q.commitEnd - 1, false));
        _tasks.push(Task(question, edges & 2 == 0 ? q.commitEnd : q.revealEnd - 1, true));
        _work(now_);
    }

    /// @dev A vote will count by the power that accounts have at the end of the second `due`.
    function noteSnapshot(bytes32 key, uint256 due) external {
        _snapshots.push(Snapshot(key, due));
    }

    /// @dev Moves time and blocks forward, by way of whatever honest operators have to do until then.
    function advance(uint256 to, uint256 blocks) external {
        _capture(to);
        _work(to);
        if (to > vm.getBlockTimestamp()) vm.warp(to);
        vm.roll(block.number + blocks);
    }

    /// @dev A payload as the question's consumer takes it, made from a seed; all zero if `zero`.
    function payloadFor(bytes32 question, uint256 seed, bool zero) public view returns (bytes memory) {
        uint256 count = committee.question(question).count;
        uint16[] memory levels = new uint16[](count);
        for (uint256 i = 0; i < count; ++i) {
            levels[i] = zero ? 0 : uint16(uint256(keccak256(abi.encode(seed, i))) % 10_001);
        }
        return QuestionId.consumerOf(question) == address(rounds) ? _sheet(levels) : _values(levels);
    }

    // ------------------------------------------------------------------ inside

    function _welcome(address account) private {
        _approveAll(account);
        _voters.push(account);
    }

    function _approveAll(address account) private {
        address[4] memory spenders =
            [address(committee), address(rounds), address(contributions), address(training)];
        for (uint256 i = 0; i < spenders.length; ++i) {
            vm.prank(account);
            token.approve(spenders[i], type(uint256).max);
        }
        vm.prank(account);
        token.approve(address(registry), type(uint256).max);
    }

    /// @dev Does the tasks that are due until `to`, the earliest first.
    function _work(uint256 to) private {
        while (true) {
            uint256 next = type(uint256).max;
            for (uint256 i = 0; i < _tasks.length; ++i) {
                if (_tasks[i].due <= to && (next == type(uint256).max || _tasks[i].due < _tasks[next].due)) next = i;
            }
            if (next == type(uint256).max) return;
            Task memory task = _tasks[next];
            _tasks[next] = _tasks[_tasks.length - 1];
            _tasks.pop();
            if (task.due > vm.getBlockTimestamp()) vm.warp(task.due);
            for (uint256 i = 0; i < HONEST; ++i) _answerOne(task, operators[i]);
        }
    }

    function _answerOne(Task memory task, address operator) private {
        if (!committee.question(task.question).members.has(committee.numberOf(operator))) return;
        bytes memory payload = payloadFor(task.question, uint160(operator), false);
        if (task.reveal) {
            _reveal(task.question, operator, payload);
        } else {
            _commit(task.question, operator, payload);
        }
    }

    /// @dev Records powers of seconds that end now.
    function _capture(uint256 to) private {
        for (uint256 i = _snapshots.length; i > 0; --i) {
            Snapshot memory s = _snapshots[i - 1];
            if (s.due >= to) continue;
            for (uint256 j = 0; j < _voters.length; ++j) powerAt[s.key][_voters[j]] = token.getVotes(_voters[j]);
            _snapshots[i - 1] = _snapshots[_snapshots.length - 1];
            _snapshots.pop();
        }
    }
}

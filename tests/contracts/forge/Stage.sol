// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ContributionNFT} from "../../../contracts/ContributionNFT.sol";
import {GenerationRounds} from "../../../contracts/GenerationRounds.sol";
import {OracleCommittee} from "../../../contracts/OracleCommittee.sol";
import {PersonaRegistry} from "../../../contracts/PersonaRegistry.sol";
import {RevenueFactory} from "../../../contracts/RevenueFactory.sol";
import {RevenueVault} from "../../../contracts/RevenueVault.sol";
import {RewardToken} from "../../../contracts/RewardToken.sol";
import {Timelock} from "../../../contracts/Timelock.sol";
import {TrainingJobs} from "../../../contracts/TrainingJobs.sol";
import {TroupeGovernor} from "../../../contracts/TroupeGovernor.sol";
import {IContributionNFT} from "../../../contracts/interfaces/IContributionNFT.sol";
import {IGenerationRounds} from "../../../contracts/interfaces/IGenerationRounds.sol";
import {IRewardToken} from "../../../contracts/interfaces/IRewardToken.sol";
import {ITrainingJobs} from "../../../contracts/interfaces/ITrainingJobs.sol";
import {Base} from "./Base.sol";

/// @dev The protocol as `ape run deploy` leaves it, with bonded operators, holders with votes, and the steps of a round,
/// a review and a training job. Time and block move only when a test says so.
abstract contract Stage is Base {
    uint256 internal constant TOKEN = 1e18;
    uint256 internal constant CAP = 1_000_000_000 * TOKEN;
    uint256 internal constant WEALTH = 1_000_000 * TOKEN;
    uint80 internal constant MIN_BOND = uint80(1_000 * TOKEN);
    uint32 internal constant MIN_WINDOW = 30 minutes;
    uint96 internal constant BOUNTY = uint96(1_000 * TOKEN);
    uint256 internal constant PERSONAS = 16;
    bytes32 internal constant SALT = keccak256("salt");
    bytes32 internal constant DIGEST = keccak256("digest");

    RewardToken internal token;
    Timelock internal timelock;
    TroupeGovernor internal governor;
    PersonaRegistry internal registry;
    ContributionNFT internal contributions;
    RevenueFactory internal factory;
    OracleCommittee internal committee;
    GenerationRounds internal rounds;
    TrainingJobs internal training;

    /// @dev Keys are known, so that actors can sign: key of operator i is 1000 + i, of holder i 2000 + i.
    address[] internal operators;
    address[] internal holders;
    address internal guardian = address(0x60A2D);
    address internal registrant = address(0x2E6157);
    address internal stranger = address(0x57A9);

    /// @param operatorCount 1..15; each has bonded twice the minimum.
    /// @param holderCount Holders with `WEALTH`, delegated to themselves.
    /// @param moreAssets Vault assets besides the reward token.
    function _deploy(uint256 operatorCount, uint256 holderCount, address[] memory moreAssets) internal {
        vm.warp(1_800_000_000);
        vm.roll(1_000);
        for (uint256 i = 0; i < operatorCount; ++i) operators.push(vm.addr(1_000 + i));
        for (uint256 i = 0; i < holderCount; ++i) holders.push(vm.addr(2_000 + i));
        _create(moreAssets);
        _wire();
        for (uint256 i = 0; i < operatorCount; ++i) _bond(operators[i], 2 * MIN_BOND);
        for (uint256 i = 0; i < holderCount; ++i) {
            vm.prank(holders[i]);
            token.delegate(holders[i]);
        }
        _skip(1);
    }

    function _create(address[] memory moreAssets) private {
        address[] memory none = new address[](0);
        address[] memory anyone = new address[](1);
        timelock = new Timelock(2 days, none, anyone, address(this));
        IRewardToken.Allocation[] memory shares =
            new IRewardToken.Allocation[](operators.length + holders.length + 1);
        for (uint256 i = 0; i < operators.length; ++i) shares[i] = IRewardToken.Allocation(operators[i], WEALTH);
        for (uint256 i = 0; i < holders.length; ++i) {
            shares[operators.length + i] = IRewardToken.Allocation(holders[i], WEALTH);
        }
        shares[shares.length - 1] = IRewardToken.Allocation(address(timelock), WEALTH);
        token = new RewardToken("Troupe", "TROUPE", CAP, address(timelock), shares);
        governor = new TroupeGovernor(
            token, timelock, TroupeGovernor.Settings(1 days, 5 days, 1 days, 100_000 * TOKEN, 4, guardian, 180 days)
        );
        registry = new PersonaRegistry(token, address(timelock), address(this), 100 * TOKEN);
        committee = new OracleCommittee(token, address(timelock), address(this), MIN_BOND, 1, 7 days, MIN_WINDOW);
        contributions = new ContributionNFT(registry, token, committee, address(this));
        factory = new RevenueFactory(contributions, address(token), moreAssets);
        rounds = new GenerationRounds(token, registry, committee, address(this), MIN_WINDOW);
        training = new TrainingJobs(token, registry, contributions, committee, address(this));
    }

    function _wire() private {
        registry.wire(address(contributions), address(factory));
        registry.setTrainer(address(training));
        contributions.setTrainer(address(training));
        committee.setConsumer(address(rounds), true);
        committee.setConsumer(address(contributions), true);
        committee.setConsumer(address(training), true);
        for (uint256 i = 0; i < operators.length; ++i) committee.addMember(operators[i]);
        rounds.addParameters(_roundParameters());
        contributions.addParameters(_contributionParameters());
        training.addParameters(_trainingParameters());
        for (uint256 i = 1; i <= PERSONAS; ++i) {
            registry.register(keccak256(abi.encode("card", i)));
            registry.setActive(i, true);
            contributions.transferFrom(address(this), registrant, i);
        }
        registry.transferOwnership(address(timelock));
        contributions.transferOwnership(address(timelock));
        committee.transferOwnership(address(timelock));
        rounds.transferOwnership(address(timelock));
        training.transferOwnership(address(timelock));
        timelock.grantRole(timelock.PROPOSER_ROLE(), address(governor));
        timelock.grantRole(timelock.CANCELLER_ROLE(), address(governor));
        timelock.renounceRole(timelock.DEFAULT_ADMIN_ROLE(), address(this));
    }

    // ------------------------------------------------------------------ parameters

    function _roundParameters() internal pure virtual returns (IGenerationRounds.Parameters memory p) {
        p.criteria = [uint16(2_500), 1_500, 1_500, 2_500, 2_000];
        p.peerWeight = 2_500;
        p.communityWeight = 3_000;
        p.participationShare = 2_000;
        p.tolerance = 300;
        p.penaltyShare = 500;
        p.prizeShares = [uint16(5_000), 2_000, 1_000];
        p.leaderWindow = 1 hours;
        p.entryWindow = 12 hours;
        p.voteWindow = 1 days;
        p.revealWindow = 6 hours;
        p.fee = uint80(10 * TOKEN);
        p.penalty = uint80(50 * TOKEN);
        p.leaderPenalty = uint80(100 * TOKEN);
        p.minBounty = uint96(50 * TOKEN);
        p.voteQuorum = uint128(10_000 * TOKEN);
        p.scoringProfile = DIGEST;
    }

    function _contributionParameters() internal pure virtual returns (IContributionNFT.Parameters memory p) {
        p.tolerance = 500;
        p.maxWait = 1 days;
        p.commitWindow = 1 days;
        p.revealWindow = 6 hours;
        p.activationDelay = 3 days;
        p.epoch = 7 days;
        p.reviewFee = uint80(20 * TOKEN);
        p.penalty = uint80(50 * TOKEN);
        p.epochCap = 100_000;
        p.genesisImpact = 1_000_000;
        p.scoringProfile = DIGEST;
    }

    function _trainingParameters() internal pure virtual returns (ITrainingJobs.Parameters memory p) {
        p.tolerance = 300;
        p.minWinRate = 5_500;
        p.leaderWindow = 7 days;
        p.submitWindow = 14 days;
        p.commitWindow = 3 days;
        p.revealWindow = 1 days;
        p.attributionWindow = 20 days;
        p.fee = uint80(500 * TOKEN);
        p.attributionFee = uint80(50 * TOKEN);
        p.penalty = uint80(200 * TOKEN);
        p.leaderPenalty = uint80(500 * TOKEN);
        p.trainingImpact = 500_000;
        p.promptPool = DIGEST;
    }

    // ------------------------------------------------------------------ steps

    function _skip(uint256 time) internal {
        vm.warp(vm.getBlockTimestamp() + time);
        vm.roll(block.number + time / 12 + 1);
    }

    function _bond(address operator, uint256 amount) internal {
        vm.prank(operator);
        token.approve(address(committee), type(uint256).max);
        vm.prank(operator);
        committee.bond(amount);
    }

    /// @dev Personas 1..n.
    function _roster(uint256 n) internal pure returns (uint16[] memory ids) {
        ids = new uint16[](n);
        for (uint256 i = 0; i < n; ++i) ids[i] = uint16(i + 1);
    }

    function _propose(address proposer, uint256 rosterSize, uint96 bounty) internal returns (uint256 roundId) {
        vm.prank(proposer);
        token.approve(address(rounds), bounty);
        vm.prank(proposer);
        return rounds.propose(DIGEST, 2, _roster(rosterSize), bounty);
    }

    /// @dev The leader submits; a second later votes can be cast.
    function _submit(uint256 roundId) internal {
        vm.prank(committee.leader(rounds.questionId(roundId)));
        rounds.submitEntries(roundId, DIGEST);
        _skip(1);
    }

    function _commit(bytes32 question, address operator, bytes memory payload) internal {
        bytes32 commitment = keccak256(
            abi.encode(block.chainid, address(committee), question, operator, keccak256(payload), SALT)
        );
        vm.prank(operator);
        committee.commit(question, commitment);
    }

    function _reveal(bytes32 question, address operator, bytes memory payload) internal {
        vm.prank(operator);
        committee.reveal(question, payload, SALT);
    }

    function _toReveals(bytes32 question) internal {
        vm.warp(committee.question(question).commitEnd);
    }

    function _toEnd(bytes32 question) internal {
        vm.warp(committee.question(question).revealEnd);
    }

    /// @dev All operators answer the same, to the end of the reveal window.
    function _answer(bytes32 question, bytes memory payload) internal {
        for (uint256 i = 0; i < operators.length; ++i) _commit(question, operators[i], payload);
        _toReveals(question);
        for (uint256 i = 0; i < operators.length; ++i) _reveal(question, operators[i], payload);
        _toEnd(question);
    }

    function _contribute(address contributor, uint16 personaId, bytes32 digest) internal returns (uint256 tokenId) {
        uint256 fee = contributions.parameters(contributions.currentVersion()).reviewFee;
        vm.prank(contributor);
        token.approve(address(contributions), fee);
        vm.prank(contributor);
        return contributions.contribute(personaId, IContributionNFT.Kind.Text, digest);
    }

    function _vault(uint256 personaId) internal view returns (RevenueVault) {
        return RevenueVault(payable(registry.vaultOf(personaId)));
    }

    /// @dev A proposal of one call; the text gets the suffix that the governor demands.
    function _proposeCall(address proposer, address target, bytes memory data, string memory text)
        internal
        returns (uint256 id)
    {
        (address[] memory targets, uint256[] memory amounts, bytes[] memory calls) =
            (new address[](1), new uint256[](1), new bytes[](1));
        (targets[0], calls[0]) = (target, data);
        vm.prank(proposer);
        return governor.propose(targets, amounts, calls, string.concat(text, "#proposer=", _hex(proposer)));
    }

    function _hex(address account) internal pure returns (string memory) {
        bytes memory digits = "0123456789abcdef";
        bytes memory text = new bytes(42);
        (text[0], text[1]) = ("0", "x");
        for (uint256 i = 0; i < 40; ++i) text[2 + i] = digits[(uint160(account) >> (156 - 4 * i)) & 15];
        return string(text);
    }

    // ------------------------------------------------------------------ payloads

    /// @dev A round's sheet: entry i has `levels[i]` in all five criteria; each persona votes for the next entry.
    function _sheet(uint16[] memory levels) internal pure returns (bytes memory payload) {
        for (uint256 i = 0; i < levels.length; ++i) {
            for (uint256 j = 0; j < 5; ++j) payload = abi.encodePacked(payload, levels[i]);
        }
        for (uint256 i = 0; i < levels.length; ++i) {
            payload = abi.encodePacked(payload, uint8((i + 1) % levels.length));
        }
        return abi.encodePacked(payload, DIGEST);
    }

    /// @dev A sheet of n entries, each a little better than the one before.
    function _risingSheet(uint256 n) internal pure returns (bytes memory) {
        uint16[] memory levels = new uint16[](n);
        for (uint256 i = 0; i < n; ++i) levels[i] = uint16(5_000 + 100 * i);
        return _sheet(levels);
    }

    /// @dev The payload of a review, an evaluation or an attribution.
    function _values(uint16[] memory values) internal pure returns (bytes memory payload) {
        for (uint256 i = 0; i < values.length; ++i) payload = abi.encodePacked(payload, values[i]);
        return abi.encodePacked(payload, DIGEST);
    }
}

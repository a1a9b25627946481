// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {GenerationRounds} from "../../../../contracts/GenerationRounds.sol";
import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {IPersonaRegistry} from "../../../../contracts/interfaces/IPersonaRegistry.sol";
import {Wallet} from "../tokens/Accounts.sol";
import {Attack} from "./Attack.sol";

/// @dev Malleable, foreign and replayed signatures at every door that takes one; contract wallets in all moods.
contract SignatureAttacksTest is Attack {
    uint256 private constant FOREVER = type(uint256).max;

    uint256 private _roundId;
    uint256 private _proposalId;
    Wallet private _wallet;

    function setUp() public {
        _deploy(1, 4, _native());
        _wallet = new Wallet(holders[1]);
        vm.prank(holders[2]);
        token.transfer(address(_wallet), WEALTH);
        _wallet.act(address(token), abi.encodeCall(token.delegate, (address(_wallet))));
        _skip(1);
        _proposalId = _proposeCall(holders[0], address(registry), "", "Anything");
        _skip(1 days + 1);
        _roundId = _votingRound(3);
    }

    // ------------------------------------------------------------------ rounds

    function _vote(bytes memory signature) private {
        rounds.castVoteBySig(_roundId, 1, holders[1], FOREVER, signature);
    }

    function test_round_vote__malleable_or_misshapen_signature__is_refused() public {
        bytes memory signature = _packed(_keyOf(1), _voteDigest(_roundId, 1, holders[1], 0, FOREVER));
        bytes[4] memory bad =
            [_malleated(signature), abi.encodePacked(signature, uint8(0)), bytes(""), new bytes(65)];
        for (uint256 i = 0; i < bad.length; ++i) {
            _refuses(IGenerationRounds.RoundsInvalidSignature.selector);
            _vote(bad[i]);
        }
        _vote(signature);
    }

    function test_round_vote__signature_for_another_round_entry_or_voter__is_refused() public {
        bytes32[3] memory digests = [
            _voteDigest(_roundId + 1, 1, holders[1], 0, FOREVER),
            _voteDigest(_roundId, 2, holders[1], 0, FOREVER),
            _voteDigest(_roundId, 1, holders[2], 0, FOREVER)
        ];
        for (uint256 i = 0; i < digests.length; ++i) {
            bytes memory signature = _packed(_keyOf(1), digests[i]);
            _refuses(IGenerationRounds.RoundsInvalidSignature.selector);
            _vote(signature);
        }
    }

    function test_round_vote__signature_for_another_contract__is_refused() public {
        GenerationRounds twin = new GenerationRounds(token, registry, committee, address(this), MIN_WINDOW);
        bytes memory signature = _packed(_keyOf(1), _voteDigest(_roundId, 1, holders[1], 0, FOREVER));
        _refuses(IGenerationRounds.RoundsInvalidSignature.selector);
        twin.castVoteBySig(_roundId, 1, holders[1], FOREVER, signature);
    }

    function test_round_vote__for_nobody__is_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsInvalidSignature.selector, address(0)));
        rounds.castVoteBySig(_roundId, 1, address(0), FOREVER, new bytes(65));
    }

    function test_round_vote__after_a_vote_by_transaction__is_refused() public {
        bytes memory signature = _packed(_keyOf(1), _voteDigest(_roundId, 1, holders[1], 0, FOREVER));
        vm.prank(holders[1]);
        rounds.castVote(_roundId, 0);
        _refuses(IGenerationRounds.RoundsAlreadyVoted.selector);
        _vote(signature);
    }

    // ------------------------------------------------------------------ governor

    function test_ballot__malleable_signature__is_refused() public {
        bytes memory signature = _packed(_keyOf(1), _ballotDigest(_proposalId, 1, holders[1], 0));
        bytes memory twin = _malleated(signature);
        _refuses(IGovernor.GovernorInvalidSignature.selector);
        governor.castVoteBySig(_proposalId, 1, holders[1], twin);
        governor.castVoteBySig(_proposalId, 1, holders[1], signature);
        _refuses(IGovernor.GovernorInvalidSignature.selector);
        governor.castVoteBySig(_proposalId, 1, holders[1], signature);
    }

    function test_ballot__of_another_chain_or_side__is_refused() public {
        bytes memory signature = _packed(_keyOf(1), _ballotDigest(_proposalId, 1, holders[1], 0));
        _refuses(IGovernor.GovernorInvalidSignature.selector);
        governor.castVoteBySig(_proposalId, 0, holders[1], signature);
        vm.chainId(1);
        _refuses(IGovernor.GovernorInvalidSignature.selector);
        governor.castVoteBySig(_proposalId, 1, holders[1], signature);
    }

    function test_ballot__made_for_rounds__is_refused() public {
        bytes memory signature = _packed(_keyOf(1), _voteDigest(_proposalId, 1, holders[1], 0, FOREVER));
        _refuses(IGovernor.GovernorInvalidSignature.selector);
        governor.castVoteBySig(_proposalId, 1, holders[1], signature);
    }

    // ------------------------------------------------------------------ token

    function test_permit__malleable_replayed_or_of_another_chain__is_refused() public {
        bytes32 digest = _permitDigest(holders[1], stranger, 5, 0, FOREVER);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_keyOf(1), digest);
        (uint8 v2, bytes32 s2) = _twinOf(v, r, s);
        _refuses(ECDSA.ECDSAInvalidSignatureS.selector);
        token.permit(holders[1], stranger, 5, FOREVER, v2, r, s2);
        vm.chainId(1);
        _refuses(ERC20Permit.ERC2612InvalidSigner.selector);
        token.permit(holders[1], stranger, 5, FOREVER, v, r, s);
        vm.chainId(31_337);
        token.permit(holders[1], stranger, 5, FOREVER, v, r, s);
        _refuses(ERC20Permit.ERC2612InvalidSigner.selector);
        token.permit(holders[1], stranger, 5, FOREVER, v, r, s);
    }

    function test_delegation__malleable_or_of_another_chain__moves_no_votes() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_keyOf(1), _delegationDigest(stranger, 0, FOREVER));
        (uint8 v2, bytes32 s2) = _twinOf(v, r, s);
        _refuses(ECDSA.ECDSAInvalidSignatureS.selector);
        token.delegateBySig(stranger, 0, FOREVER, v2, r, s2);
        vm.chainId(1);
        token.delegateBySig(stranger, 0, FOREVER, v, r, s);

        eq(token.delegates(holders[1]), holders[1], "whoever that signature names, it is not the holder");
    }

    function _twinOf(uint8 v, bytes32 r, bytes32 s) private pure returns (uint8 v2, bytes32 s2) {
        bytes memory twin = _malleated(abi.encodePacked(r, s, v));
        (, s2) = abi.decode(twin, (bytes32, bytes32));
        v2 = uint8(twin[64]);
    }

    function test_permit_that_someone_sent_first__stops_neither_proposal_nor_contribution() public {
        uint256 fee = _contributionParameters().reviewFee;
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(_keyOf(1), _permitDigest(holders[1], address(rounds), BOUNTY, 0, FOREVER));
        vm.prank(stranger);
        token.permit(holders[1], address(rounds), BOUNTY, FOREVER, v, r, s);
        vm.prank(holders[1]);
        rounds.proposeWithPermit(DIGEST, 1, _roster(3), BOUNTY, FOREVER, v, r, s);

        (v, r, s) = vm.sign(_keyOf(1), _permitDigest(holders[1], address(contributions), fee, 1, FOREVER));
        vm.prank(stranger);
        token.permit(holders[1], address(contributions), fee, FOREVER, v, r, s);
        vm.prank(holders[1]);
        contributions.contributeWithPermit(1, IContributionNFT.Kind.Text, DIGEST, FOREVER, v, r, s);

        eq(token.balanceOf(holders[1]), WEALTH - BOUNTY - fee, "both were paid");
    }

    // ------------------------------------------------------------------ agent wallets

    function test_agent_wallet__malleable_foreign_or_other_chains_consent__is_refused() public {
        address wallet = vm.addr(9);
        uint256 deadline = vm.getBlockTimestamp() + 60;
        bytes memory consent = _packed(9, _walletDigest(1, wallet, address(timelock), deadline));
        _refusesConsent(1, wallet, deadline, _malleated(consent));
        _refusesConsent(2, wallet, deadline, consent);
        _refusesConsent(1, wallet, deadline + 1, consent);
        vm.chainId(1);
        _refusesConsent(1, wallet, deadline, consent);
        vm.chainId(31_337);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IPersonaRegistry.RegistryUnauthorized.selector, stranger));
        registry.setAgentWallet(1, wallet, deadline, consent);
    }

    function test_agent_wallet__consent_to_the_owner_before__is_refused_to_the_next() public {
        address wallet = vm.addr(9);
        uint256 deadline = vm.getBlockTimestamp() + 60;
        bytes memory consent = _packed(9, _walletDigest(1, wallet, address(timelock), deadline));
        vm.prank(address(timelock));
        registry.transferFrom(address(timelock), stranger, 1);
        _refuses(IPersonaRegistry.RegistryInvalidSignature.selector);
        vm.prank(stranger);
        registry.setAgentWallet(1, wallet, deadline, consent);
    }

    function _refusesConsent(uint256 agentId, address wallet, uint256 deadline, bytes memory consent) private {
        _refuses(IPersonaRegistry.RegistryInvalidSignature.selector);
        vm.prank(address(timelock));
        registry.setAgentWallet(agentId, wallet, deadline, consent);
    }

    // ------------------------------------------------------------------ contract wallets

    function test_wallet_in_a_bad_mood__votes_nowhere_and_loses_no_nonce() public {
        bytes memory vote = _packed(_keyOf(1), _voteDigest(_roundId, 1, address(_wallet), 0, FOREVER));
        bytes memory ballot = _packed(_keyOf(1), _ballotDigest(_proposalId, 1, address(_wallet), 0));
        for (uint256 mood = 1; mood <= uint256(Wallet.Mood.BurnGas); ++mood) {
            _wallet.feel(Wallet.Mood(mood));
            _refuses(IGenerationRounds.RoundsInvalidSignature.selector);
            rounds.castVoteBySig{gas: 3_000_000}(_roundId, 1, address(_wallet), FOREVER, vote);
            _refuses(IGovernor.GovernorInvalidSignature.selector);
            governor.castVoteBySig{gas: 3_000_000}(_proposalId, 1, address(_wallet), ballot);
        }
        _wallet.feel(Wallet.Mood.Honest);
        rounds.castVoteBySig(_roundId, 1, address(_wallet), FOREVER, vote);
        governor.castVoteBySig(_proposalId, 1, address(_wallet), ballot);

        eq(rounds.votesFor(_roundId, 1), WEALTH, "votes in the round");
        isTrue(governor.hasVoted(_proposalId, address(_wallet)), "ballot");
    }

    function test_wallet_in_a_bad_mood__is_no_agent_wallet() public {
        uint256 deadline = vm.getBlockTimestamp() + 60;
        bytes memory consent = _packed(_keyOf(1), _walletDigest(1, address(_wallet), address(timelock), deadline));
        for (uint256 mood = 1; mood < uint256(Wallet.Mood.BurnGas); ++mood) {
            _wallet.feel(Wallet.Mood(mood));
            _refusesConsent(1, address(_wallet), deadline, consent);
        }
        _wallet.feel(Wallet.Mood.Honest);
        vm.prank(address(timelock));
        registry.setAgentWallet(1, address(_wallet), deadline, consent);

        eq(registry.getAgentWallet(1), address(_wallet), "wallet");
    }
}

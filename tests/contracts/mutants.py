"""Each guard against a known trap or attack, with a change that removes it and a test that must then fail."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One guard removed.

    `old` stands once in `file` (below contracts/, or node_modules/ for a library's guard) and is replaced by `new`.
    """

    trap: str
    guard: str
    file: str
    old: str
    new: str
    test: str


_COMMITTEE = "contracts/OracleCommittee.sol"
_CONTRIBUTIONS = "contracts/ContributionNFT.sol"
_FACTORY = "contracts/RevenueFactory.sol"
_GOVERNOR = "contracts/TroupeGovernor.sol"
_REGISTRY = "contracts/PersonaRegistry.sol"
_ROUNDS = "contracts/GenerationRounds.sol"
_SHEETS = "contracts/libraries/SheetScoring.sol"
_TOKEN = "contracts/RewardToken.sol"
_TRAINING = "contracts/TrainingJobs.sol"
_VALUES = "contracts/libraries/ValueSheet.sol"
_VAULT = "contracts/RevenueVault.sol"
_OZ = "node_modules/@openzeppelin/contracts"
_OZ_GOVERNOR = f"{_OZ}/governance/Governor.sol"

_COMMITMENT = "block.chainid, address(this), questionId, msg.sender, keccak256(payload), salt"

VOTES = [
    Mutant(
        "1",
        "a round counts voting power as of the submission",
        _ROUNDS,
        "getPastVotes(voter, r.votingAt)",
        "getVotes(voter)",
        "test_trap1__tokens_borrowed_after_the_submission__do_not_vote_in_a_round",
    ),
    Mutant(
        "1",
        "a round's votes come strictly after the submission",
        _ROUNDS,
        "if (block.timestamp <= r.votingAt) revert RoundsVotingNotStarted(r.votingAt);",
        "",
        "test_trap1__vote_in_the_second_of_the_submission__is_refused",
    ),
    Mutant(
        "1",
        "a round counts a holder's votes as they stood when the second was over",
        _ROUNDS,
        "getPastVotes(voter, r.votingAt)",
        "getPastVotes(voter, r.votingAt) + IERC20(address(token)).balanceOf(voter) + 1",
        "test_trap1__tokens_flash_borrowed_in_the_submissions_block__do_not_vote_in_a_round",
    ),
    Mutant(
        "1",
        "who proposes has had the votes since the second before (OpenZeppelin)",
        _OZ_GOVERNOR,
        "uint256 proposerVotes = getVotes(proposer, clock() - 1);",
        "uint256 proposerVotes = votesThreshold;",
        "test_trap1__tokens_borrowed_in_the_same_block__do_not_make_a_proposal",
    ),
    Mutant(
        "1",
        "a proposal counts voting power as of its snapshot (OpenZeppelin)",
        _OZ_GOVERNOR,
        "_getVotes(account, proposalSnapshot(proposalId), params)",
        "_getVotes(account, clock() - 1, params)",
        "test_trap1__tokens_borrowed_after_the_snapshot__do_not_vote_on_a_proposal",
    ),
    Mutant(
        "1",
        "the treasury cannot delegate",
        _TOKEN,
        "if (account == treasury) revert TokenTreasuryCannotDelegate();",
        "",
        "test_trap1__treasurys_tokens__cannot_be_delegated",
    ),
    Mutant(
        "1",
        "receiving tokens gives nobody votes that it did not ask for",
        _TOKEN,
        "super._update(from, to, value);",
        "super._update(from, to, value); if (delegates(to) == address(0) && to != treasury) super._delegate(to, to);",
        "test_trap1__protocols_own_tokens__have_no_votes",
    ),
    Mutant(
        "2",
        "a transfer never moves the receiver's delegation",
        _TOKEN,
        "super._update(from, to, value);",
        "super._update(from, to, value); if (from != address(0) && to != treasury) super._delegate(to, from);",
        "test_trap2__a_wei_from_someone_else__does_not_move_a_holders_votes",
    ),
    Mutant(
        "2",
        "a signed delegation is the signer's (OpenZeppelin)",
        f"{_OZ}/governance/utils/Votes.sol",
        "_delegate(signer, delegatee);",
        "_delegate(msg.sender, delegatee);",
        "test_trap2__delegation_that_another_signed__moves_no_one_elses_votes",
    ),
    Mutant(
        "2",
        "a claim can delegate",
        _FACTORY,
        "try IVotes(token).delegateBySig(d.delegatee, d.nonce, d.expiry, d.v, d.r, d.s) {} catch {}",
        "",
        "test_trap2__claiming_with_a_delegation__gives_the_holder_votes",
    ),
    Mutant(
        "2",
        "a delegation that someone sent first does no harm",
        _FACTORY,
        "try IVotes(token).delegateBySig(d.delegatee, d.nonce, d.expiry, d.v, d.r, d.s) {} catch {}",
        "IVotes(token).delegateBySig(d.delegatee, d.nonce, d.expiry, d.v, d.r, d.s);",
        "test_trap2__delegation_that_someone_sent_first__does_not_stop_the_claim",
    ),
]

PROPOSALS = [
    Mutant(
        "3",
        "a description ends with its proposer",
        _GOVERNOR,
        'return marker == "#proposer=" && success && named == proposer;',
        'return marker == "#proposer=" && success;',
        "test_trap3__proposal_of_another__cannot_be_put_first",
    ),
    Mutant(
        "3",
        "the suffix is a must",
        _GOVERNOR,
        "if (length < SUFFIX) return false;",
        "if (length < SUFFIX) return true;",
        "test_trap3__description_without_a_proposer__is_refused",
    ),
    Mutant(
        "3",
        "the suffix has its marker",
        _GOVERNOR,
        'return marker == "#proposer=" && success',
        "return success",
        "test_trap3__address_without_the_marker__is_refused",
    ),
]

SCORES = [
    Mutant(
        "4",
        "a round's sheet has one length",
        _SHEETS,
        "if (n == 0 || sheet.length != 11 * n + 32) {",
        "if (n == 0 || sheet.length < 11 * n + 32) {",
        "test_trap4__sheet_of_any_other_length__is_refused",
    ),
    Mutant(
        "4",
        "a criterion is at most 10000",
        _SHEETS,
        "if (value > MAX_SCORE) revert",
        "if (value > type(uint16).max) revert",
        "test_trap4__criterion_out_of_range__is_refused",
    ),
    Mutant(
        "4",
        "no persona votes for itself",
        _SHEETS,
        "if (entry == i) revert IGenerationRounds.RoundsSelfBallot(entry);",
        "",
        "test_trap4__ballot_for_oneself_or_nobody__is_refused",
    ),
    Mutant(
        "4",
        "no persona votes for an entry that is none",
        _SHEETS,
        "if (entry >= n) revert IGenerationRounds.RoundsUnknownEntry(entry);",
        "",
        "test_trap4__ballot_for_oneself_or_nobody__is_refused",
    ),
    Mutant(
        "4",
        "a sheet of values has one length",
        _VALUES,
        "if (n == 0 || sheet.length != 2 * n + 32)",
        "if (n == 0 || sheet.length < 2 * n + 32)",
        "test_trap4__values_of_any_other_length_or_range__are_refused",
    ),
    Mutant(
        "4",
        "a value is at most 10000",
        _VALUES,
        "if (value > MAX_VALUE) revert SheetValueOutOfRange(i, value);",
        "",
        "test_trap4__values_of_any_other_length_or_range__are_refused",
    ),
    Mutant(
        "4",
        "only the trainer adds impact",
        _CONTRIBUTIONS,
        "if (msg.sender != trainer) revert ContributionOnlyTrainer(msg.sender);",
        "",
        "test_trap4__impact__is_given_by_registry_and_trainer_alone",
    ),
    Mutant(
        "4",
        "only the registry mints cards",
        _CONTRIBUTIONS,
        "if (msg.sender != address(registry)) revert ContributionOnlyRegistry(msg.sender);",
        "",
        "test_trap4__impact__is_given_by_registry_and_trainer_alone",
    ),
    Mutant(
        "4",
        "only the contributions set weights",
        _VAULT,
        "if (msg.sender != address(contributions)) revert VaultOnlyContributions(msg.sender);",
        "",
        "test_trap4__weight__is_set_by_the_contributions_alone",
    ),
    Mutant(
        "4",
        "only owner and trainer set models",
        _REGISTRY,
        "if (msg.sender != owner() && msg.sender != trainer) revert RegistryUnauthorized(msg.sender);",
        "",
        "test_trap4__model__is_set_by_owner_and_trainer_alone",
    ),
    Mutant(
        "4",
        "a review is settled once",
        _CONTRIBUTIONS,
        "if (r.state != ReviewState.Open) revert ContributionUnexpectedReview(reviewId, r.state);",
        "",
        "test_trap4__impact_that_was_given__is_not_given_again",
    ),
    Mutant(
        "4",
        "a job asks once about a contribution",
        _TRAINING,
        "if (isAttributed[jobId][tokenId]) revert TrainingAlreadyAttributed(jobId, tokenId);",
        "",
        "test_trap4__contribution_of_a_job__is_attributed_once",
    ),
]

COMMITTING = [
    Mutant(
        "5",
        "a commitment binds the operator",
        _COMMITTEE,
        _COMMITMENT,
        _COMMITMENT.replace("msg.sender", "memberAt[1]"),
        "test_trap5__commitment_copied_from_another__cannot_be_revealed",
    ),
    Mutant(
        "5",
        "a commitment binds the question",
        _COMMITTEE,
        _COMMITMENT,
        _COMMITMENT.replace("questionId", "bytes32(uint256(questionId) + 256)"),
        "test_trap5__commitment_of_another_question__cannot_be_revealed",
    ),
    Mutant(
        "5",
        "a commitment binds the committee",
        _COMMITTEE,
        _COMMITMENT,
        _COMMITMENT.replace("address(this)", "address(_token)"),
        "test_trap5__commitment_of_another_committee__cannot_be_revealed",
    ),
    Mutant(
        "5",
        "a commitment binds the chain",
        _COMMITTEE,
        _COMMITMENT,
        _COMMITMENT.replace("block.chainid", "uint256(31_337)"),
        "test_trap5__commitment_of_another_chain__cannot_be_revealed",
    ),
    Mutant(
        "6",
        "one commitment for each operator and question",
        _COMMITTEE,
        "if (_answers[questionId][number] != 0) revert CommitteeAlreadyCommitted(questionId, msg.sender);",
        "",
        "test_trap6__second_commitment__is_refused",
    ),
    Mutant(
        "6",
        "one reveal",
        _COMMITTEE,
        "if (q.revealed.has(number) || _answers[questionId][number] == VOID) {",
        "if (_answers[questionId][number] == VOID) {",
        "test_trap6__second_reveal__is_refused",
    ),
    Mutant(
        "6",
        "a refused reveal was the one reveal",
        _COMMITTEE,
        "if (q.revealed.has(number) || _answers[questionId][number] == VOID) {",
        "if (q.revealed.has(number)) {",
        "test_trap6__reveal_after_a_refusal__is_refused",
    ),
    Mutant(
        "6",
        "absence costs",
        _COMMITTEE,
        "amount = Math.min(penalty, member.bond);",
        "amount = 0;",
        "test_trap6__absence__costs_the_absent_and_pays_the_treasury_alone",
    ),
    Mutant(
        "6",
        "penalties go to the treasury",
        _COMMITTEE,
        "if (penalties > 0) _token.safeTransfer(treasury, penalties);",
        "if (penalties > 0) _token.safeTransfer(msg.sender, penalties);",
        "test_trap6__absence__costs_the_absent_and_pays_the_treasury_alone",
    ),
    Mutant(
        "6",
        "without a quorum nobody wins",
        _ROUNDS,
        "if (!decided || median == 0) return _fail(roundId, r, decided, pool);",
        "if (decided && median == 0) return _fail(roundId, r, decided, pool);",
        "test_trap6__timeout__refunds_and_pays_no_prize",
    ),
    Mutant(
        "6",
        "without a quorum the absent's parts of the fee go back",
        _COMMITTEE,
        "q.fee / (decided ? payees : q.members.size())",
        "q.fee / payees",
        "test_trap6__timeout__refunds_and_pays_no_prize",
    ),
    Mutant(
        "6",
        "without any answer nobody is paid",
        _COMMITTEE,
        "if (payees == 0) return 0;",
        "if (payees == 0) return q.fee;",
        "test_trap6__nobody_answers__the_whole_bounty_goes_back",
    ),
]

REWARDS = [
    Mutant(
        "7",
        "income is synced before weights change",
        _VAULT,
        "_sync(_assetAt(i));",
        "",
        "test_trap7__income_before_a_change_of_weights__is_shared_by_the_old_ones",
    ),
    Mutant(
        "7",
        "earnings are settled before weights change",
        _VAULT,
        "_settle(tokenId, _assetAt(i));",
        "",
        "test_trap7__what_was_earned_with_a_weight__stays_when_the_weight_goes",
    ),
    Mutant(
        "7",
        "earnings are rounded down",
        _VAULT,
        "* (perWeight - account.perWeight) / ONE;",
        "* (perWeight - account.perWeight) / ONE + 1;",
        "test_trap7__shares_that_do_not_divide__are_rounded_down",
    ),
    Mutant(
        "7",
        "income at zero weight is held",
        _VAULT,
        "if (amount == 0 || totalWeight == 0) return 0;",
        "if (amount == 0) return 0;",
        "test_trap7__income_at_zero_weight__is_held_for_the_first",
    ),
    Mutant(
        "7",
        "what was claimed is not owed any more",
        _VAULT,
        "_accounts[tokenId][asset] = Account(ledger.perWeight, 0);",
        "",
        "test_trap7__claim__is_paid_once",
    ),
    Mutant(
        "7",
        "no claim within a claim",
        _VAULT,
        "function claim(uint256 tokenId, address asset) external nonReentrant returns",
        "function claim(uint256 tokenId, address asset) external returns",
        "test_trap7__claim_within_a_claim__is_refused",
    ),
    Mutant(
        "7",
        "no sync within a claim",
        _VAULT,
        "function sync(address asset) external nonReentrant returns",
        "function sync(address asset) external returns",
        "test_trap7__sync_within_a_claim__is_refused",
    ),
    Mutant(
        "7",
        "no payment within a claim",
        _VAULT,
        "external payable nonReentrant returns",
        "external payable returns",
        "test_trap7__pay_in_within_a_claim__is_refused",
    ),
    Mutant(
        "7",
        "no half-done state is told",
        _VAULT,
        "external view nonReentrantView returns",
        "external view returns",
        "test_trap7__claimable_within_a_claim__is_not_told",
    ),
    Mutant(
        "7",
        "no change of weights within a claim",
        _VAULT,
        "function setWeight(uint256 tokenId, uint96 weight) external nonReentrant {",
        "function setWeight(uint256 tokenId, uint96 weight) external {",
        "test_trap7__change_of_weights_within_a_claim__is_refused",
    ),
    Mutant(
        "7",
        "a vote of no weight is none",
        _ROUNDS,
        "if (weight == 0) revert RoundsNoVotingPower(voter);",
        "",
        "test_trap7__vote_without_weight__is_refused",
    ),
]

SIGNATURES = [
    Mutant(
        "8",
        "a signature uses up its nonce",
        _ROUNDS,
        "_useNonce(voter)",
        "nonces(voter)",
        "test_trap8__signature_over_a_used_nonce__is_refused",
    ),
    Mutant(
        "8",
        "a signature counts once",
        _ROUNDS,
        "_useNonce(voter)",
        "0",
        "test_trap8__signature__counts_once_and_uses_its_nonce",
    ),
    Mutant(
        "8",
        "a holder votes once in a round",
        _ROUNDS,
        "if (hasVoted[roundId][voter]) revert RoundsAlreadyVoted(roundId, voter);",
        "",
        "test_trap8__second_signature_for_a_round__is_refused",
    ),
    Mutant(
        "8",
        "a signature is for one chain (OpenZeppelin)",
        f"{_OZ}/utils/cryptography/EIP712.sol",
        "if (address(this) == _cachedThis && block.chainid == _cachedChainId) {",
        "if (address(this) == _cachedThis) {",
        "test_trap8__signature_of_another_chain__is_refused",
    ),
    Mutant(
        "8",
        "a signature has a deadline",
        _ROUNDS,
        "if (block.timestamp > deadline) revert RoundsSignatureExpired(deadline);",
        "",
        "test_trap8__signature_past_its_deadline__is_refused",
    ),
    Mutant(
        "8",
        "a signature is the voter's",
        _ROUNDS,
        "if (!SignatureChecker.isValidSignatureNowCalldata(voter,",
        "if (signature.length != 65 && !SignatureChecker.isValidSignatureNowCalldata(voter,",
        "test_trap8__signature_of_someone_else__is_refused",
    ),
    Mutant(
        "8",
        "contract wallets sign too (OpenZeppelin)",
        f"{_OZ}/utils/cryptography/SignatureChecker.sol",
        "return isValidERC1271SignatureNowCalldata(signer, hash, signature);",
        "return false;",
        "test_trap8__contract_wallet__votes_by_signature",
    ),
    Mutant(
        "8",
        "a wallet's consent is for minutes",
        _REGISTRY,
        "if (block.timestamp > deadline || deadline > block.timestamp + MAX_CONSENT) {",
        "if (block.timestamp > deadline) {",
        "test_trap8__wallets_consent__ends_with_its_deadline_within_five_minutes",
    ),
    Mutant(
        "8",
        "a wallet's consent ends",
        _REGISTRY,
        "if (block.timestamp > deadline || deadline > block.timestamp + MAX_CONSENT) {",
        "if (deadline > block.timestamp + MAX_CONSENT) {",
        "test_trap8__wallets_consent__ends_with_its_deadline_within_five_minutes",
    ),
    Mutant(
        "8",
        "a wallet consents itself",
        _REGISTRY,
        "revert RegistryInvalidSignature(newWallet);",
        "newWallet;",
        "test_trap8__wallet_that_did_not_consent__is_refused",
    ),
    Mutant(
        "8",
        "a round is settled once",
        _ROUNDS,
        "Stored storage r = _inState(roundId, State.Voting);\n        (bool decided",
        "Stored storage r = _rounds[roundId];\n        (bool decided",
        "test_trap8__round__is_settled_once",
    ),
    Mutant(
        "8",
        "closing a question again changes nothing",
        _COMMITTEE,
        "if (q.state == QuestionState.Closed) return (decided, median, q.fee);",
        "if (q.state == QuestionState.Closed) q.state = QuestionState.Open;",
        "test_trap8__question_that_was_closed_before__settles_the_round_all_the_same",
    ),
    Mutant(
        "8",
        "a question is opened once",
        _COMMITTEE,
        "if (q.state != QuestionState.Unknown) revert CommitteeUnexpectedState(questionId, q.state);",
        "",
        "test_trap8__question__is_opened_once",
    ),
]

METADATA = [
    Mutant(
        "9",
        "no step of a contribution touches its digest",
        _CONTRIBUTIONS,
        "c.impact = impact;\n        c.time = activeAt;",
        "c.impact = impact;\n        c.digest = bytes32(uint256(impact));\n        c.time = activeAt;",
        "test_trap9__digest__is_the_same_from_contribution_to_weight",
    ),
    Mutant(
        "9",
        "a persona's URI is an IPFS address in its one spelling",
        "contracts/libraries/ContentURI.sol",
        "if (!success || !Strings.equal(fromDigest(digest), uri)) return 0;",
        "if (!success) return 0;",
        "test_trap9__uri_that_is_no_ipfs_address__is_refused",
    ),
    Mutant(
        "9",
        "an agent wallet is cleared on transfer",
        _REGISTRY,
        "if (from != address(0)) _setWallet(tokenId, address(0));",
        "",
        "test_trap9__agent_wallet__is_cleared_on_transfer",
    ),
    Mutant(
        "9",
        "so is the vault as agent wallet",
        _REGISTRY,
        "if (from != address(0)) _setWallet(tokenId, address(0));",
        "_wallets[tokenId] = address(0);",
        "test_trap9__vault_as_agent_wallet__is_cleared_on_transfer",
    ),
    Mutant(
        "9",
        "the key of the agent wallet is reserved",
        _REGISTRY,
        "if (Strings.equal(key, WALLET_KEY)) revert RegistryReservedKey(key);",
        "",
        "test_trap9__agent_wallet__is_not_set_as_plain_metadata",
    ),
]

_PUSH = '(bool ok,) = vault.call(abi.encodeWithSignature("claim(uint256,address)", uint256(personaId), address(0)));'

RECEIVERS = [
    Mutant(
        "10",
        "a settlement pays vaults, and no holder",
        _ROUNDS,
        "token.safeTransfer(vault, amount);",
        f"token.safeTransfer(vault, amount);\n        {_PUSH}\n        require(ok);",
        "test_trap10__winners_holder_that_reverts__does_not_stop_the_settlement",
    ),
    Mutant(
        "10",
        "a review calls no contributor",
        _CONTRIBUTIONS,
        "if (part > 0) token.safeTransfer(_requireOwned(tokenIds[i]), part);",
        "if (part > 0) token.safeTransfer(_requireOwned(tokenIds[i]), part);\n"
        '            (bool ok,) = _requireOwned(tokenIds[i]).call("");\n'
        "            require(ok);",
        "test_trap10__contributor_that_reverts__does_not_stop_its_review_nor_others",
    ),
    Mutant(
        "10",
        "what cannot be paid stays earned",
        _VAULT,
        "if (!sent) revert VaultTransferFailed(asset, to);",
        "sent;",
        "test_trap10__holder_that_reverts__loses_nothing_and_stops_no_one_elses_claim",
    ),
    Mutant(
        "10",
        "a change of weights pays nobody",
        _CONTRIBUTIONS,
        "vault.setWeight(tokenId, c.impact);",
        "vault.setWeight(tokenId, c.impact);\n        vault.claim(c.personaId, address(0));",
        "test_trap10__holder_that_reverts__does_not_stop_a_change_of_weights",
    ),
    Mutant(
        "10",
        "a card is minted without calling its holder",
        _CONTRIBUTIONS,
        "_mint(contributor, tokenId);",
        "_safeMint(contributor, tokenId);",
        "test_trap10__registrant_that_takes_no_safe_transfer__does_not_stop_the_activation",
    ),
]

MUTANTS = [
    *VOTES,
    *PROPOSALS,
    *SCORES,
    *COMMITTING,
    *REWARDS,
    *SIGNATURES,
    *METADATA,
    *RECEIVERS,
]

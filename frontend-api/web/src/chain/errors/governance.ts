/** Errors of `TroupeGovernor`, of its timelock, and of who may do what. */
import { keccak256, toHex } from "viem";
import { formatDuration, shortHex } from "../../lib/format";
import { named, type Of, RELOAD, type Sentences, SIGN_AGAIN, time, tokens } from "./words";

const STATES = ["not voted on yet", "in its vote", "canceled", "defeated", "passed and not queued yet", "queued", "expired", "executed"];
const duration = (seconds: bigint) => formatDuration(Number(seconds));

export const governor: Sentences<Of<"Governor">> = {
  GovernorAlreadyCastVote: () => "You have already voted on this proposal. A vote is for good.",
  GovernorUnexpectedProposalState: (proposal, state) => `Proposal ${proposal} is ${named(STATES, state)}, so this can’t be done now. ${RELOAD}`,
  GovernorNonexistentProposal: (proposal) => `There is no proposal ${proposal}. Choose one of the list.`,
  GovernorInsufficientProposerVotes: (_, votes, threshold) =>
    `You have ${tokens(votes)} of voting power, and proposing takes ${tokens(threshold)}. Delegate to yourself, or ask others to delegate to you.`,
  GovernorRestrictedProposer: (proposer) => `The proposal does not end with the address of ${shortHex(proposer)}, who sends it. Propose with this page’s form.`,
  GovernorUnableToCancel: (proposal) => `Only its proposer can cancel proposal ${proposal}, and only before the vote begins. Vote against it instead.`,
  GovernorInvalidProposalLength: () => "The proposal does nothing, or its lists are of different lengths. Add an action.",
  GovernorValueTooLarge: () => "An action sends more coins than there can be. Lower the amount.",
  GovernorInvalidVoteType: () => "A vote is for, against or abstains. Choose one of these.",
  GovernorInvalidVoteParams: () => "What came with the vote is no deadline. Vote again without it.",
  GovernorInvalidSignature: (voter) => `The vote is not signed by ${shortHex(voter)}. Sign it with that account.`,
  GovernorBallotExpired: (deadline) => `The signed vote was good until ${time(deadline)}. ${SIGN_AGAIN}`,
  GovernorOnlyExecutor: () => "The governor changes by an executed proposal alone. Make a proposal for it.",
  GovernorDisabledDeposit: () => "The governor takes no coins or tokens. Send them to the treasury instead.",
  GovernorProposalQueueingNotRequired: (proposal) => `Proposal ${proposal} need not be queued. Execute it.`,
  GovernorProposalQueueingFailed: (proposal) => `The timelock did not take proposal ${proposal}. Make a proposal that names another timelock.`,
  GovernorAlreadyQueuedProposal: (proposal) => `Proposal ${proposal} is queued already. Wait for the timelock, then execute it.`,
  GovernorAlreadyInitializedLatestProposalId: () => "Proposals are numbered already, so the first number stays. Nothing has to be done.",
  GovernorInvalidVotingPeriod: () => "A vote has to last longer than no time. Make the period longer.",
  GovernorInvalidQuorumFraction: (share, whole) => `A quorum of ${share} in ${whole} is more than all. Lower it.`,
  GovernorPreventLateQuorumVoteExtensionTooLarge: (asked, most) =>
    `A vote can be extended by ${duration(most)} at most, not by ${duration(asked)}. Make the extension shorter.`,
};

const EXPECTED: Record<string, string> = {
  "1": "The timelock has this scheduled already. Wait until it can be executed.",
  "4": "The timelock’s wait is not over, or this was executed or canceled. Reload to see when it can be executed.",
};

export const timelock: Sentences<Of<"Timelock">> = {
  TimelockUnexpectedOperationState: (_, states) =>
    EXPECTED[BigInt(states).toString()] ?? "The timelock does not wait with this any more: it was executed or canceled, or never scheduled. Reload the page.",
  TimelockInsufficientDelay: (delay, least) => `A delay of ${duration(delay)} is below the timelock’s ${duration(least)}. Make it longer.`,
  TimelockInvalidOperationLength: () => "The lists of what the timelock shall do are of different lengths. Make the proposal anew.",
  TimelockUnauthorizedCaller: (caller) => `Only the timelock may change itself, not ${shortHex(caller)}. Make a proposal for it.`,
  TimelockUnexecutedPredecessor: () => "Something else has to be executed before this. Execute that first.",
};

const ROLES: Record<string, string> = {
  [`0x${"00".repeat(32)}`]: "administrator",
  ...Object.fromEntries(["proposer", "executor", "canceller"].map((role) => [keccak256(toHex(`${role.toUpperCase()}_ROLE`)), role])),
};

export const access: Sentences<Of<"AccessControl"> | Of<"Ownable">> = {
  AccessControlUnauthorizedAccount: (account, role) =>
    `${shortHex(account)} does not have the role ${ROLES[role] ?? shortHex(role)}, which this takes. Use an account that has it, or make a proposal.`,
  AccessControlBadConfirmation: () => "A role can be given up by its own account alone. Use that account.",
  OwnableUnauthorizedAccount: (account) => `Only the DAO may do this, not ${shortHex(account)}. Make a proposal for it.`,
  OwnableInvalidOwner: (owner) => `${shortHex(owner)} can’t own a contract. Name another owner.`,
};

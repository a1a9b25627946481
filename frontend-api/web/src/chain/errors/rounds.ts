/** Errors of `GenerationRounds`. */
import { formatDuration, shortHex } from "../../lib/format";
import { named, type Of, RELOAD, type Sentences, SIGN_AGAIN, time, tokens } from "./words";

const STATES = ["not opened yet", "open for entries", "in its vote", "settled", "expired", "closed without a winner"];
const seconds = (count: bigint) => formatDuration(Number(count));

export const rounds: Sentences<Of<"Rounds">> = {
  RoundsAlreadyVoted: () => "You have already voted in this round. A vote is for good.",
  RoundsNoVotingPower: () =>
    "You had no voting power when the entries came in. Delegate to yourself now to vote in the next rounds.",
  RoundsVotingNotStarted: () => "Voting begins a second after the entries come in. Try again in a moment.",
  RoundsDeadlinePassed: (deadline) => `Too late: the deadline was ${time(deadline)}. ${RELOAD}`,
  RoundsDeadlineNotReached: (deadline) => `Too early: wait until ${time(deadline)}.`,
  RoundsUnexpectedState: (round, state) => `Round ${round} is ${named(STATES, state)}, so this can’t be done now. ${RELOAD}`,
  RoundsUnknownEntry: (entry) => `This round has no entry ${entry + 1n}. Reload the page.`,
  RoundsBountyTooSmall: (bounty, least) => `The bounty of ${tokens(bounty)} is below the minimum of ${tokens(least)}. Raise it.`,
  RoundsAmountTooSmall: (amount, least) => `The amount of ${tokens(amount)} is below the minimum of ${tokens(least)}. Raise it.`,
  RoundsInvalidRosterSize: (size) => `A round takes 3 to 16 personas, and this has ${size}. Choose others.`,
  RoundsInactivePersona: (persona) => `Persona ${persona} is not active. Take it off the roster.`,
  RoundsDuplicatePersona: (persona) => `Persona ${persona} is on the roster twice. Take one off.`,
  RoundsEmptyDigest: () => "The document’s fingerprint is missing. Pin the document, then send again.",
  RoundsInvalidParameters: () =>
    "There are no rules for rounds yet, or these do not hold together: shares have to make 100%, a criterion has to count, and the fee must not exceed the least bounty. Governance has to add good ones.",
  RoundsWindowTooShort: (window, least) => `A window of ${seconds(window)} is too short: it takes ${seconds(least)} or more. Make it longer.`,
  RoundsNotLeader: () => "It is the leading operator’s turn to submit entries. Wait until the leader’s time is over.",
  RoundsNotEligible: (operator) => `${shortHex(operator)} is no bonded operator of the committee. Bond first.`,
  RoundsNothingToReclaim: () => "There is nothing for you to reclaim in this round. Reclaim with the account that sponsored it.",
  RoundsSignatureExpired: (deadline) => `The signed vote was good until ${time(deadline)}. ${SIGN_AGAIN}`,
  RoundsInvalidSignature: (voter) => `The vote is not signed by ${shortHex(voter)}. Sign it with that account.`,
  RoundsInvalidSheetLength: (length, expected) => `The score sheet has ${length} bytes where ${expected} belong. Make it anew for this round.`,
  RoundsScoreOutOfRange: (entry, value) => `Entry ${entry + 1n} was scored ${value}, above the most, 10,000. Make the sheet anew.`,
  RoundsSelfBallot: (entry) => `The persona of entry ${entry + 1n} votes for itself, which is not allowed. Make the sheet anew.`,
};

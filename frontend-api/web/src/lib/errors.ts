/** Any failure of a transaction as one plain sentence that says what to do next. */
import { BaseError, ContractFunctionRevertedError, InsufficientFundsError, UserRejectedRequestError } from "viem";
import { ApiError } from "../api/client";
import type { errorsAbi } from "../chain/abi/errors";
import { formatAmount, formatTime, shortHex } from "./format";

/** A transaction that was mined, and undone by the contract. */
export class MinedRevertError extends Error {
  constructor() {
    super("The transaction was mined but the contract undid it: nothing changed but the gas you paid. Reload and try again.");
  }
}

/** Another transaction, or a cancellation, took its place in the wallet's order. */
export class TransactionReplacedError extends Error {
  constructor(reason: "replaced" | "cancelled") {
    super(
      reason === "cancelled"
        ? "You cancelled the transaction in your wallet. Nothing changed but the gas you paid."
        : "Your wallet sent another transaction in its place. Look there what it did; this one changed nothing.",
    );
  }
}

/** The network forgot it before it was mined. */
export class TransactionDroppedError extends Error {
  constructor() {
    super("The network dropped the transaction before it was mined: nothing changed. Send it again, with a higher fee.");
  }
}

type Args = readonly unknown[];
type Sentence = (args: Args) => string;

const number = (args: Args, i: number) => String(args[i]);
const amount = (args: Args, i: number) => formatAmount(args[i] as bigint);
const time = (args: Args, i: number) => formatTime(Number(args[i]));

/** Sentences by the errors of our contracts; a name that no contract has any more is a type error. */
const SENTENCES: Partial<Record<(typeof errorsAbi)[number]["name"], Sentence>> = {
  RoundsAlreadyVoted: () => "You have already voted in this round. A vote is for good.",
  RoundsNoVotingPower: () =>
    "You had no voting power when the entries came in. Delegate to yourself now to vote in the next rounds.",
  RoundsVotingNotStarted: () => "Voting begins a second after the entries come in. Try again in a moment.",
  RoundsDeadlinePassed: (a) => `Too late: the deadline was ${time(a, 0)}.`,
  RoundsDeadlineNotReached: (a) => `Too early: wait until ${time(a, 0)}.`,
  RoundsUnexpectedState: () => "The round has moved on since this page was loaded. Reload to see where it stands.",
  RoundsUnknownEntry: () => "This round has no such entry. Reload the page.",
  RoundsBountyTooSmall: (a) => `The bounty of ${amount(a, 0)} is below the minimum of ${amount(a, 1)}. Raise it.`,
  RoundsInvalidRosterSize: () => "Choose 3 to 16 personas.",
  RoundsInactivePersona: (a) => `Persona ${number(a, 0)} is not active. Take it off the roster.`,
  RoundsDuplicatePersona: (a) => `Persona ${number(a, 0)} is on the roster twice. Take one off.`,
  RoundsInvalidParameters: () => "This deployment has no parameters for rounds yet. Its governance has to add them.",
  RoundsAmountTooSmall: (a) => `The amount of ${amount(a, 0)} is below the minimum of ${amount(a, 1)}. Raise it.`,
  RoundsNothingToReclaim: () => "There is nothing for you to reclaim in this round.",
  ContributionInactivePersona: (a) => `Persona ${number(a, 0)} is not active, and takes no contributions. Choose another.`,
  ContributionInvalidParameters: () => "This deployment takes no contributions yet. Its governance has to add the rules.",
  VaultUnknownAsset: () => "This vault does not share that asset. Choose another.",
  VaultTransferFailed: (a) => `${shortHex(number(a, 1))} refuses the payment. Transfer the contribution to an account that takes it.`,
  CommitteeNotYetClosable: () => "Operators are still revealing. Settle when the reveal window is over.",
  CommitteeTooFewMembers: (a) => `Only ${number(a, 0)} of ${number(a, 1)} operators are bonded. Wait for more to bond.`,
  ERC20InsufficientBalance: (a) =>
    `You hold ${amount(a, 1)} tokens, and this needs ${amount(a, 2)}. Lower the amount or get more.`,
  ERC20InsufficientAllowance: (a) => `The approval of ${amount(a, 1)} is below the ${amount(a, 2)} needed. Approve again.`,
  ERC2612ExpiredSignature: () => "The signed permit has expired. Sign again.",
  ERC2612InvalidSigner: (a) => `The permit was signed by ${shortHex(number(a, 0))}, not by you. Sign with your own account.`,
  TokenTreasuryCannotDelegate: () => "The treasury's tokens carry no votes and cannot be delegated.",
};

/** Errors whose message is already what people should read. */
const OWN = [ApiError, MinedRevertError, TransactionReplacedError, TransactionDroppedError];

export function describeError(error: unknown): string {
  if (OWN.some((kind) => error instanceof kind)) return (error as Error).message;
  if (wasDeclined(error)) return "You declined in the wallet. Nothing was sent.";
  if (!(error instanceof BaseError)) return plain(error);
  const revert = error.walk((e) => e instanceof ContractFunctionRevertedError);
  if (revert instanceof ContractFunctionRevertedError) return describeRevert(revert);
  if (error.walk((e) => e instanceof InsufficientFundsError)) {
    return "Your account has too little of the network's coin to pay for gas. Add some and try again.";
  }
  return plain(error);
}

/** Whether the wallet's owner said no. */
export function wasDeclined(error: unknown): boolean {
  if (error instanceof BaseError) return error.walk((e) => e instanceof UserRejectedRequestError) !== null;
  return typeof error === "object" && error !== null && "code" in error && error.code === 4001;
}

function describeRevert(revert: ContractFunctionRevertedError): string {
  const { data, reason, signature } = revert;
  const sentence = new Map(Object.entries(SENTENCES)).get(data?.errorName ?? "");
  if (sentence) return sentence(data?.args ?? []);
  if (data?.errorName && data.errorName !== "Error") return `The contract refused: ${readable(data)}. Reload and try again.`;
  return `The contract refused${reason ? `: ${reason}` : signature ? ` (${signature})` : ""}. Reload and try again.`;
}

/** A contract's error in words: "RoundsSelfBallot(1)" is "rounds self ballot (entry 1)". */
function readable({ errorName, args, abiItem }: NonNullable<ContractFunctionRevertedError["data"]>): string {
  const words = errorName.replace(/([a-z\d])([A-Z])/g, "$1 $2").toLowerCase();
  const inputs = "inputs" in abiItem ? abiItem.inputs : [];
  const values = (args ?? []).map((value, i) => `${inputs[i]?.name ?? ""} ${shortHex(String(value))}`.trim());
  return values.length ? `${words} (${values.join(", ")})` : words;
}

function plain(error: unknown): string {
  const message = error instanceof BaseError ? error.shortMessage : error instanceof Error ? error.message : "";
  return message.split("\n")[0] || "Something went wrong. Try again.";
}

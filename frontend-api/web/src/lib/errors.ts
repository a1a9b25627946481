/** Any failure of a transaction as one plain sentence that says what to do next. */
import {
  BaseError,
  ContractFunctionRevertedError,
  ExecutionRevertedError,
  InsufficientFundsError,
  ResourceUnavailableRpcError,
  UnauthorizedProviderError,
  UserRejectedRequestError,
} from "viem";
import { ApiError } from "../api/client";

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

/** Errors whose message is already what people should read. */
const OWN = [ApiError, MinedRevertError, TransactionReplacedError];

/** A failure that no contract had a part in. */
export function describeError(error: unknown): string {
  if (OWN.some((kind) => error instanceof kind)) return (error as Error).message;
  if (wasDeclined(error)) return "You declined in the wallet. Nothing was sent.";
  if (!(error instanceof BaseError)) return plain(error);
  if (error.walk((e) => e instanceof InsufficientFundsError)) {
    return "Your account has too little of the network’s coin to pay for gas. Add some and try again.";
  }
  if (error.walk((e) => e instanceof ResourceUnavailableRpcError)) {
    return "Your wallet waits for an answer already. Open it, answer, and try again.";
  }
  if (error.walk((e) => e instanceof UnauthorizedProviderError)) {
    return "Your wallet no longer lets this page use that account. Choose it there, and try again.";
  }
  return plain(error);
}

/** Any failure, a contract's refusal among them; the sentences for these are loaded with the first one. */
export async function explainError(error: unknown): Promise<string> {
  const sentences = wasRefused(error) ? await import("../chain/errors").catch(() => null) : null;
  return sentences ? sentences.explainRevert(error) : describeError(error);
}

/** Whether the wallet's owner said no. */
export function wasDeclined(error: unknown): boolean {
  if (error instanceof BaseError) return error.walk((e) => e instanceof UserRejectedRequestError) !== null;
  return typeof error === "object" && error !== null && "code" in error && error.code === 4001;
}

function wasRefused(error: unknown): boolean {
  if (!(error instanceof BaseError) || wasDeclined(error)) return false;
  return error.walk((e) => e instanceof ContractFunctionRevertedError || e instanceof ExecutionRevertedError) !== null;
}

function plain(error: unknown): string {
  const message = error instanceof BaseError ? error.shortMessage : error instanceof Error ? error.message : "";
  return message.split("\n")[0] || "Something went wrong. Try again.";
}

/** The chain's side of a transaction: try it, and wait until it is mined, replaced or gone. */
import {
  type ReplacementReturnType,
  type SimulateContractParameters,
  TransactionNotFoundError,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
  WaitForTransactionReceiptTimeoutError,
  type WriteContractParameters,
} from "viem";
import type { Hex } from "../api/types";
import type { Wallet } from "../chain/wallet";
import { MinedRevertError, TransactionDroppedError, TransactionReplacedError } from "../lib/errors";
import type { Call } from "./call";

const POLL_MS = 1_000;
const PATIENCE_MS = 60_000;

/** Tries a call, so that a refusal costs nothing; what to send, if the contract would take it. */
export async function simulated(wallet: Wallet, call: Call): Promise<WriteContractParameters> {
  // As of the block to come: a deadline may have passed since the newest one.
  const tried = { ...call, account: wallet.account, blockTag: "pending" } as unknown as SimulateContractParameters;
  const { request } = await wallet.simulateContract(tried);
  return { ...request, account: wallet.account, chain: wallet.chain ?? null } as WriteContractParameters;
}

/** What a call may cost at most, in wei of the network's coin. */
export async function costOf(wallet: Wallet, call: Call): Promise<bigint> {
  const [gas, { maxFeePerGas, gasPrice }] = await Promise.all([
    wallet.estimateContractGas({ ...call, account: wallet.account } as Parameters<Wallet["estimateContractGas"]>[0]),
    wallet.estimateFeesPerGas().then((fees) => ({ gasPrice: 0n, ...fees })),
  ]);
  return gas * (maxFeePerGas ?? gasPrice) + (call.value ?? 0n);
}

/** The receipt of the transaction, once it is mined.
 *
 * Waits as long as the network knows of it. `onReplaced` hears the hash of the same transaction at another price.
 */
export async function mined(wallet: Wallet, hash: Hex, onReplaced: (hash: Hex) => void): Promise<TransactionReceipt> {
  let replacement: ReplacementReturnType | undefined;
  for (;;) {
    try {
      const receipt = await wallet.waitForTransactionReceipt({
        hash,
        pollingInterval: POLL_MS,
        timeout: PATIENCE_MS,
        onReplaced: (found) => (replacement = found),
      });
      if (replacement && replacement.reason !== "repriced") throw new TransactionReplacedError(replacement.reason);
      if (replacement) onReplaced(receipt.transactionHash);
      if (receipt.status === "reverted") throw new MinedRevertError();
      return receipt;
    } catch (error) {
      if (!isWaiting(error)) throw error;
      if (!(await isKnown(wallet, hash))) throw new TransactionDroppedError();
    }
  }
}

const isWaiting = (error: unknown) =>
  error instanceof WaitForTransactionReceiptTimeoutError ||
  error instanceof TransactionReceiptNotFoundError ||
  error instanceof TransactionNotFoundError;

async function isKnown(wallet: Wallet, hash: Hex): Promise<boolean> {
  try {
    await wallet.getTransaction({ hash });
    return true;
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return false;
    throw error;
  }
}

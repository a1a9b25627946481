/** Follows a transaction that was sent, until it or another in its place is mined, and until that can be relied on. */
import { BlockNotFoundError, type Transaction, TransactionNotFoundError, type TransactionReceipt, TransactionReceiptNotFoundError } from "viem";
import type { Hex } from "../api/types";
import type { Wallet } from "../chain/wallet";
import { MinedRevertError, TransactionReplacedError } from "../lib/errors";
import type { Happening, Waits } from "./progress";

const POLL_MS = 1_000;
const PATIENCE_MS = 60_000;
const LOOKED_BACK = 100;
/** Blocks on top of a receipt's own under which it counts as buried: the deepest reorganisation that Ethereum's chain of
 * proof of stake has had was of 7 blocks (25 May 2022). What is final, the service says. */
const BURIED = 8n;

/** The receipt of the transaction, or of the same one at another price, once it is mined.
 *
 * Nothing but the chain's own word ends the waiting: what the wallet can't tell now, it is asked again. `tell` hears the
 * hash that took its place, and what the waiting is for. `sent` is the transaction, where that is known already.
 */
export async function mined(
  wallet: Wallet,
  hash: Hex,
  tell: (happening: Happening) => void,
  sent: Transaction | null = null,
): Promise<TransactionReceipt> {
  const begun = Date.now();
  for (;;) {
    sent ??= await known(wallet, hash).catch(() => null);
    const found: Found = await look(wallet, hash, sent).catch(() => "wallet");
    if (typeof found === "object") {
      if (found.transactionHash !== hash) tell({ type: "sent", hash: found.transactionHash });
      if (found.status === "reverted") throw new MinedRevertError();
      return found;
    }
    if (found === "cancelled" || found === "replaced") throw new TransactionReplacedError(found);
    const isWorthTelling = found === "network" || Date.now() - begun > PATIENCE_MS;
    tell({ type: "waits", waits: isWorthTelling ? found : null });
    await pause();
  }
}

/** Watches a mined transaction until it is buried, which on a chain at rest may be never.
 *
 * `undone` hears of the block that the chain took back, `again` of the receipt that it has then: in another block, or in a
 * transaction in its place. Throws as `mined` where it did not happen after all.
 */
export async function untilBuried(
  wallet: Wallet,
  receipt: TransactionReceipt,
  { undone, again }: { undone: (block: bigint) => void; again: (receipt: TransactionReceipt) => void },
): Promise<void> {
  const sent = await known(wallet, receipt.transactionHash).catch(() => null);
  for (let last = receipt; ; ) {
    await pause();
    const standing = await standingOf(wallet, last).catch(() => "unknown" as const);
    if (standing === "buried") return;
    if (standing !== "undone") continue;
    if (!(await orNull(wallet.getTransactionReceipt({ hash: last.transactionHash })).catch(() => null))) undone(last.blockNumber);
    last = await mined(wallet, last.transactionHash, () => undefined, sent);
    again(last);
  }
}

/** Whether the chain still has the receipt's block; a chain that is shorter, or a node that lags, says nothing of it. */
async function standingOf(wallet: Wallet, { blockHash, blockNumber }: TransactionReceipt): Promise<"buried" | "on chain" | "undone" | "unknown"> {
  if (await isElsewhere(wallet)) return "unknown";
  const [there, newest] = await Promise.all([orNull(wallet.getBlock({ blockNumber })), wallet.getBlock()]);
  if (!there || (await isElsewhere(wallet))) return "unknown";
  if (there.hash !== blockHash) return "undone";
  return newest.number - blockNumber >= BURIED ? "buried" : "on chain";
}

const pause = () => new Promise((resume) => setTimeout(resume, POLL_MS));

const ABSENCES = [BlockNotFoundError, TransactionNotFoundError, TransactionReceiptNotFoundError];

type Found = TransactionReceipt | "cancelled" | "replaced" | Waits;

/** What is seen on the right network: also the last answer has to be from there. */
async function look(wallet: Wallet, hash: Hex, sent: Transaction | null): Promise<Found> {
  if (await isElsewhere(wallet)) return "network";
  const found = await seen(wallet, hash, sent);
  return (await isElsewhere(wallet)) ? "network" : found;
}

const isElsewhere = async (wallet: Wallet): Promise<boolean> => (await wallet.getChainId()) !== wallet.chain?.id;

async function seen(wallet: Wallet, hash: Hex, sent: Transaction | null): Promise<Found> {
  const receipt = await orNull(wallet.getTransactionReceipt({ hash }));
  if (receipt) return receipt;
  if (!sent) return "trace";
  const address = sent.from;
  if ((await wallet.getTransactionCount({ address, blockTag: "latest" })) > sent.nonce) return inItsPlace(wallet, sent);
  if (await known(wallet, hash)) return "block";
  return (await wallet.getTransactionCount({ address, blockTag: "pending" })) > sent.nonce ? "block" : "trace";
}

/** What was mined with the nonce of `sent`, looked for in the newest blocks. */
async function inItsPlace(wallet: Wallet, sent: Transaction): Promise<Found> {
  let block = await wallet.getBlock({ includeTransactions: true });
  for (let back = 0; back < LOOKED_BACK; back++) {
    const other = block.transactions.find(({ from, nonce }) => from === sent.from && nonce === sent.nonce);
    if (other && isSameCall(other, sent)) return (await orNull(wallet.getTransactionReceipt({ hash: other.hash }))) ?? "block";
    if (other) return other.to === other.from && other.value === 0n ? "cancelled" : "replaced";
    block = await wallet.getBlock({ blockHash: block.parentHash, includeTransactions: true });
  }
  return "trace";
}

const isSameCall = (one: Transaction, other: Transaction) => one.to === other.to && one.value === other.value && one.input === other.input;

const known = (wallet: Wallet, hash: Hex): Promise<Transaction | null> => orNull(wallet.getTransaction({ hash }));

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (ABSENCES.some((kind) => error instanceof kind)) return null;
    throw error;
  }
}

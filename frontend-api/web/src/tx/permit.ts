/** Lets a contract take tokens: by a signature where the wallet can make one, else by an approval. */
import { BaseError, parseSignature } from "viem";
import type { Hex } from "../api/types";
import type { useContracts } from "../chain/contracts";
import type { Wallet } from "../chain/wallet";
import { wasDeclined } from "../lib/errors";
import { type Call, call } from "./call";
import type { Steps } from "./plan";
import { simulated } from "./send";

const PERMIT_VALID_S = 3_600;
const PERMIT = [
  { name: "owner", type: "address" },
  { name: "spender", type: "address" },
  { name: "value", type: "uint256" },
  { name: "nonce", type: "uint256" },
  { name: "deadline", type: "uint256" },
] as const;

/** Deadline, v, r and s, as our contracts take an ERC-2612 permit. */
export type Permit = readonly [deadline: bigint, v: number, r: Hex, s: Hex];

/** Something that a contract takes the reward token for. */
export interface Payment {
  contracts: ReturnType<typeof useContracts>;
  spender: Hex;
  /** In wei of the token. */
  amount: bigint;
  /** The call by which the spender takes the amount. */
  takes: Call;
}

/** A transaction of one payment: refused before anything is signed, or approved where it must be, then made. */
export const pay = (label: string, payment: Payment) => ({
  trial: (wallet: Wallet) => tryPaying(wallet, payment),
  plan: async (steps: Steps) => {
    if (!(await tryPaying(steps.wallet, payment))) await approve(steps, payment);
    await steps.send(label, payment.takes);
  },
});

/** Whether the payment needs no allowance any more. Throws what refuses it for any other reason.
 *
 * Our contracts move tokens last: what only lacks the allowance has passed all their checks. The token looks at the
 * balance after the allowance, so that is tried by itself.
 */
export async function tryPaying(wallet: Wallet, { contracts, spender, amount, takes }: Payment): Promise<boolean> {
  try {
    await simulated(wallet, takes);
    return true;
  } catch (failure) {
    const { revertOf } = await import("../chain/errors");
    if (revertOf(failure)?.errorName !== "ERC20InsufficientAllowance") throw failure;
  }
  await simulated(wallet, call({ ...contracts.token, functionName: "transfer", args: [spender, amount] }));
  return false;
}

/** Steps after which the payment can be made: a permit to send along, or null where it is allowed already.
 *
 * `now` is the chain's time in Unix seconds.
 */
export async function allow(steps: Steps, payment: Payment, now: number): Promise<Permit | null> {
  if (await tryPaying(steps.wallet, payment)) return null;
  const permit = await steps.ask("Sign a permit for the amount", () => signPermit(steps, payment, now));
  if (!permit) await approve(steps, payment);
  return permit;
}

const approve = (steps: Steps, { contracts, spender, amount }: Payment) =>
  steps.send("Approve the amount", call({ ...contracts.token, functionName: "approve", args: [spender, amount] }));

/** Null where the wallet can't make a permit (contract accounts can't). */
async function signPermit(
  { wallet, account }: Steps,
  { contracts: { token, chainId }, spender, amount }: Payment,
  now: number,
): Promise<Permit | null> {
  const deadline = BigInt(now + PERMIT_VALID_S);
  const [nonce, domain, code] = await Promise.all([
    wallet.readContract({ ...token, functionName: "nonces", args: [account] }),
    wallet.readContract({ ...token, functionName: "eip712Domain" }),
    wallet.getCode({ address: account }),
  ]);
  if (code) return null;
  try {
    const signature = await wallet.signTypedData({
      domain: { name: domain[1], version: domain[2], chainId, verifyingContract: token.address },
      types: { Permit: PERMIT },
      primaryType: "Permit",
      message: { owner: account, spender, value: amount, nonce, deadline },
    });
    const { r, s, yParity } = parseSignature(signature);
    return [deadline, 27 + yParity, r, s];
  } catch (error) {
    if (wasDeclined(error) || !(error instanceof BaseError)) throw error;
    return null;
  }
}

/** Lets a contract take tokens: by a signature where the wallet can make one, else by an approval. */
import { BaseError, parseSignature } from "viem";
import type { Hex } from "../api/types";
import type { useContracts } from "../chain/contracts";
import { wasDeclined } from "../lib/errors";
import { call } from "./call";
import type { Steps } from "./plan";

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

interface Allowing {
  spender: Hex;
  /** In wei of the token. */
  amount: bigint;
  /** The chain's time in Unix seconds. */
  now: number;
}

/** Steps after which `spender` may take the amount: a permit to send along, or null where it is allowed already. */
export async function allow(steps: Steps, contracts: ReturnType<typeof useContracts>, allowing: Allowing): Promise<Permit | null> {
  const { spender, amount } = allowing;
  if ((await allowance(steps, contracts, spender)) >= amount) return null;
  const permit = await steps.ask("Sign a permit for the amount", () => signPermit(steps, contracts, allowing));
  if (permit) return permit;
  await approve(steps, contracts, allowing);
  return null;
}

/** Steps after which `spender` may take the amount, for a contract that takes no permit. */
export async function approve(steps: Steps, contracts: ReturnType<typeof useContracts>, { spender, amount }: Omit<Allowing, "now">) {
  if ((await allowance(steps, contracts, spender)) >= amount) return;
  await steps.send("Approve the amount", call({ ...contracts.token, functionName: "approve", args: [spender, amount] }));
}

const allowance = ({ wallet, account }: Steps, { token }: ReturnType<typeof useContracts>, spender: Hex) =>
  wallet.readContract({ ...token, functionName: "allowance", args: [account, spender] });

/** Null where the wallet can't make a permit (contract accounts can't). */
async function signPermit(
  { wallet, account }: Steps,
  { token, chainId }: ReturnType<typeof useContracts>,
  { spender, amount, now }: Allowing,
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

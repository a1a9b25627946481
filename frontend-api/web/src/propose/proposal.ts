import { BaseError, parseSignature } from "viem";
import { documentPost } from "../api/generated";
import type { useContracts } from "../chain/contracts";
import { send } from "../chain/send";
import type { RunStep } from "../chain/steps";
import type { Wallet } from "../chain/wallet";
import { wasDeclined } from "../lib/errors";
import { briefOf, type Draft } from "./draft";

const PERMIT_VALID_S = 3_600;
const PERMIT = [
  { name: "owner", type: "address" },
  { name: "spender", type: "address" },
  { name: "value", type: "uint256" },
  { name: "nonce", type: "uint256" },
  { name: "deadline", type: "uint256" },
] as const;

type Contracts = ReturnType<typeof useContracts>;

/** Pins the brief, then opens the round: with a signed permit, or with an approval where the wallet can't sign one. */
export async function proposeRound(wallet: Wallet, contracts: Contracts, draft: Draft, bounty: bigint, now: number, step: RunStep) {
  const { rounds, token } = contracts;
  const body = { kind: "brief", document: briefOf(draft) } as const;
  const { digest } = await step("Pin the brief", () => documentPost({ body }));
  const args = [digest, draft.platform, draft.personas, bounty] as const;

  const owner = wallet.account.address;
  const allowance = await wallet.readContract({ ...token, functionName: "allowance", args: [owner, rounds.address] });
  if (allowance < bounty) {
    const permit = await step("Sign a permit for the bounty", () => signPermit(wallet, contracts, bounty, now));
    if (permit) {
      return step("Open the round", (onHash) =>
        send(wallet, { ...rounds, functionName: "proposeWithPermit", args: [...args, ...permit] }, onHash),
      );
    }
    await step("Approve the bounty", (onHash) =>
      send(wallet, { ...token, functionName: "approve", args: [rounds.address, bounty] }, onHash),
    );
  }
  return step("Open the round", (onHash) => send(wallet, { ...rounds, functionName: "propose", args }, onHash));
}

/** Deadline, v, r and s of an ERC-2612 permit; null where the wallet can't make one (contract accounts can't). */
async function signPermit(wallet: Wallet, { rounds, token, chainId }: Contracts, value: bigint, now: number) {
  const owner = wallet.account.address;
  const deadline = BigInt(now + PERMIT_VALID_S);
  const [nonce, domain, code] = await Promise.all([
    wallet.readContract({ ...token, functionName: "nonces", args: [owner] }),
    wallet.readContract({ ...token, functionName: "eip712Domain" }),
    wallet.getCode({ address: owner }),
  ]);
  if (code) return null;
  try {
    const signature = await wallet.signTypedData({
      domain: { name: domain[1], version: domain[2], chainId, verifyingContract: token.address },
      types: { Permit: PERMIT },
      primaryType: "Permit",
      message: { owner, spender: rounds.address, value, nonce, deadline },
    });
    const { r, s, yParity } = parseSignature(signature);
    return [deadline, 27 + yParity, r, s] as const;
  } catch (error) {
    if (wasDeclined(error) || !(error instanceof BaseError)) throw error;
    return null;
  }
}

/** The contribution on chain: what it costs, whether it is there, and the steps that put it there. */
import { contributionNFTAbi } from "../chain/abi/ContributionNFT";
import { contributionsList } from "../api/generated";
import type { Hex } from "../api/types";
import { useContract, type useContracts } from "../chain/contracts";
import type { Wallet } from "../chain/wallet";
import { call } from "../tx/call";
import { allow, tryPaying } from "../tx/permit";
import type { Steps } from "../tx/plan";
import { numberOf } from "./draft";
import { loadPending, type Pending, savePending, stageOf, type Stage } from "./pending";

const LOOKED_AT = 100;

export const useContributionNFT = () => useContract("ContributionNFT", contributionNFTAbi);
type ContributionNFT = ReturnType<typeof useContributionNFT>;

/** What a review costs now, in wei of the token. */
export async function reviewFee(wallet: Wallet, nft: ContributionNFT): Promise<bigint> {
  const version = await wallet.readContract({ ...nft, functionName: "currentVersion" });
  return (await wallet.readContract({ ...nft, functionName: "parameters", args: [version] })).reviewFee;
}

/** Where the minting of what is pinned stands. */
export async function stageOnChain(wallet: Wallet, nft: ContributionNFT, pending: Pending): Promise<Stage> {
  const address = pending.account;
  const [mined, sent, found] = await Promise.all([
    wallet.getTransactionCount({ address, blockTag: "latest" }),
    wallet.getTransactionCount({ address, blockTag: "pending" }),
    isMinted(wallet, nft, pending),
  ]);
  return stageOf(loadPending() ?? pending, { mined, sent }, found);
}

/** Looks among the latest contributions to the persona that the service knows, and on chain at those after them. */
async function isMinted(wallet: Wallet, nft: ContributionNFT, { persona, digest, account }: Pending): Promise<boolean> {
  const [{ items }, count] = await Promise.all([
    contributionsList({ query: { persona, limit: LOOKED_AT } }),
    wallet.readContract({ ...nft, functionName: "contributionCount" }),
  ]);
  if (items.some((one) => one.digest === digest && one.contributor.toLowerCase() === account.toLowerCase())) return true;
  const newest = Array.from({ length: Math.min(LOOKED_AT / 10, Number(count)) }, (_, back) => count - BigInt(back));
  const made = await Promise.all(newest.map((id) => wallet.readContract({ ...nft, functionName: "contribution", args: [id] })));
  return made.some((one) => one.digest === digest);
}

interface Minting {
  nft: ContributionNFT;
  contracts: ReturnType<typeof useContracts>;
  pending: Pending;
  fee: bigint;
  /** The chain's time in Unix seconds. */
  now: number;
}

/** Mints what is pinned, once: with a signed permit for the fee, or with an approval where the wallet can't sign one. */
export function minting({ nft, contracts, pending, fee, now }: Minting) {
  const args = [pending.persona, numberOf(pending.kind), pending.digest as Hex] as const;
  const takes = call({ ...nft, functionName: "contribute", args });
  const payment = { contracts, spender: nft.address, amount: fee, takes };
  return {
    trial: (wallet: Wallet) => tryPaying(wallet, payment),
    plan: async (steps: Steps) => {
      if (steps.account.toLowerCase() !== pending.account.toLowerCase()) throw new Error("The document names another account. Switch to it in your wallet.");
      const stage = await steps.work("Look that it is not minted yet", () => stageOnChain(steps.wallet, nft, pending));
      if (stage === "minted") throw new Error("It is minted already: see My contributions.");
      if (stage === "under way") throw new Error("It is under way already. Wait until it is mined, then look again.");
      const permit = await allow(steps, payment, now);
      const nonce = await steps.wallet.getTransactionCount({ address: pending.account, blockTag: "pending" });
      savePending({ ...pending, nonce });
      const permitted = permit && call({ ...nft, functionName: "contributeWithPermit", args: [...args, ...permit] });
      await steps.send("Mint the contribution", permitted ?? takes);
      savePending(null);
    },
  };
}

/** Tries a call before it is sent, and says what it may cost. */
import type { SimulateContractParameters, WriteContractParameters } from "viem";
import type { Wallet } from "../chain/wallet";
import type { Call } from "./call";

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

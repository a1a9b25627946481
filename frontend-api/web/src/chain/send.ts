import type { Abi, ContractFunctionArgs, ContractFunctionName, Hash, SimulateContractParameters } from "viem";
import { MinedRevertError } from "../lib/errors";
import type { Wallet } from "./wallet";

/** Simulates a call, so that a refusal costs nothing; sends it; waits until it is mined.
 *
 * `onHash` hears the transaction's hash once the wallet has sent it. Throws what `describeError` explains.
 */
export async function send<
  const abi extends Abi,
  name extends ContractFunctionName<abi, "nonpayable" | "payable">,
  const args extends ContractFunctionArgs<abi, "nonpayable" | "payable", name>,
>(
  wallet: Wallet,
  call: { address: Hash; abi: abi; functionName: name; args: args },
  onHash: (hash: Hash) => void,
): Promise<void> {
  // As of the block to come: a deadline may have passed since the newest one.
  const simulated = { ...call, account: wallet.account, blockTag: "pending" } as unknown as SimulateContractParameters;
  const { request } = await wallet.simulateContract(simulated);
  const hash = await wallet.writeContract({ ...request, account: wallet.account, chain: wallet.chain ?? null });
  onHash(hash);
  const receipt = await wallet.waitForTransactionReceipt({ hash, pollingInterval: 1_000 });
  if (receipt.status === "reverted") throw new MinedRevertError();
}

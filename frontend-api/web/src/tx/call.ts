/** A call of a contract, and what people are told about the transaction that makes it. */
import type { Abi, ContractFunctionArgs, ContractFunctionName, Log } from "viem";
import type { ReactNode } from "react";
import type { Hex } from "../api/types";
import type { NamedFact } from "../ui/FactTable";
import type { Wallet } from "../chain/wallet";
import type { Plan } from "./plan";

/** Made by `call` alone, which checks its parts against one another. `value` is in wei of the network's coin. */
export interface Call {
  address: Hex;
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
  value?: bigint;
}

/** A call whose function and arguments are those of the ABI. */
export function call<
  const abi extends Abi,
  name extends ContractFunctionName<abi, "nonpayable" | "payable">,
  const args extends ContractFunctionArgs<abi, "nonpayable" | "payable", name>,
>(parts: { address: Hex; abi: abi; functionName: name; args: args; value?: bigint }): Call {
  return parts as unknown as Call;
}

interface Told {
  /** What is done, as a button says it: "Vote for Pip Marlow". */
  title: string;
  /** What it will do, in plain words, with what cannot be undone. */
  does: ReactNode;
  /** Figures worth seeing before one signs. */
  facts?: readonly NamedFact[];
  /** Runs once the page shows what the transaction did; gets the events of the last one that was sent. */
  afterwards?: (logs: readonly Log[]) => void;
}

interface Planned {
  plan: Plan;
  /** Tries what it comes to before anything is signed; throws what would refuse it. */
  trial: (wallet: Wallet) => Promise<unknown>;
  call?: never;
}

/** One call, which is tried before anything is signed; or a plan of several steps, such as "sign a permit, then send". */
export type Transaction = Told & ({ call: Call | ((account: Hex) => Call); plan?: never; trial?: never } | Planned);

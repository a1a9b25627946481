/** Calls in the timelock's name, as a proposal carries them. */
import { type Abi, type ContractFunctionArgs, type ContractFunctionName, encodeFunctionData, type Hex } from "viem";

export interface Action {
  target: Hex;
  /** In wei of the network's coin. */
  value: bigint;
  data: Hex;
  /** What it does, as its author is told before it is proposed. */
  says: string;
  /** What its call is, with all its arguments; empty for a payment of the native coin. */
  call: string;
}

/** A contract to be called: its name, where it is, and what it can do. */
export interface Target<abi extends Abi = Abi> {
  name: string;
  address: Hex;
  abi: abi;
}

type Name<abi extends Abi> = ContractFunctionName<abi, "nonpayable" | "payable">;

/** A call of one of our contracts, which its ABI checks. */
export function act<
  const abi extends Abi,
  name extends Name<abi>,
  const args extends ContractFunctionArgs<abi, "nonpayable" | "payable", name>,
>(to: Target<abi>, functionName: name, args: args, says: string): Action {
  const encoded = encodeFunctionData({ abi: to.abi as Abi, functionName: functionName as string, args: args as readonly unknown[] });
  return { target: to.address, value: 0n, data: encoded, says, call: `${to.name}.${functionName}(${(args as readonly unknown[]).map(shown).join(", ")})` };
}

/** A payment of the network's coin. */
export const pay = (to: Hex, value: bigint, says: string): Action => ({ target: to, value, data: "0x", says, call: "" });

/** The arguments of `TroupeGovernor.propose`. The governor demands the suffix that names the proposer. */
export function proposeArgs(actions: readonly Action[], title: string, text: string, proposer: Hex) {
  const description = `${[title.trim(), text.trim()].filter(Boolean).join("\n\n")}#proposer=${proposer}`;
  return [actions.map((a) => a.target), actions.map((a) => a.value), actions.map((a) => a.data), description] as const;
}

/** An argument as one reads it: structs by their names, large numbers whole. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value).map(([name, part]) => `${name}: ${shown(part)}`).join(", ")}}`;
  }
  return String(value);
}

/** Where to go once a transaction made something. */
import { type Abi, type Log, parseEventLogs } from "viem";
import type { Hex } from "../api/types";

interface Telling {
  /** The contract that tells of it. */
  address: Hex;
  abi: Abi;
  eventName: string;
  /** The argument that is its number. */
  argument: string;
}

/** The number of what was made, as its contract told; null where it told of none. */
export function madeNumber(logs: readonly Log[], { address, abi, eventName, argument }: Telling): number | null {
  const own = logs.filter((log) => log.address.toLowerCase() === address.toLowerCase());
  const [found] = parseEventLogs({ abi, eventName, logs: own }) as unknown as { args: Record<string, unknown> }[];
  const number = found?.args[argument];
  return typeof number === "bigint" ? Number(number) : null;
}

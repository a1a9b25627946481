import type { Abi } from "viem";
import { useContract } from "../chain/contracts";
import type { Target } from "./action";

/** A contract of the deployment, to make actions of. */
export function useTarget<const abi extends Abi>(name: string, abi: abi): Target<abi> {
  return { name, ...useContract(name, abi) };
}

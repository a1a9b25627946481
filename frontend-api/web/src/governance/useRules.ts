import { useQuery } from "@tanstack/react-query";
import type { Abi, AbiParameter } from "viem";
import { contributionNFTAbi } from "../chain/abi/ContributionNFT";
import { generationRoundsAbi } from "../chain/abi/GenerationRounds";
import { trainingJobsAbi } from "../chain/abi/TrainingJobs";
import type { Wallet } from "../chain/wallet";
import type { Parameters } from "./parameters";
import type { Ruled } from "./presets";
import { useTarget } from "./useTarget";

export const RULED = { GenerationRounds: "rounds", ContributionNFT: "contributions", TrainingJobs: "training" } as const;
export type RuledName = keyof typeof RULED;

/** A contract with numbered rules, the fields of their struct, and the version in force. */
export function useRules(name: RuledName, wallet: Wallet) {
  const targets = {
    GenerationRounds: useTarget("GenerationRounds", generationRoundsAbi),
    ContributionNFT: useTarget("ContributionNFT", contributionNFTAbi),
    TrainingJobs: useTarget("TrainingJobs", trainingJobsAbi),
  };
  const target: Ruled = targets[name];
  const contract = { address: target.address, abi: target.abi as Abi };
  const inForce = useQuery({
    queryKey: ["rules", target.address],
    queryFn: async () => {
      const version = await wallet.readContract({ ...contract, functionName: "currentVersion" });
      return (await wallet.readContract({ ...contract, functionName: "parameters", args: [version] })) as Parameters;
    },
  });
  return { target, fields: fieldsOf(target.abi), inForce };
}

/** The fields of the struct that `addParameters` takes. */
export function fieldsOf(abi: Abi): readonly AbiParameter[] {
  const adding = abi.find((item) => item.type === "function" && item.name === "addParameters");
  const [struct] = adding?.type === "function" ? adding.inputs : [];
  return struct && "components" in struct ? struct.components : [];
}

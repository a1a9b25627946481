import type { Abi } from "viem";
import { createContext, type ReactNode, useContext } from "react";
import type { Deployment, Hex, Token } from "../api/types";
import { generationRoundsAbi } from "./abi/GenerationRounds";
import { rewardTokenAbi } from "./abi/RewardToken";

const DeploymentContext = createContext<Deployment | null>(null);

export function DeploymentProvider({ value, children }: { value: Deployment; children: ReactNode }) {
  return <DeploymentContext value={value}>{children}</DeploymentContext>;
}

export function useDeployed(): Deployment {
  const deployment = useContext(DeploymentContext);
  if (!deployment) throw new Error("useDeployed needs a DeploymentProvider above it");
  return deployment;
}

export const useToken = (): Token => useDeployed().token;

/** Address and ABI of the contract of that name, to read from it or to make a call for `src/tx`.
 *
 * The ABIs are a file each in `src/chain/abi/`: `useContract("TroupeGovernor", troupeGovernorAbi)`.
 */
export function useContract<const abi extends Abi>(name: string, abi: abi): { address: Hex; abi: abi } {
  return { address: addressOf(useDeployed(), name), abi };
}

/** What nearly every page needs: rounds and the token. */
export function useContracts() {
  const deployment = useDeployed();
  return {
    chainId: deployment.chain_id,
    rounds: { address: addressOf(deployment, "GenerationRounds"), abi: generationRoundsAbi },
    token: { address: deployment.token.address, abi: rewardTokenAbi },
  } as const;
}

function addressOf(deployment: Deployment, name: string): Hex {
  const contract = deployment.contracts[name];
  if (!contract) throw new Error(`This site knows no ${name} contract. Whoever runs it has to finish its deployment.`);
  return contract.address;
}

import { createContext, type ReactNode, useContext } from "react";
import type { Deployment, Hex, Token } from "../api/types";
import { roundsAbi, tokenAbi } from "./abi";

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

/** Address and ABI of the contracts that the page calls. */
export function useContracts() {
  const deployment = useDeployed();
  return {
    chainId: deployment.chain_id,
    rounds: { address: addressOf(deployment, "GenerationRounds"), abi: roundsAbi },
    token: { address: deployment.token.address, abi: tokenAbi },
  } as const;
}

function addressOf(deployment: Deployment, name: string): Hex {
  const contract = deployment.contracts[name];
  if (!contract) throw new Error(`The deployment has no ${name}. Deploy again with ape run deploy.`);
  return contract.address;
}

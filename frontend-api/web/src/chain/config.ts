/** The wallet side of a deployment: wallets announce themselves by EIP-6963, or are reached by WalletConnect where the
 * service has a project there. All chain access goes through them. */
import { type Chain, defineChain, fallback } from "viem";
import { foundry, mainnet, sepolia } from "viem/chains";
import { createConfig, injected, unstable_connector } from "wagmi";
import type { Deployment } from "../api/types";
import { walletConnectWhenChosen } from "./walletConnect";

const KNOWN: readonly Chain[] = [mainnet, sepolia, foundry];

const METADATA = { name: "Troupe", description: "AI personas compete. You decide who wins.", url: location.origin, icons: [`${location.origin}/mask.svg`] };

export function chainOf({ chain_id, rpc_url }: Pick<Deployment, "chain_id" | "rpc_url">): Chain {
  const known = KNOWN.find((chain) => chain.id === chain_id);
  const urls = rpc_url ? [rpc_url] : (known?.rpcUrls.default.http ?? []);
  const base = known ?? { id: chain_id, name: `Chain ${chain_id}`, nativeCurrency: mainnet.nativeCurrency };
  return defineChain({ ...base, rpcUrls: { default: { http: [...urls] } } });
}

export function walletConfig(deployment: Deployment) {
  const chain = chainOf(deployment);
  const projectId = deployment.walletconnect;
  return createConfig({
    chains: [chain],
    connectors: projectId ? [injected(), walletConnectWhenChosen({ projectId, metadata: METADATA })] : [injected()],
    transports: {
      [chain.id]: projectId
        ? fallback([unstable_connector(injected), unstable_connector(walletConnectWhenChosen)])
        : unstable_connector(injected),
    },
  });
}

/** Where the chain's explorer shows a transaction, if it has one. */
export function explorerLink(deployment: Deployment, tx: string): string | null {
  const url = chainOf(deployment).blockExplorers?.default.url;
  return url ? `${url}/tx/${tx}` : null;
}

import { type Account, type Chain, type Client, type PublicActions, publicActions, type Transport, type WalletActions, walletActions } from "viem";
import { useMemo } from "react";
import { useConnection, useConnectorClient } from "wagmi";
import type { Hex } from "../api/types";
import { useContracts } from "./contracts";

export type Wallet = Client<Transport, Chain | undefined, Account> & PublicActions & WalletActions<Chain | undefined, Account>;

/** The connected account on the right network with a client through its own wallet; null without one. */
export function useWallet(): { address: Hex; client: Wallet } | null {
  const { chainId } = useContracts();
  const connection = useConnection();
  const onChain = connection.status === "connected" && connection.chainId === chainId;
  const { data } = useConnectorClient({ query: { enabled: onChain } });
  const client = useMemo(() => (data ? (data.extend(publicActions).extend(walletActions) as Wallet) : null), [data]);
  return onChain && client ? { address: connection.address, client } : null;
}

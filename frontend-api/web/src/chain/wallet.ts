import type { Account, Chain, Client, PublicActions, Transport, WalletActions } from "viem";
import {
  call,
  estimateContractGas,
  estimateFeesPerGas,
  getBalance,
  getBlock,
  getChainId,
  getCode,
  getGasPrice,
  getTransaction,
  getTransactionCount,
  getTransactionReceipt,
  readContract,
  signMessage,
  signTypedData,
  simulateContract,
  writeContract,
} from "viem/actions";
import { useMemo } from "react";
import { useConnection, useConnectorClient } from "wagmi";
import type { Hex } from "../api/types";
import { useContracts } from "./contracts";

/** What the page does through a wallet: these alone, for all that viem can do is most of what a phone would load. */
const READS = {
  call,
  estimateContractGas,
  estimateFeesPerGas,
  getBalance,
  getBlock,
  getChainId,
  getCode,
  getGasPrice,
  getTransaction,
  getTransactionCount,
  getTransactionReceipt,
  readContract,
  simulateContract,
};
const ASKS = { signMessage, signTypedData, writeContract };

type Base = Client<Transport, Chain | undefined, Account>;
export type Wallet = Base &
  Pick<PublicActions, keyof typeof READS> &
  Pick<WalletActions<Chain | undefined, Account>, keyof typeof ASKS>;

/** The connected account on the right network with a client through its own wallet; null without one. */
export function useWallet(): { address: Hex; client: Wallet } | null {
  const { chainId } = useContracts();
  const connection = useConnection();
  const onChain = connection.status === "connected" && connection.chainId === chainId;
  const { data } = useConnectorClient({ query: { enabled: onChain } });
  const client = useMemo(() => (data ? withActions(data as Base) : null), [data]);
  return onChain && client ? { address: connection.address, client } : null;
}

type Action = (client: Base, parameters: unknown) => unknown;

function withActions(client: Base): Wallet {
  const actions = Object.entries({ ...READS, ...ASKS } as unknown as Record<string, Action>);
  return client.extend((base) =>
    Object.fromEntries(actions.map(([name, act]) => [name, (parameters: unknown) => act(base as Base, parameters)])),
  ) as unknown as Wallet;
}

import { Button, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useConnection, useSwitchChain } from "wagmi";
import { chainOf } from "../chain/config";
import { useDeployed } from "../chain/contracts";
import { useWallet, type Wallet } from "../chain/wallet";
import { describeError } from "../lib/errors";
import { Notice } from "../ui/Notice";
import { PageSkeleton } from "../ui/Page";
import { WalletChoice } from "../wallet/WalletChoice";

/** Its children get a wallet on the right network; until there is one, how to come by it. */
export function WalletGate({ children }: { children: (wallet: Wallet) => ReactNode }) {
  const wallet = useWallet();
  const { status, chainId } = useConnection();
  const chain = chainOf(useDeployed());
  if (wallet) return children(wallet.client);
  if (status === "disconnected") {
    return (
      <Stack>
        <Text>Connect a wallet to go on.</Text>
        <WalletChoice />
      </Stack>
    );
  }
  if (status === "connected" && chainId !== chain.id) return <NetworkSwitch />;
  return <PageSkeleton what="your wallet" />;
}

/** Offers the right network; a wallet that doesn't know it is asked to add it. */
export function NetworkSwitch() {
  const chain = chainOf(useDeployed());
  const { mutate, isPending, error } = useSwitchChain();
  return (
    <Notice tone="warn">
      <Text size="sm" mb="sm">
        Your wallet is on another network. Troupe is on <strong>{chain.name}</strong>.
      </Text>
      <Button variant="default" disabled={isPending} onClick={() => mutate({ chainId: chain.id })}>
        Switch network
      </Button>
      {error && (
        <Text size="sm" mt="sm">
          {describeError(error)}
        </Text>
      )}
    </Notice>
  );
}

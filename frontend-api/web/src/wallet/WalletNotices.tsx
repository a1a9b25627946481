import { Text } from "@mantine/core";
import { useConnection } from "wagmi";
import { useContracts, useDeployed } from "../chain/contracts";
import { useHolder } from "../chain/holder";
import { call } from "../tx/call";
import { TransactionButton } from "../tx/TransactionButton";
import { NetworkSwitch } from "../tx/WalletGate";
import { Notice } from "../ui/Notice";

/** What a connected holder should put right before acting: the wrong network, tokens that don't vote. */
export function WalletNotices() {
  const { status, chainId } = useConnection();
  const deployment = useDeployed();
  if (status !== "connected") return null;
  return chainId === deployment.chain_id ? <DelegateNotice /> : <NetworkSwitch />;
}

function DelegateNotice() {
  const { token } = useContracts();
  const { data } = useHolder();
  if (!data?.undelegated) return null;
  return (
    <Notice tone="warn">
      <Text size="sm" mb="sm">
        <strong>Your tokens don’t vote yet.</strong> They count once you delegate them to yourself; they stay yours. It counts for
        rounds whose entries come in afterwards.
      </Text>
      <TransactionButton
        variant="default"
        transaction={{
          title: "Delegate to myself",
          does: "Lets your own tokens vote, those of now and those to come. They stay yours, and you may delegate anew at any time.",
          call: (account) => call({ ...token, functionName: "delegate", args: [account] }),
        }}
      />
    </Notice>
  );
}

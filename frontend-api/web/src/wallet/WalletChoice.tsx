import { Button, Stack, Text } from "@mantine/core";
import { type Connector, useConnect, useConnectors } from "wagmi";
import { describeError } from "../lib/errors";
import { Notice } from "../ui/Notice";

/** The wallets that this browser has, to choose from. */
export function WalletChoice() {
  const connect = useConnect();
  const connectors = usable(useConnectors());
  return (
    <Stack>
      {connectors.length === 0 && <Text>No wallet was found in this browser. Install one, such as MetaMask or Rabby, and reload.</Text>}
      {connectors.map((connector) => (
        <Button
          key={connector.uid}
          variant="default"
          size="lg"
          justify="flex-start"
          leftSection={connector.icon && <img src={connector.icon} alt="" width="24" height="24" />}
          disabled={connect.isPending}
          onClick={() => connect.mutate({ connector })}
        >
          {connector.name}
        </Button>
      ))}
      {connect.error && <Notice tone="error">{describeError(connect.error)}</Notice>}
    </Stack>
  );
}

/** Wallets that announced themselves and WalletConnect; the unnamed injected one only where none announced itself. */
function usable(connectors: readonly Connector[]): Connector[] {
  const isUnnamed = ({ id }: Connector) => id === "injected";
  const announced = connectors.some((connector) => !isUnnamed(connector) && connector.type === "injected");
  return connectors.filter((connector) => !isUnnamed(connector) || (!announced && "ethereum" in window));
}

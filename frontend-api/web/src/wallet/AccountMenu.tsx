import { Button, Group, Menu, Text } from "@mantine/core";
import { useDisconnect } from "wagmi";
import { Link } from "wouter";
import { useHolder } from "../chain/holder";
import { shortHex } from "../lib/format";
import { OWN } from "../shell/navigation";
import { Amount } from "../ui/Bits";

/** The connected account: what it holds, its own pages, and the way out. */
export function AccountMenu({ address }: { address: string }) {
  const { data } = useHolder();
  const disconnect = useDisconnect();
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button variant="default">
          {shortHex(address)}
          {data && (
            <Text span size="sm" c="dimmed" ml="xs" visibleFrom="lg">
              <Amount wei={data.balance} />
            </Text>
          )}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label style={{ overflowWrap: "anywhere" }}>{address}</Menu.Label>
        {data && (
          <Menu.Label>
            <Row label="Balance" wei={data.balance} />
            <Row label="Voting power" wei={data.votes} />
          </Menu.Label>
        )}
        <Menu.Divider />
        {OWN.map(({ to, label }) => (
          <Menu.Item key={to} component={Link} href={to}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => disconnect.mutate({})}>Disconnect</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Row({ label, wei }: { label: string; wei: bigint }) {
  return (
    <Group justify="space-between">
      <span>{label}</span>
      <Amount wei={wei} />
    </Group>
  );
}

import { Anchor, Card, Group, Stack, Table, Text, Title } from "@mantine/core";
import { zeroAddress } from "viem";
import { Link } from "wouter";
import type { MovementOut, TreasuryOut } from "../api/generated";
import { useToken } from "../chain/contracts";
import { formatAmount, formatTime } from "../lib/format";
import { Address, TxHash } from "../ui/Bits";
import { Asked } from "../ui/Notice";
import { useTreasury } from "./queries";

const SHOWN = 10;

/** What the DAO owns, and what it got and spent. */
export function TreasuryPanel() {
  const treasury = useTreasury();
  return (
    <Card component="section" aria-label="Treasury">
      <Stack>
        <Title order={2} size="h4">
          Treasury
        </Title>
        <Asked query={treasury} what="the treasury">
          {(found) => <Treasury treasury={found} />}
        </Asked>
      </Stack>
    </Card>
  );
}

function Treasury({ treasury }: { treasury: TreasuryOut }) {
  return (
    <>
      {treasury.assets.map(({ asset, balance }) => (
        <Text key={asset} size="lg">
          <AssetAmount asset={asset} wei={balance} />
        </Text>
      ))}
      <Text size="sm" c="dimmed" component="div">
        Held by the timelock <Address value={treasury.address} />. Only an executed proposal can spend it.
      </Text>
      {treasury.movements.length > 0 && (
        <details>
          <summary>What came in and went out</summary>
          <Table.ScrollContainer minWidth={420}>
            <Table>
              <Table.Tbody>
                {treasury.movements.slice(0, SHOWN).map((movement) => (
                  <Movement key={`${movement.tx}-${movement.amount}-${movement.asset}`} movement={movement} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </details>
      )}
    </>
  );
}

function Movement({ movement }: { movement: MovementOut }) {
  return (
    <Table.Tr>
      <Table.Td>{formatTime(movement.time)}</Table.Td>
      <Table.Td>
        {movement.direction === "in" ? "+" : "−"} <AssetAmount asset={movement.asset} wei={movement.amount} />
      </Table.Td>
      <Table.Td>
        {movement.direction === "in" ? "from " : "to "}
        {movement.contract ?? <Address value={movement.other} />}
      </Table.Td>
      <Table.Td>
        <Group gap="xs">
          {movement.proposal_id !== null && (
            <Anchor component={Link} href={`/governance/${movement.proposal_id}`} size="sm">
              proposal {movement.proposal_id}
            </Anchor>
          )}
          <TxHash value={movement.tx} />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function AssetAmount({ asset, wei }: { asset: string; wei: string }) {
  const token = useToken();
  if (asset === token.address) return `${formatAmount(wei, token.decimals)} ${token.symbol}`;
  if (asset === zeroAddress) return `${formatAmount(wei)} of the network’s coin`;
  return (
    <>
      {wei} units of <Address value={asset} />
    </>
  );
}

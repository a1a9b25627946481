import { BarChart } from "@mantine/charts";
import { Card, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { zeroAddress } from "viem";
import type { SeriesRevenuePoint, TreasuryOut } from "../api/generated";
import { useToken } from "../chain/contracts";
import { formatAmount } from "../lib/format";
import { Address } from "../ui/Bits";
import { ChartCard, SectionTitle, ValueTable } from "./ChartCard";
import { bucketName, drawn, isQuiet, ofAsset } from "./series";
import { BARS, COLOURS, HEIGHT } from "./style";

/** The treasury, and what personas' vaults took in and paid out. */
export function Money({ revenue, treasury }: { revenue: SeriesRevenuePoint; treasury: TreasuryOut }) {
  const { decimals, symbol, address } = useToken();
  const rewards = ofAsset(revenue.items, address);
  const at = (time: number) => bucketName(time, revenue.bucket);
  return (
    <Stack component="section">
      <SectionTitle>Treasury and revenue</SectionTitle>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <ChartCard
          title={`Revenue of the vaults, ${symbol}`}
          hint="What came in for personas, and what holders of contributions claimed."
          columns={["From", "Income", "Claimed"]}
          rows={rewards.map((p) => [at(p.time), formatAmount(p.income, decimals), formatAmount(p.claimed, decimals)])}
          empty={isQuiet(rewards, ["income", "claimed"]) ? "No revenue in this time." : null}
        >
          <BarChart
            {...BARS}
            h={HEIGHT}
            dataKey="at"
            data={rewards.map((p) => ({ at: at(p.time), Income: drawn(p.income, decimals), Claimed: drawn(p.claimed, decimals) }))}
            series={["Income", "Claimed"].map((name, i) => ({ name, color: COLOURS[i]! }))}
          />
        </ChartCard>
        <Card component="section" aria-label="The treasury">
          <Title order={3} size="h4">
            Treasury
          </Title>
          <Text size="sm" c="dimmed" mb="sm">
            What governance can spend now, at <Address value={treasury.address} />.
          </Text>
          <ValueTable
            label="What the treasury holds"
            columns={["Asset", "Holds"]}
            rows={treasury.assets.map(({ asset, balance }) => {
              if (asset === address) return [symbol, formatAmount(balance, decimals)];
              if (asset === zeroAddress) return ["Native coin", formatAmount(balance)];
              return [<Address key="asset" value={asset} />, `${balance} of its smallest unit`];
            })}
          />
        </Card>
      </SimpleGrid>
    </Stack>
  );
}

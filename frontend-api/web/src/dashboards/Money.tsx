import { SimpleGrid, Text } from "@mantine/core";
import { isAddressEqual } from "viem";
import type { SeriesRevenuePoint, SeriesTreasuryPoint, TreasuryOut } from "../api/generated";
import { useToken } from "../chain/contracts";
import { AssetAmount } from "../ui/AssetAmount";
import { Address } from "../ui/Bits";
import { Panel, Section } from "../ui/Section";
import { FieldsCard } from "./FieldsCard";
import { amount } from "./series";

interface MoneyProps {
  revenue: SeriesRevenuePoint;
  treasury: SeriesTreasuryPoint;
  now: TreasuryOut;
}

/** The treasury, and what personas' vaults took in and paid out. */
export function Money({ revenue, treasury, now }: MoneyProps) {
  const { decimals, symbol, address } = useToken();
  return (
    <Section title="Treasury and revenue">
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Panel
          title="Now in the treasury"
          order={3}
          hint={
            <>
              Held at <Address value={now.address} />. Governance spends it.
            </>
          }
        >
          {now.assets.map(({ asset, balance }) => (
            <Text key={asset} size="lg">
              <AssetAmount asset={asset} amount={balance} />
            </Text>
          ))}
        </Panel>
        <FieldsCard
          title={`Treasury, ${symbol}`}
          hint="What it had at the end."
          series={treasury}
          fields={{ Held: (point) => amount(point.balance, decimals) }}
          as="steps"
          empty="It had nothing in this time."
        />
        <FieldsCard
          title={`To and from the treasury, ${symbol}`}
          hint="Penalties, and what else came in; and what governance spent."
          series={treasury}
          fields={{ Received: (point) => amount(point.received, decimals), Spent: (point) => amount(point.spent, decimals) }}
        />
        <FieldsCard
          title={`Revenue of the vaults, ${symbol}`}
          hint="What came in for personas, and what holders of contributions claimed."
          series={{ ...revenue, items: revenue.items.filter((point) => isAddressEqual(point.asset, address)) }}
          fields={{ Income: (point) => amount(point.income, decimals), Claimed: (point) => amount(point.claimed, decimals) }}
          empty="No revenue in this time."
        />
      </SimpleGrid>
    </Section>
  );
}

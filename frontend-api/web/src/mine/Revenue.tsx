import { Anchor, Card, Group, Stack, Table, Text, Title, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { RevenueOut } from "../api/generated";
import { holderRevenueOptions } from "../api/generated/@tanstack/react-query.gen";
import type { Hex } from "../api/types";
import { revenueFactoryAbi } from "../chain/abi/RevenueFactory";
import { useContract } from "../chain/contracts";
import { personaName, plural } from "../lib/format";
import { call, type Transaction } from "../tx/call";
import { TransactionButton } from "../tx/TransactionButton";
import { AssetAmount } from "../ui/AssetAmount";
import { Asked } from "../ui/Notice";
import { claimsOf, MOST_AT_ONCE, totalsOf } from "./claims";

const REFETCH_MS = 15_000;
type Claims = RevenueOut["claims"];

/** What can be claimed, by vault, and all of it with one transaction. */
export function Revenue({ address }: { address: Hex }) {
  const revenue = useQuery({ ...holderRevenueOptions({ path: { address } }), refetchInterval: REFETCH_MS });
  return (
    <Stack component="section" aria-labelledby="revenue">
      <Title order={2} id="revenue">
        Revenue
      </Title>
      <Asked query={revenue} what="your revenue">
        {(found) => <Earned revenue={found} />}
      </Asked>
    </Stack>
  );
}

function Earned({ revenue: { claims, vaults, totals } }: { revenue: RevenueOut }) {
  const claimed = totals.filter((total) => total.claimed !== "0");
  return (
    <Card>
      <Stack>
        {claims.length ? (
          <>
            <Group justify="space-between">
              <Amounts label="You can claim" amounts={totalsOf(claims)} />
              <ClaimButton claims={claims} title="Claim all" />
            </Group>
            {claims.length > MOST_AT_ONCE && (
              <Text size="sm">One transaction claims the {MOST_AT_ONCE} largest. Claim again for the rest.</Text>
            )}
          </>
        ) : (
          <Text>There is nothing to claim now. What a persona wins, and its tips, are shared as soon as they come in.</Text>
        )}
        {claimed.length > 0 && <Amounts label="Claimed so far" amounts={claimed.map((total) => [total.asset, total.claimed])} />}
        {vaults.length > 0 && <ByVault vaults={vaults} claims={claims} />}
      </Stack>
    </Card>
  );
}

function Amounts({ label, amounts }: { label: string; amounts: readonly (readonly [Hex, bigint | string])[] }) {
  return (
    <Text>
      {label}:{" "}
      {amounts.map(([asset, amount], place) => (
        <Text span key={asset} fw={650}>
          {place > 0 && ", "}
          <AssetAmount asset={asset} amount={amount} />
        </Text>
      ))}
    </Text>
  );
}

function ByVault({ vaults, claims }: Pick<RevenueOut, "vaults" | "claims">) {
  return (
    <Table.ScrollContainer minWidth={460}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Vault of</Table.Th>
            <Table.Th>Your contributions</Table.Th>
            <Table.Th>To claim</Table.Th>
            <Table.Th>
              <VisuallyHidden>Claim</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {vaults.map((vault) => {
            const name = personaName(vault);
            const due = claims.filter((claim) => claim.persona_id === vault.persona_id);
            return (
              <Table.Tr key={vault.persona_id}>
                <Table.Td>
                  <Anchor component={Link} to={`/persona/${vault.persona_id}`}>
                    {name}
                  </Anchor>
                </Table.Td>
                <Table.Td>{vault.contributions}</Table.Td>
                <Table.Td>
                  {vault.earnings.map(({ asset, claimable }) => (
                    <div key={asset}>
                      <AssetAmount asset={asset} amount={claimable} />
                    </div>
                  ))}
                </Table.Td>
                <Table.Td>{due.length > 0 && <ClaimButton claims={due} title={`Claim from ${name}`} small />}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function ClaimButton({ claims, title, small = false }: { claims: Claims; title: string; small?: boolean }) {
  const factory = useContract("RevenueFactory", revenueFactoryAbi);
  const taken = claims.slice(0, MOST_AT_ONCE);
  const transaction: Transaction = {
    title,
    does: `Pays you what ${plural(new Set(taken.map((claim) => claim.token_id)).size, "contribution")} earned. It may be a little more by then: what came in meanwhile is shared first.`,
    facts: totalsOf(taken).map(([asset, amount]) => ["You get", <AssetAmount asset={asset} amount={amount} />] as const),
    call: call({ ...factory, functionName: "claimMany", args: [claimsOf(taken)] }),
  };
  return <TransactionButton transaction={transaction} {...(small && { size: "xs", variant: "default" })} />;
}

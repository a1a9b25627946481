import { Card, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { RevenueOut } from "../api/generated";
import { holderRevenueOptions } from "../api/generated/@tanstack/react-query.gen";
import type { Hex } from "../api/types";
import { revenueFactoryAbi } from "../chain/abi/RevenueFactory";
import { useContract } from "../chain/contracts";
import { personaName, plural } from "../lib/format";
import { call, type Transaction } from "../tx/call";
import { TransactionButton } from "../tx/TransactionButton";
import { AssetAmount, Earnings } from "../ui/AssetAmount";
import { DataTable } from "../ui/DataTable";
import { PersonaLink } from "../ui/Links";
import { Asked } from "../ui/Notice";
import { Section } from "../ui/Section";
import { claimsOf, MOST_AT_ONCE, totalsOf } from "./claims";

const REFETCH_MS = 15_000;
type Claims = RevenueOut["claims"];
type Vault = RevenueOut["vaults"][number];

/** What can be claimed, by vault, and all of it with one transaction. */
export function Revenue({ address }: { address: Hex }) {
  const revenue = useQuery({ ...holderRevenueOptions({ path: { address } }), refetchInterval: REFETCH_MS });
  return (
    <Section title="Revenue">
      <Asked query={revenue} what="your revenue">
        {(found) => <Earned revenue={found} />}
      </Asked>
    </Section>
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
        <ByVault vaults={vaults} claims={claims} />
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
  const dueOf = (vault: Vault) => claims.filter((claim) => claim.persona_id === vault.persona_id);
  return (
    <DataTable
      label="Revenue by vault"
      rows={vaults}
      keyOf={(vault) => vault.persona_id}
      empty="You share in no vault yet."
      columns={[
        { head: "Vault of", cell: (vault) => <PersonaLink persona={vault} /> },
        { head: "Your contributions", number: true, cell: (vault) => vault.contributions },
        { head: "To claim", number: true, cell: (vault) => <Earnings earnings={vault.earnings} /> },
        {
          head: "Claim",
          headHidden: true,
          cell: (vault) => dueOf(vault).length > 0 && <ClaimButton claims={dueOf(vault)} title={`Claim from ${personaName(vault)}`} small />,
        },
      ]}
    />
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

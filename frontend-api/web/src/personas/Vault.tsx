import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { VaultDetail } from "../api/generated";
import { vaultGetOptions } from "../api/generated/@tanstack/react-query.gen";
import type { PersonaDetail } from "../api/types";
import { formatShare, formatTime } from "../lib/format";
import { AssetAmount, Earnings, useAssets } from "../ui/AssetAmount";
import { Address, TxHash } from "../ui/Bits";
import { DataTable } from "../ui/DataTable";
import { Asked } from "../ui/Notice";
import { Section } from "../ui/Section";
import { nameOf } from "./cast";
import { Tip } from "./Tip";

const REFETCH_MS = 15_000;

interface VaultProps {
  persona: PersonaDetail;
  /** Whether the visitor came here to tip. */
  tipping: boolean;
}

/** What a persona earned, who shares in it, and how to add to it. */
export function Vault({ persona, tipping }: VaultProps) {
  const vault = useQuery({ ...vaultGetOptions({ path: { persona_id: persona.id } }), refetchInterval: REFETCH_MS });
  return (
    <Asked query={vault} what="the vault">
      {(found) => (
        <Stack gap="xl">
          <Income vault={found} name={nameOf(persona)} />
          {found.weight === "0" ? (
            <Text c="dimmed">Nobody shares in it yet, so it takes no tips. It opens when governance activates the persona.</Text>
          ) : (
            <Tip vault={found} name={nameOf(persona)} focused={tipping} />
          )}
          <Holders vault={found} />
          <Deposits vault={found} />
        </Stack>
      )}
    </Asked>
  );
}

function Income({ vault, name }: { vault: VaultDetail; name: string }) {
  const assetOf = useAssets();
  return (
    <Section title="Vault">
      <Text>
        All that {name} earns goes to its vault <Address value={vault.address} />, which shares it by weight among those who hold
        its contributions.
      </Text>
      <DataTable
        framed
        label="What the vault has of each asset"
        rows={vault.assets}
        keyOf={({ asset }) => asset}
        empty="Nothing came in yet."
        columns={[
          { head: "Asset", cell: ({ asset }) => assetOf(asset).symbol },
          { head: "Came in", number: true, cell: ({ asset, received }) => <AssetAmount asset={asset} amount={received} /> },
          { head: "Claimed", number: true, cell: ({ asset, claimed }) => <AssetAmount asset={asset} amount={claimed} /> },
          { head: "In the vault", number: true, cell: ({ asset, held }) => <AssetAmount asset={asset} amount={held} /> },
        ]}
      />
    </Section>
  );
}

function Holders({ vault }: { vault: VaultDetail }) {
  const share = (weight: string) => formatShare(Number((BigInt(weight) * 10_000n) / BigInt(vault.weight)));
  return (
    <Section title="Who shares in it">
      <DataTable
        framed
        label="Each holder"
        rows={vault.holders}
        keyOf={(one) => one.holder}
        empty="Nobody yet: it has no accepted contribution."
        columns={[
          { head: "Holder", cell: (one) => <Address value={one.holder} /> },
          { head: "Contributions", number: true, cell: (one) => one.contributions },
          { head: "Share", number: true, cell: (one) => (vault.weight === "0" ? "–" : share(one.weight)) },
          { head: "Can be claimed", number: true, cell: (one) => <Earnings earnings={one.earnings} /> },
        ]}
      />
    </Section>
  );
}

function Deposits({ vault }: { vault: VaultDetail }) {
  return (
    <Section title="What came in">
      <DataTable
        framed
        label="Each prize and payment"
        rows={vault.deposits}
        keyOf={(_, place) => place}
        empty="Nothing yet. Prizes of rounds and tips come here."
        columns={[
          { head: "What", cell: (one) => (one.kind === "prize" ? "prize of a round" : "payment") },
          { head: "Amount", number: true, cell: (one) => <AssetAmount asset={one.asset} amount={one.amount} /> },
          { head: "When", cell: (one) => formatTime(one.time) },
          { head: "Transaction", cell: (one) => <TxHash value={one.tx} /> },
        ]}
      />
    </Section>
  );
}

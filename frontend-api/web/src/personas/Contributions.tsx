import type { Contribution } from "../api/types";
import { Given } from "../contribute/Given";
import { fateOf } from "../lib/contribution";
import { Address, Digest } from "../ui/Bits";
import { DataTable } from "../ui/DataTable";
import { Section } from "../ui/Section";

/** What a persona was given, by whom, and what became of it. */
export function Contributions({ contributions }: { contributions: readonly Contribution[] }) {
  return (
    <Section title="Contributions">
      <DataTable
        framed
        label="What it was given"
        rows={contributions}
        keyOf={(one) => one.token_id}
        empty="None yet."
        columns={[
          { head: "Contribution", cell: (one) => `#${one.token_id} ${one.kind}` },
          { head: "Pinned as", cell: (one) => <Digest value={one.digest} /> },
          { head: "Given by", cell: (one) => <Address value={one.contributor} /> },
          { head: "What became of it", cell: fateOf },
          { head: "What it holds", cell: (one) => <Given contribution={one} /> },
        ]}
      />
    </Section>
  );
}

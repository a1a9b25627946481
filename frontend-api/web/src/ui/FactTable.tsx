import { Table } from "@mantine/core";
import type { ReactNode } from "react";

/** What something is called, and what it is. */
export type NamedFact = readonly [label: string, value: ReactNode];

/** A fact in each row. */
export function FactTable({ label, facts }: { label: string; facts: readonly NamedFact[] }) {
  return (
    <Table variant="vertical" withTableBorder layout="fixed" aria-label={label} style={{ overflowWrap: "anywhere" }}>
      <Table.Tbody>
        {facts.map(([name, value], place) => (
          <Table.Tr key={place}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

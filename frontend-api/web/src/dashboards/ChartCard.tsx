import { Box, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { OnceSeen } from "../ui/OnceSeen";
import { type Column, DataTable } from "../ui/DataTable";
import { Panel } from "../ui/Section";
import { HEIGHT } from "./Drawing";

interface ChartCardProps<T> {
  title: string;
  /** One sentence that says what is seen. */
  hint: string;
  /** The exact values, of a point or bar in each row. */
  columns: readonly Column<T>[];
  rows: readonly T[];
  /** What is said where there is nothing to draw. */
  empty: string;
  children: ReactNode;
}

/** A chart with a table of its exact values; the drawing is hidden from screen readers, the table is not. */
export function ChartCard<T>({ title, hint, columns, rows, empty, children }: ChartCardProps<T>) {
  return (
    <Panel title={title} hint={hint} order={3}>
      {rows.length ? (
        <>
          <Box aria-hidden>
            <OnceSeen height={HEIGHT}>{children}</OnceSeen>
          </Box>
          <details>
            <summary>Exact values</summary>
            <DataTable label={`${title}: exact values`} columns={columns} rows={rows} keyOf={(_, place) => place} empty={empty} />
          </details>
        </>
      ) : (
        <Text c="dimmed">{empty}</Text>
      )}
    </Panel>
  );
}

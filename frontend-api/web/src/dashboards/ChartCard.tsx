import { Box, Card, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { type Column, DataTable } from "../ui/DataTable";

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
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id}>
      <Stack gap="sm">
        <div>
          <Title order={3} size="h4" id={id}>
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        </div>
        {rows.length ? (
          <>
            <Box aria-hidden>{children}</Box>
            <details>
              <summary>Exact values</summary>
              <DataTable label={`${title}: exact values`} columns={columns} rows={rows} keyOf={(_, place) => place} empty={empty} />
            </details>
          </>
        ) : (
          <Text c="dimmed">{empty}</Text>
        )}
      </Stack>
    </Card>
  );
}

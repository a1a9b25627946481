import { Box, Card, Group, Stack, Table, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

interface ChartCardProps {
  title: string;
  /** One sentence that says what is seen. */
  hint: string;
  /** The exact values: a heading per column, and the rows. */
  columns: string[];
  rows: (string | number)[][];
  /** What is said instead where there is nothing to draw. */
  empty: string | null;
  children: ReactNode;
}

/** A chart with a table of its exact values; the drawing is hidden from screen readers, the table is not. */
export function ChartCard({ title, hint, columns, rows, empty, children }: ChartCardProps) {
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
        {empty ? (
          <Text c="dimmed">{empty}</Text>
        ) : (
          <>
            <Box aria-hidden>{children}</Box>
            <details>
              <summary>Exact values</summary>
              <ValueTable label={`${title}: exact values`} columns={columns} rows={rows} />
            </details>
          </>
        )}
      </Stack>
    </Card>
  );
}

interface ValueTableProps {
  label: string;
  columns: string[];
  rows: ReactNode[][];
}

/** A table whose first column names the row; wide ones scroll by themselves. */
export function ValueTable({ label, columns, rows }: ValueTableProps) {
  return (
    <Table.ScrollContainer minWidth={columns.length * 90} type="native" tabIndex={0} role="region" aria-label={label}>
      <Table striped verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column} scope="col">
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([first, ...rest], index) => (
            <Table.Tr key={index}>
              <Table.Th scope="row" fw={500}>
                {first}
              </Table.Th>
              {rest.map((value, place) => (
                <Table.Td key={place}>{value}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** A heading with what it leads to beside it. */
export function SectionTitle({ children, aside }: { children: string; aside?: ReactNode }) {
  return (
    <Group justify="space-between">
      <Title order={2}>{children}</Title>
      {aside}
    </Group>
  );
}

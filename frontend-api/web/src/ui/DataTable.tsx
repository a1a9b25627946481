import { Card, Table, Text, VisuallyHidden } from "@mantine/core";
import type { Key, ReactNode } from "react";
import classes from "./table.module.css";

export interface Column<T> {
  head: string;
  cell: (row: T) => ReactNode;
  /** Numbers stand at the right, digit under digit. */
  number?: boolean;
  /** Of a column that speaks for itself, such as one of buttons. */
  headHidden?: boolean;
}

interface DataTableProps<T> {
  /** What the table is of, for who does not see what stands around it. */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  /** Tells the rows apart. */
  keyOf: (row: T, place: number) => Key;
  /** What is said where there are no rows. */
  empty: string;
  /** Whether it lies on a card of its own. */
  framed?: boolean;
  /** Rows that stand out. */
  isMarked?: (row: T) => boolean;
}

const COLUMN_WIDTH = 88;
const side = (number = false) => (number ? "right" : "left");

/** A table whose first column names its rows; one that is wider than its place scrolls inside itself. */
export function DataTable<T>({ label, columns, rows, keyOf, empty, framed = false, isMarked }: DataTableProps<T>) {
  if (!rows.length) return <Text c="dimmed">{empty}</Text>;
  const table = (
    <Table.ScrollContainer minWidth={columns.length * COLUMN_WIDTH} type="native" tabIndex={0} role="group" aria-label={label}>
      <Table aria-label={label} className={classes.table} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ head, number, headHidden }) => (
              <Table.Th key={head} scope="col" ta={side(number)}>
                {headHidden ? <VisuallyHidden>{head}</VisuallyHidden> : head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, place) => (
            <Table.Tr key={keyOf(row, place)} className={isMarked?.(row) ? classes.marked : ""}>
              {columns.map(({ head, cell, number }, at) =>
                at === 0 ? (
                  <Table.Th key={head} scope="row" ta={side(number)}>
                    {cell(row)}
                  </Table.Th>
                ) : (
                  <Table.Td key={head} ta={side(number)}>
                    {cell(row)}
                  </Table.Td>
                ),
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
  return framed ? <Card padding={0}>{table}</Card> : table;
}

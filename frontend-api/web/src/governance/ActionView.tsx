import { Card, Code, Stack, Text } from "@mantine/core";
import type { ActionOut } from "../api/generated";
import { Address } from "../ui/Bits";
import { DataTable } from "../ui/DataTable";
import { Notice } from "../ui/Notice";

/** What one call of a proposal does: in a sentence, as a table of what changes, and as it is on chain. */
export function ActionView({ action, number }: { action: ActionOut; number: number }) {
  return (
    <Card>
      <Stack gap="sm" style={{ overflowWrap: "anywhere" }}>
        <Text fw={600}>
          {number}. {action.sentence}
        </Text>
        {action.warning && <Notice tone="warn">{action.warning}</Notice>}
        {action.changes.length > 0 && (
          <DataTable
            label="What it changes"
            rows={action.changes}
            keyOf={(change) => change.what}
            empty="Nothing."
            columns={[
              { head: "What", cell: (change) => change.what },
              { head: "From", number: true, cell: (change) => change.before ?? "–" },
              { head: "To", number: true, cell: (change) => <strong>{change.after}</strong> },
            ]}
          />
        )}
        <details>
          <summary>The call itself</summary>
          <Stack gap="xs" mt="xs">
            <Text size="sm" component="div">
              {action.contract ? `${action.contract}${action.function ? `.${action.function}` : ""}` : "No contract of Troupe"} at{" "}
              <Address value={action.target} />
            </Text>
            {action.value !== "0" && <Text size="sm">with {action.value} wei of the network’s coin</Text>}
            {action.arguments.map(({ name, type, value }) => (
              <Text key={name} size="sm" component="div">
                {name} <Text span c="dimmed">({type})</Text>: <Code>{JSON.stringify(value)}</Code>
              </Text>
            ))}
            <Code block mah={160} tabIndex={0}>
              {action.data}
              {action.data.length < 2 + 2 * action.length && `… (${action.length} bytes)`}
            </Code>
          </Stack>
        </details>
      </Stack>
    </Card>
  );
}

import { Group, List, SimpleGrid, Text } from "@mantine/core";
import type { PerformanceOut } from "../api/generated";
import { Section } from "../ui/Section";
import { reasonsOf, type Said } from "./reasons";

/** What about the post and its author moves the prediction most; nothing where no predictor says it. */
export function Reasons({ found: { reasons, data } }: { found: Pick<PerformanceOut, "reasons" | "data"> }) {
  const { lifts, lowers } = reasonsOf(reasons);
  if (!lifts.length && !lowers.length) return null;
  return (
    <Section title="Why" size="h3">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Side title="What lifts it" said={lifts} />
        <Side title="What lowers it" said={lowers} />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        Of the expected interactions, against the average post that the predictor learnt from
        {data === "own" ? "." : ", all of them of a synthetic world: it says nothing of real readers."}
      </Text>
    </Section>
  );
}

function Side({ title, said }: { title: string; said: readonly Said[] }) {
  return (
    <div>
      <Text fw={600} mb={4}>
        {title}
      </Text>
      {said.length === 0 && <Text size="sm">Nothing much.</Text>}
      <List size="sm" listStyleType="none">
        {said.map(({ what, by }) => (
          <List.Item key={what} styles={{ itemWrapper: { width: "100%" }, itemLabel: { width: "100%" } }}>
            <Group justify="space-between" wrap="nowrap" gap="sm">
              <span>{what}</span>
              <Text span size="sm" fw={600} style={{ fontVariantNumeric: "tabular-nums" }}>
                {by}
              </Text>
            </Group>
          </List.Item>
        ))}
      </List>
    </div>
  );
}

import { Button, Card, Group, Progress, Stack, Table, Text, Title } from "@mantine/core";
import type { LearntOut, VariantOut } from "../api/generated";
import { Asked, Empty } from "../ui/Notice";
import { KeptPosts } from "./KeptPosts";
import { useLearnt } from "./useFeedback";

const percent = (share: number): string => `${Math.round(100 * share)}%`;
const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? "" : "s"}`;

const NAMES: Record<string, string> = {
  static: "The card as it is",
  hook: "A short first sentence",
  example: "With an example",
  question: "A question at the end",
  plain: "Plain words",
};

/** A table for each persona that wrote for the account. */
export default function LearntTables() {
  const learnt = useLearnt();
  return (
    <Asked query={learnt} what="what was learnt">
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (!items.length) return <Empty>Nothing yet. Let personas write above, and give their drafts a thumb up or down.</Empty>;
        return (
          <Stack>
            <Text size="sm" c="dimmed">
              Each persona is instructed in one of these ways for each draft: more often in one that earned you more, and now and then in
              one that is little tried. This is learnt from your drafts alone, which are kept in your account while you are signed in.
            </Text>
            {items.map((each) => (
              <Persona key={each.persona} learnt={each} />
            ))}
            {learnt.hasNextPage && (
              <Button variant="default" w="fit-content" loading={learnt.isFetchingNextPage} onClick={() => void learnt.fetchNextPage()}>
                More personas
              </Button>
            )}
            <KeptPosts />
          </Stack>
        );
      }}
    </Asked>
  );
}

function Persona({ learnt }: { learnt: LearntOut }) {
  const instructed = learnt.variants.some((each) => each.drafts > 0);
  return (
    <Card component="article" aria-label={learnt.persona}>
      <Group justify="space-between" mb="xs">
        <Title order={3} size="h4" style={{ overflowWrap: "anywhere" }}>
          {learnt.persona}
        </Title>
        <Text size="sm" c="dimmed">
          {count(learnt.drafts, "draft")}, {count(learnt.outcomes, "outcome")}
        </Text>
      </Group>
      {instructed ? (
        <Variants variants={learnt.variants} />
      ) : (
        <Text size="sm">
          All of its drafts are by the built-in writer, which takes no instructions: your thumbs on them are kept, and teach nothing. Those
          on a language model’s drafts do.
        </Text>
      )}
    </Card>
  );
}

function Variants({ variants }: { variants: VariantOut[] }) {
  return (
    <Stack gap="xs">
      <Table.ScrollContainer minWidth={460}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Instructed</Table.Th>
              <Table.Th ta="right">Drafts</Table.Th>
              <Table.Th ta="right">Outcomes</Table.Th>
              <Table.Th ta="right">Earned</Table.Th>
              <Table.Th>Chance to be the best</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {variants.map((each) => (
              <Table.Tr key={each.variant}>
                <Table.Th title={each.instruction || undefined}>{NAMES[each.variant] ?? each.variant}</Table.Th>
                <Table.Td ta="right">{each.drafts}</Table.Td>
                <Table.Td ta="right">{each.outcomes}</Table.Td>
                <Table.Td ta="right">
                  {each.outcomes ? `${percent(each.mean)} (${percent(each.low)} to ${percent(each.high)})` : "not known"}
                </Table.Td>
                <Table.Td>
                  <Group gap="xs" wrap="nowrap">
                    <Progress value={100 * each.best} w={80} aria-hidden="true" />
                    {percent(each.best)}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed">
        What it earned: a thumb up is 100%, one down 0%, readers’ counts the share of the persona’s earlier posts that did less. In
        brackets: where it lies with a chance of 90%.
      </Text>
    </Stack>
  );
}

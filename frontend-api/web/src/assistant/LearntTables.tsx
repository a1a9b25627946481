import { Box, Button, Card, Group, Progress, Stack, Text, Title } from "@mantine/core";
import type { LearntOut, VariantOut } from "../api/generated";
import { plural } from "../lib/format";
import { DataTable } from "../ui/DataTable";
import { Asked, Empty } from "../ui/Notice";
import { KeptPosts } from "./KeptPosts";
import { useLearnt } from "./useFeedback";

const percent = (share: number): string => `${Math.round(100 * share)}%`;

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
          {plural(learnt.drafts, "draft")}, {plural(learnt.outcomes, "outcome")}
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
      <DataTable
        label="Ways to instruct it"
        rows={variants}
        keyOf={({ variant }) => variant}
        empty="None yet."
        columns={[
          { head: "Instructed", cell: (each) => <Instruction variant={each} /> },
          { head: "Drafts", number: true, cell: ({ drafts }) => drafts },
          { head: "Outcomes", number: true, cell: ({ outcomes }) => outcomes },
          {
            head: "Earned",
            number: true,
            cell: ({ outcomes, mean, low, high }) => (outcomes ? `${percent(mean)} (${percent(low)} to ${percent(high)})` : "not known"),
          },
          { head: "Chance to be the best", cell: ({ best }) => <Chance share={best} /> },
        ]}
      />
      <Text size="sm" c="dimmed">
        What it earned: a thumb up is 100%, one down 0%, readers’ counts the share of the persona’s earlier posts that did less. In
        brackets: where it lies with a chance of 90%.
      </Text>
    </Stack>
  );
}

/** Its name, and the line that the persona is told. */
function Instruction({ variant: { variant, instruction } }: { variant: VariantOut }) {
  return (
    <Box miw={200}>
      {NAMES[variant] ?? variant}
      {instruction && (
        <Text size="xs" c="dimmed">
          “{instruction}”
        </Text>
      )}
    </Box>
  );
}

function Chance({ share }: { share: number }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Progress value={100 * share} w={80} aria-hidden="true" />
      {percent(share)}
    </Group>
  );
}

import { Card, Group, Stack, Text, Title } from "@mantine/core";
import { formatShare } from "../lib/format";
import { Address, Amount } from "../ui/Bits";
import { Asked } from "../ui/Notice";
import { useVoters } from "./queries";

/** Who decides the most, so that one can choose whom to delegate to. */
export function VotersPanel() {
  const voters = useVoters();
  return (
    <Card component="section" aria-label="Who has the most votes">
      <Stack gap="xs">
        <Title order={2} size="h4">
          Who has the most votes
        </Title>
        <Asked query={voters} what="the voters">
          {({ items }) =>
            items.length ? (
              items.map((voter) => (
                <Group key={voter.address} justify="space-between" gap="xs">
                  <Text size="sm" component="div">
                    {voter.contract ?? <Address value={voter.address} />}
                  </Text>
                  <Text size="sm" component="div">
                    <Amount wei={voter.votes} /> <Text span c="dimmed">({formatShare(voter.share)})</Text>
                  </Text>
                </Group>
              ))
            ) : (
              <Text c="dimmed">Nobody has votes yet: holders have to delegate first.</Text>
            )
          }
        </Asked>
      </Stack>
    </Card>
  );
}

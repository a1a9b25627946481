import { Group, Text } from "@mantine/core";
import { formatShare } from "../lib/format";
import { Address, Amount } from "../ui/Bits";
import { Asked } from "../ui/Notice";
import { Panel } from "../ui/Section";
import { useVoters } from "./queries";

/** Who decides the most, so that one can choose whom to delegate to. */
export function VotersPanel() {
  const voters = useVoters();
  return (
    <Panel title="Who has the most votes">
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
    </Panel>
  );
}

import { Button, Card, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useVotes } from "../api/queries";
import type { Entry } from "../api/types";
import { formatTime, personaName } from "../lib/format";
import { Address, Amount, TxHash } from "../ui/Bits";
import { Asked } from "../ui/Notice";

/** The community's votes, one row each. */
export function Votes({ roundId, entries }: { roundId: number; entries: Entry[] }) {
  const votes = useVotes(roundId);
  const nameOf = (index: number) => {
    const entry = entries.find((one) => one.index === index);
    return entry ? personaName(entry) : `entry ${index}`;
  };
  return (
    <Stack component="section" aria-labelledby="votes">
      <Title order={2} id="votes">
        Community votes
      </Title>
      <Asked query={votes} what="the votes">
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (!items.length) return <Text c="dimmed">Nobody has voted.</Text>;
          return (
            <Card padding={0}>
              <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: "region", "aria-label": "Votes" } }}>
                <Table verticalSpacing="sm" horizontalSpacing="md">
                  <Table.Thead>
                    <Table.Tr>
                      {["Holder", "Entry", "Weight", "When", "Transaction"].map((label) => (
                        <Table.Th key={label} scope="col">
                          {label}
                        </Table.Th>
                      ))}
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {items.map((vote) => (
                      <Table.Tr key={vote.voter}>
                        <Table.Td>
                          <Address value={vote.voter} />
                        </Table.Td>
                        <Table.Td fw={600}>{nameOf(vote.entry)}</Table.Td>
                        <Table.Td>
                          <Amount wei={vote.weight} />
                        </Table.Td>
                        <Table.Td>{formatTime(vote.time)}</Table.Td>
                        <Table.Td>
                          <TxHash value={vote.tx} />
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            </Card>
          );
        }}
      </Asked>
      {votes.hasNextPage && (
        <Group>
          <Button variant="default" loading={votes.isFetchingNextPage} onClick={() => void votes.fetchNextPage()}>
            Show more votes
          </Button>
        </Group>
      )}
    </Stack>
  );
}

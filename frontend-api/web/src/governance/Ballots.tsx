import { Badge, Button, Card, Group, Text } from "@mantine/core";
import { formatTime } from "../lib/format";
import { Address, Amount, TxHash } from "../ui/Bits";
import { Asked } from "../ui/Notice";
import { Section } from "../ui/Section";
import { useBallots } from "./queries";

const COLOR = { for: "green", against: "curtain", abstain: "gray" };

/** Who voted how, and why. */
export function Ballots({ proposalId }: { proposalId: number }) {
  const ballots = useBallots(proposalId);
  return (
    <Section title="Votes">
      <Asked query={ballots} what="the votes">
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (!items.length) return <Text c="dimmed">Nobody has voted.</Text>;
          return (
            <>
              {items.map((ballot) => (
                <Card key={ballot.voter} padding="sm">
                  <Group gap="sm">
                    <Badge color={COLOR[ballot.support]}>{ballot.support}</Badge>
                    <Address value={ballot.voter} />
                    <Amount wei={ballot.weight} />
                    <Text size="sm" c="dimmed">
                      {formatTime(ballot.time)}
                    </Text>
                    <TxHash value={ballot.tx} />
                  </Group>
                  {ballot.reason && (
                    <Text mt="xs" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                      {ballot.reason}
                    </Text>
                  )}
                </Card>
              ))}
              {ballots.hasNextPage && (
                <Button variant="default" loading={ballots.isFetchingNextPage} onClick={() => void ballots.fetchNextPage()}>
                  Show more
                </Button>
              )}
            </>
          );
        }}
      </Asked>
    </Section>
  );
}

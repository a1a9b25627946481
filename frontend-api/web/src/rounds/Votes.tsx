import { Button, Group } from "@mantine/core";
import { useVotes } from "../api/queries";
import type { Entry } from "../api/types";
import { formatTime, personaName } from "../lib/format";
import { Address, Amount, TxHash } from "../ui/Bits";
import { DataTable } from "../ui/DataTable";
import { Asked } from "../ui/Notice";
import { Section } from "../ui/Section";

/** The community's votes, one row each. */
export function Votes({ roundId, entries }: { roundId: number; entries: Entry[] }) {
  const votes = useVotes(roundId);
  const nameOf = (index: number) => {
    const entry = entries.find((one) => one.index === index);
    return entry ? personaName(entry) : `entry ${index}`;
  };
  return (
    <Section title="Community votes">
      <Asked query={votes} what="the votes">
        {({ pages }) => (
          <DataTable
            framed
            label="Each vote"
            rows={pages.flatMap((page) => page.items)}
            keyOf={(vote) => vote.voter}
            empty="Nobody has voted."
            columns={[
              { head: "Holder", cell: (vote) => <Address value={vote.voter} /> },
              { head: "Entry", cell: (vote) => nameOf(vote.entry) },
              { head: "Weight", number: true, cell: (vote) => <Amount wei={vote.weight} /> },
              { head: "When", cell: (vote) => formatTime(vote.time) },
              { head: "Transaction", cell: (vote) => <TxHash value={vote.tx} /> },
            ]}
          />
        )}
      </Asked>
      {votes.hasNextPage && (
        <Group>
          <Button variant="default" loading={votes.isFetchingNextPage} onClick={() => void votes.fetchNextPage()}>
            Show more votes
          </Button>
        </Group>
      )}
    </Section>
  );
}

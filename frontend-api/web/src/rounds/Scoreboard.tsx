import { Group, Text } from "@mantine/core";
import type { Entry } from "../api/types";
import { formatScore, formatShare, personaName } from "../lib/format";
import { Amount, Avatar } from "../ui/Bits";
import { DataTable } from "../ui/DataTable";
import { Section } from "../ui/Section";

const orDash = (score: number | null) => (score === null ? "–" : formatScore(score));

/** Composite, votes, final score and prize of every entry. */
export function Scoreboard({ entries, provisional }: { entries: Entry[]; provisional: boolean }) {
  return (
    <Section
      title="Scores"
      aside={
        <Text size="sm" c="dimmed">
          {provisional ? "Provisional: operators are still revealing." : "0 to 10,000"}
        </Text>
      }
    >
      <DataTable
        framed
        label="Scores of the entries"
        rows={entries}
        keyOf={(entry) => entry.index}
        isMarked={(entry) => entry.rank === 1}
        empty="No entries came in."
        columns={[
          { head: "Persona", cell: (entry) => <Competitor entry={entry} /> },
          { head: "Composite", number: true, cell: (entry) => (entry.disqualified ? "disqualified" : orDash(entry.composite)) },
          { head: "Votes", number: true, cell: (entry) => (entry.votes.count ? formatShare(entry.votes.share) : "–") },
          { head: "Final", number: true, cell: (entry) => orDash(entry.final_score) },
          { head: "Prize", number: true, cell: (entry) => (entry.prize ? <Amount wei={entry.prize} /> : "–") },
        ]}
      />
    </Section>
  );
}

function Competitor({ entry }: { entry: Entry }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Text span c="dimmed" w="1ch">
        {entry.rank ?? ""}
      </Text>
      <Avatar id={entry.persona_id} name={personaName(entry)} size={28} />
      {personaName(entry)}
    </Group>
  );
}

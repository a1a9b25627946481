import { Card, Group, Stack, Table, Text, Title } from "@mantine/core";
import type { Entry } from "../api/types";
import { formatScore, formatShare, personaName } from "../lib/format";
import { Amount, Avatar } from "../ui/Bits";
import classes from "./round.module.css";

const orDash = (score: number | null) => (score === null ? "–" : formatScore(score));

/** Composite, votes, final score and prize of every entry. */
export function Scoreboard({ entries, provisional }: { entries: Entry[]; provisional: boolean }) {
  return (
    <Stack component="section" aria-labelledby="scores">
      <Group justify="space-between">
        <Title order={2} id="scores">
          Scores
        </Title>
        <Text size="sm" c="dimmed">
          {provisional ? "Provisional: operators are still revealing." : "0 to 10,000"}
        </Text>
      </Group>
      <Card padding={0}>
        <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: "region", "aria-label": "Scores of the entries" } }}>
          <Table className={classes.numbers} verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Persona</Table.Th>
                {["Composite", "Votes", "Final", "Prize"].map((label) => (
                  <Table.Th key={label} scope="col" ta="right">
                    {label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {entries.map((entry) => (
                <Row key={entry.index} entry={entry} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Card>
    </Stack>
  );
}

function Row({ entry }: { entry: Entry }) {
  return (
    <Table.Tr className={entry.rank === 1 ? classes.first : ""}>
      <Table.Th scope="row">
        <Group gap="sm" wrap="nowrap">
          <Text span c="dimmed" w="1ch">
            {entry.rank ?? ""}
          </Text>
          <Avatar id={entry.persona_id} name={personaName(entry)} size={28} />
          {personaName(entry)}
        </Group>
      </Table.Th>
      <Table.Td ta="right">{entry.disqualified ? "disqualified" : orDash(entry.composite)}</Table.Td>
      <Table.Td ta="right">{entry.votes.count ? formatShare(entry.votes.share) : "–"}</Table.Td>
      <Table.Td ta="right">{orDash(entry.final_score)}</Table.Td>
      <Table.Td ta="right">{entry.prize ? <Amount wei={entry.prize} /> : "–"}</Table.Td>
    </Table.Tr>
  );
}

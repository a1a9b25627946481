import "@mantine/charts/styles.css";
import { LineChart } from "@mantine/charts";
import { Anchor, Stack, Table, Title } from "@mantine/core";
import { Link } from "wouter";
import type { PersonaDetail } from "../api/types";
import { formatScore } from "../lib/format";
import { Amount } from "../ui/Bits";
import { Empty } from "../ui/Notice";

type Rounds = PersonaDetail["rounds"];

/** How a persona did in its rounds: its final scores over time, and each round. */
export default function Standing({ rounds }: { rounds: Rounds }) {
  if (!rounds.length) return <Empty>It was in no round yet.</Empty>;
  return (
    <Stack component="section" aria-labelledby="rounds">
      <Title order={2} id="rounds">
        Rounds
      </Title>
      <Scores rounds={rounds} />
      <Table.ScrollContainer minWidth={380}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Round</Table.Th>
              <Table.Th>Place</Table.Th>
              <Table.Th>Final score</Table.Th>
              <Table.Th>Prize</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rounds.map((round) => (
              <Table.Tr key={round.round_id}>
                <Table.Td>
                  <Anchor component={Link} to={`/round/${round.round_id}`}>
                    Round {round.round_id}
                  </Anchor>
                </Table.Td>
                <Table.Td>{round.rank ?? round.state}</Table.Td>
                <Table.Td>{round.final_score === null ? "–" : formatScore(round.final_score)}</Table.Td>
                <Table.Td>{round.prize === "0" ? "–" : <Amount wei={round.prize} />}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

/** The scores of settled rounds, oldest first; the table below says the same in words. */
function Scores({ rounds }: { rounds: Rounds }) {
  const data = rounds
    .filter((round) => round.final_score !== null)
    .map((round) => ({ round: `Round ${round.round_id}`, "Final score": round.final_score }))
    .reverse();
  if (data.length < 2) return null;
  return (
    <LineChart
      h={240}
      data={data}
      dataKey="round"
      series={[{ name: "Final score", color: "curtain.6" }]}
      yAxisProps={{ domain: [0, 10_000], width: 56 }}
      valueFormatter={formatScore}
      curveType="linear"
      aria-hidden
    />
  );
}

import "@mantine/charts/styles.layer.css";
import { LineChart } from "@mantine/charts";
import type { PersonaDetail } from "../api/types";
import { formatScore } from "../lib/format";
import { Amount } from "../ui/Bits";
import { DataTable } from "../ui/DataTable";
import { RoundLink } from "../ui/Links";
import { Section } from "../ui/Section";

type Rounds = PersonaDetail["rounds"];

/** How a persona did in its rounds: its final scores over time, and each round. */
export default function Standing({ rounds }: { rounds: Rounds }) {
  return (
    <Section title="Rounds">
      <Scores rounds={rounds} />
      <DataTable
        framed
        label="Each round"
        rows={rounds}
        keyOf={(round) => round.round_id}
        empty="It was in no round yet."
        columns={[
          { head: "Round", cell: (round) => <RoundLink id={round.round_id} /> },
          { head: "Place", cell: (round) => round.rank ?? round.state },
          { head: "Final score", number: true, cell: (round) => (round.final_score === null ? "–" : formatScore(round.final_score)) },
          { head: "Prize", number: true, cell: (round) => (round.prize === "0" ? "–" : <Amount wei={round.prize} />) },
        ]}
      />
    </Section>
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

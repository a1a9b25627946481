import { LineChart } from "@mantine/charts";
import { SimpleGrid, Stack } from "@mantine/core";
import type { SeriesStandingPoint } from "../api/generated";
import { formatScore } from "../lib/format";
import { ChartCard, SectionTitle } from "./ChartCard";
import { bucketName, standingRows } from "./series";
import { COLOURS, HEIGHT, LINES } from "./style";

const NOBODY = "No persona was in a settled round yet.";

interface StandingsProps {
  series: SeriesStandingPoint;
  name: (personaId: number) => string;
}

/** How personas stand against one another over time. */
export function Standings({ series, name }: StandingsProps) {
  const { items, bucket } = series;
  const personas = [...new Set(items.map((p) => p.persona_id))];
  const lines = personas.map((id, i) => ({ name: name(id), color: COLOURS[i % COLOURS.length]! }));
  const judged = items.filter((p) => p.average_final !== null);
  return (
    <Stack component="section">
      <SectionTitle>Personas</SectionTitle>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <ChartCard
          title="Wins"
          hint="All rounds won up to then."
          columns={["From", "Persona", "Rounds", "Wins"]}
          rows={items.map((p) => [bucketName(p.time, bucket), name(p.persona_id), p.rounds, p.wins])}
          empty={items.length ? null : NOBODY}
        >
          <LineChart {...LINES} h={HEIGHT} dataKey="at" series={lines} data={standingRows(items, bucket, name, (p) => p.wins)} withDots={false} curveType="stepAfter" />
        </ChartCard>
        <ChartCard
          title="Final scores"
          hint="The average of the rounds that settled then, of 10,000."
          columns={["From", "Persona", "Average final score"]}
          rows={judged.map((p) => [bucketName(p.time, bucket), name(p.persona_id), formatScore(p.average_final ?? 0)])}
          empty={judged.length ? null : "No round settled in this time."}
        >
          <LineChart {...LINES} h={HEIGHT} dataKey="at" series={lines} data={standingRows(items, bucket, name, (p) => p.average_final)} yAxisProps={{ domain: [0, 10_000] }} />
        </ChartCard>
      </SimpleGrid>
    </Stack>
  );
}

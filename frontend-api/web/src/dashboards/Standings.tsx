import { SimpleGrid } from "@mantine/core";
import type { SeriesStandingPoint, StandingPoint } from "../api/generated";
import { Section } from "../ui/Section";
import { count } from "./series";
import { SubjectsCard } from "./SubjectsCard";

interface StandingsProps {
  series: SeriesStandingPoint;
  name: (personaId: number) => string;
}

/** How personas stand against one another over time. */
export function Standings({ series, name }: StandingsProps) {
  const persona = { series, kind: "Persona", name: (point: StandingPoint) => name(point.persona_id) };
  return (
    <Section title="Personas">
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <SubjectsCard
          {...persona}
          title="Wins"
          hint="All rounds won up to then."
          beside={{ Rounds: (point) => count(point.rounds) }}
          figure={(point) => count(point.wins)}
          as="steps"
          empty="No persona was in a settled round yet."
        />
        <SubjectsCard
          {...persona}
          title="Final scores"
          hint="The average of the rounds that settled then, of 10,000."
          figure={(point) => (point.average_final === null ? null : count(point.average_final))}
          as="lines"
          domain={[0, 10_000]}
          empty="No round settled in this time."
        />
      </SimpleGrid>
    </Section>
  );
}

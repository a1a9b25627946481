import { SimpleGrid } from "@mantine/core";
import type { CriteriaPoint, SeriesCriteriaPoint, SeriesRoundsPoint } from "../api/generated";
import { CRITERIA, type Criterion } from "../api/types";
import { useToken } from "../chain/contracts";
import { CRITERION_LABEL } from "../lib/criteria";
import { Section } from "../ui/Section";
import { FieldsCard } from "./FieldsCard";
import { amount, count } from "./series";

/** What was written and how it was judged: rounds, money, votes, criteria. */
export function Posts({ rounds, criteria }: { rounds: SeriesRoundsPoint; criteria: SeriesCriteriaPoint }) {
  const { decimals, symbol } = useToken();
  const given = (criterion: Criterion) => (point: CriteriaPoint) => (point.averages ? count(point.averages[criterion]) : null);
  return (
    <Section title="Posts and rounds">
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <FieldsCard
          title="Rounds"
          hint="How many were proposed, and how those that ended did."
          series={rounds}
          fields={{
            Proposed: (point) => count(point.rounds),
            Settled: (point) => count(point.settled),
            Expired: (point) => count(point.expired),
            Failed: (point) => count(point.failed),
          }}
        />
        <FieldsCard
          title={`Bounties and prizes, ${symbol}`}
          hint="What proposers put up, and what personas won."
          series={rounds}
          fields={{ Bounties: (point) => amount(point.bounties, decimals), Prizes: (point) => amount(point.prizes, decimals) }}
        />
        <FieldsCard
          title="Taking part"
          hint="The community’s votes, the committee’s score sheets, and contributions."
          series={rounds}
          fields={{
            Votes: (point) => count(point.votes),
            "Sheets asked for": (point) => count(point.asked),
            "Sheets revealed": (point) => count(point.revealed),
            Contributions: (point) => count(point.contributions),
          }}
        />
        <FieldsCard
          title="Criteria"
          hint="What operators gave on average, of 10,000."
          series={criteria}
          fields={Object.fromEntries(CRITERIA.map((criterion) => [CRITERION_LABEL[criterion], given(criterion)]))}
          as="lines"
          domain={[0, 10_000]}
          empty="No score sheet was revealed in this time."
        />
      </SimpleGrid>
    </Section>
  );
}

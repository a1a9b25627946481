import { BarChart, LineChart } from "@mantine/charts";
import { SimpleGrid, Stack } from "@mantine/core";
import type { SeriesCriteriaPoint, SeriesRoundsPoint } from "../api/generated";
import { CRITERIA } from "../api/types";
import { useToken } from "../chain/contracts";
import { formatAmount, formatScore } from "../lib/format";
import { ChartCard, SectionTitle } from "./ChartCard";
import { bucketName, CRITERION_NAMES, criteriaRows, drawn, isQuiet } from "./series";
import { BARS, COLOURS, HEIGHT, LINES } from "./style";

const NOTHING = "Nothing happened in this time.";

/** What was written and how it was judged: rounds, money, votes, criteria. */
export function Posts({ rounds, criteria }: { rounds: SeriesRoundsPoint; criteria: SeriesCriteriaPoint }) {
  const { decimals, symbol } = useToken();
  const { items, bucket } = rounds;
  const at = (time: number) => bucketName(time, bucket);
  const money = (wei: string) => formatAmount(wei, decimals);
  const averages = criteriaRows(criteria.items, criteria.bucket);
  return (
    <Stack component="section">
      <SectionTitle>Posts and rounds</SectionTitle>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <ChartCard
          title="Rounds"
          hint="How many were proposed, and how those that ended did."
          columns={["From", "Proposed", "Settled", "Expired", "Failed"]}
          rows={items.map((p) => [at(p.time), p.rounds, p.settled, p.expired, p.failed])}
          empty={isQuiet(items, ["rounds", "settled", "expired", "failed"]) ? NOTHING : null}
        >
          <BarChart
            {...BARS}
            h={HEIGHT}
            dataKey="at"
            data={items.map((p) => ({ at: at(p.time), Proposed: p.rounds, Settled: p.settled, Expired: p.expired, Failed: p.failed }))}
            series={["Proposed", "Settled", "Expired", "Failed"].map((name, i) => ({ name, color: COLOURS[i]! }))}
          />
        </ChartCard>
        <ChartCard
          title={`Bounties and prizes, ${symbol}`}
          hint="What proposers put up, and what personas won."
          columns={["From", "Bounties", "Prizes"]}
          rows={items.map((p) => [at(p.time), money(p.bounties), money(p.prizes)])}
          empty={isQuiet(items, ["bounties", "prizes"]) ? NOTHING : null}
        >
          <BarChart
            {...BARS}
            h={HEIGHT}
            dataKey="at"
            data={items.map((p) => ({ at: at(p.time), Bounties: drawn(p.bounties, decimals), Prizes: drawn(p.prizes, decimals) }))}
            series={["Bounties", "Prizes"].map((name, i) => ({ name, color: COLOURS[i]! }))}
          />
        </ChartCard>
        <ChartCard
          title="Taking part"
          hint="The community's votes, the committee's score sheets, and contributions."
          columns={["From", "Votes", "Sheets revealed", "Sheets asked for", "Contributions"]}
          rows={items.map((p) => [at(p.time), p.votes, p.revealed, p.asked, p.contributions])}
          empty={isQuiet(items, ["votes", "revealed", "asked", "contributions"]) ? NOTHING : null}
        >
          <BarChart
            {...BARS}
            h={HEIGHT}
            dataKey="at"
            data={items.map((p) => ({ at: at(p.time), Votes: p.votes, "Score sheets": p.revealed, Contributions: p.contributions }))}
            series={["Votes", "Score sheets", "Contributions"].map((name, i) => ({ name, color: COLOURS[i]! }))}
          />
        </ChartCard>
        <ChartCard
          title="Criteria"
          hint="What operators gave on average, of 10,000."
          columns={["From", ...CRITERIA.map((name) => CRITERION_NAMES[name])]}
          rows={averages.map((row) => [row.at, ...CRITERIA.map((name) => formatScore(Number(row[name])))])}
          empty={averages.length ? null : "No score sheet was revealed in this time."}
        >
          <LineChart
            {...LINES}
            h={HEIGHT}
            dataKey="at"
            data={averages}
            series={CRITERIA.map((name, i) => ({ name, label: CRITERION_NAMES[name], color: COLOURS[i]! }))}
            yAxisProps={{ domain: [0, 10_000] }}
          />
        </ChartCard>
      </SimpleGrid>
    </Stack>
  );
}

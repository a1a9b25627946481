import "@mantine/charts/styles.layer.css";
import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { usePersonas } from "../api/queries";
import { Asked } from "../ui/Notice";
import { Page, PageHead } from "../ui/Page";
import { ChartsSkeleton } from "./ChartsSkeleton";
import { Leaders } from "./Leaders";
import { Money } from "./Money";
import { Operators } from "./Operators";
import { Posts } from "./Posts";
import { useDashboards } from "./queries";
import { type Bucket, BUCKETS, distinctNames } from "./series";
import { Standings } from "./Standings";

const LABELS: Record<Bucket, string> = { hour: "By hour", day: "By day", week: "By week" };

/** Figures over time, live, each with its exact values. */
export default function DashboardsPage() {
  const [bucket, setBucket] = useState<Bucket>("day");
  const { rounds, standings, criteria, revenue, operators, treasury, now, leaders } = useDashboards(bucket);
  const names = distinctNames(usePersonas().data?.items ?? []);
  return (
    <Page>
      <PageHead
        title="Dashboards"
        lead={`What the chain says, as it happens: the last 30 ${bucket}s (UTC).`}
        aside={
          <SegmentedControl
            aria-label="How long a point in time is"
            value={bucket}
            onChange={(value) => setBucket(value as Bucket)}
            data={BUCKETS.map((value) => ({ value, label: LABELS[value] }))}
          />
        }
      />
      <Asked query={rounds} what="the rounds over time" loading={<ChartsSkeleton what="the rounds over time" cards={4} />}>
        {(found) => (
          <Asked query={criteria} what="the criteria over time" loading={<ChartsSkeleton what="the criteria over time" cards={4} />}>
            {(judged) => <Posts rounds={found} criteria={judged} />}
          </Asked>
        )}
      </Asked>
      <Asked query={standings} what="the personas over time" loading={<ChartsSkeleton what="the personas over time" cards={2} />}>
        {(series) => <Standings series={series} name={(id) => names.get(id) ?? `Persona ${id}`} />}
      </Asked>
      <Asked query={operators} what="the operators over time" loading={<ChartsSkeleton what="the operators over time" cards={4} />}>
        {(series) => <Operators series={series} />}
      </Asked>
      <Asked query={revenue} what="the revenue over time" loading={<ChartsSkeleton what="the revenue over time" cards={4} />}>
        {(paid) => (
          <Asked query={treasury} what="the treasury over time" loading={<ChartsSkeleton what="the treasury over time" cards={4} />}>
            {(moved) => (
              <Asked query={now} what="the treasury" loading={<ChartsSkeleton what="the treasury" cards={4} />}>
                {(held) => <Money revenue={paid} treasury={moved} now={held} />}
              </Asked>
            )}
          </Asked>
        )}
      </Asked>
      <Asked query={leaders} what="the leaderboards">
        {(boards) => <Leaders boards={boards} />}
      </Asked>
    </Page>
  );
}

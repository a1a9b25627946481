import "@mantine/charts/styles.css";
import { Group, SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { usePersonas } from "../api/queries";
import { Asked } from "../ui/Notice";
import { Page, PageTitle } from "../ui/Page";
import { Leaders } from "./Leaders";
import { Money } from "./Money";
import { Operators } from "./Operators";
import { Posts } from "./Posts";
import { useDashboards } from "./queries";
import { type Bucket, BUCKETS, distinctNames } from "./series";
import { Standings } from "./Standings";

const LABELS: Record<Bucket, string> = { hour: "By the hour", day: "By day", week: "By week" };

/** Figures over time, live, each with its exact values. */
export default function DashboardsPage() {
  const [bucket, setBucket] = useState<Bucket>("day");
  const { rounds, standings, criteria, revenue, operators, treasury, now, leaders } = useDashboards(bucket);
  const names = distinctNames(usePersonas().data?.items ?? []);
  return (
    <Page>
      <Group justify="space-between" align="end">
        <div>
          <PageTitle>Dashboards</PageTitle>
          <Text c="dimmed">What the chain says, as it happens: the last 30 points in time (UTC).</Text>
        </div>
        <SegmentedControl
          aria-label="How long a point in time is"
          value={bucket}
          onChange={(value) => setBucket(value as Bucket)}
          data={BUCKETS.map((value) => ({ value, label: LABELS[value] }))}
        />
      </Group>
      <Asked query={rounds} what="the rounds over time">
        {(found) => (
          <Asked query={criteria} what="the criteria over time">
            {(judged) => <Posts rounds={found} criteria={judged} />}
          </Asked>
        )}
      </Asked>
      <Asked query={standings} what="the personas over time">
        {(series) => <Standings series={series} name={(id) => names.get(id) ?? `Persona ${id}`} />}
      </Asked>
      <Asked query={operators} what="the operators over time">
        {(series) => <Operators series={series} />}
      </Asked>
      <Asked query={revenue} what="the revenue over time">
        {(paid) => (
          <Asked query={treasury} what="the treasury over time">
            {(moved) => (
              <Asked query={now} what="the treasury">
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

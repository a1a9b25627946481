import "@mantine/charts/styles.layer.css";
import { BarChart, LineChart } from "@mantine/charts";
import { Card, Group, NativeSelect, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { AudienceOut, PerformanceOut } from "../api/generated";
import { barsOf, growthOf, intervalsOf } from "./series";

interface PlotsProps {
  audience: AudienceOut;
  performance: PerformanceOut;
}

const HEIGHT = 260;

/** Intervals of what to expect, and the runs of the simulated readers. */
export default function Plots({ audience, performance }: PlotsProps) {
  const kinds = Object.keys(audience.counts);
  const [kind, setKind] = useState("likes");
  const shown = kinds.includes(kind) ? kind : (kinds[0] ?? "");
  const spread = audience.counts[shown];
  return (
    <Stack>
      <Card>
        <Title order={3} size="h4">
          What to expect
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          Predicted {performance.says}. Bars reach from the low to the high end; the darker part ends at what is typical. The scale is
          logarithmic.
        </Text>
        <BarChart
          h={HEIGHT}
          data={intervalsOf(performance)}
          dataKey="name"
          type="stacked"
          orientation="vertical"
          withTooltip={false}
          yAxisProps={{ width: 90 }}
          xAxisProps={{ tickFormatter: (value: number) => Math.round(10 ** value - 1).toLocaleString("en") }}
          series={[
            { name: "start", color: "transparent" },
            { name: "below", color: "curtain.7" },
            { name: "above", color: "curtain.4" },
          ]}
        />
      </Card>
      <Group justify="space-between" align="end">
        <Text size="sm" c="dimmed" maw={560}>
          {audience.says} {audience.runs} runs among {audience.readers.toLocaleString("en")} simulated readers, of whom{" "}
          {audience.followers.toLocaleString("en")} follow you.
        </Text>
        <NativeSelect label="Count" value={shown} onChange={(event) => setKind(event.currentTarget.value)} data={kinds} />
      </Group>
      {spread && (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <Card>
            <Title order={3} size="h4" mb="sm">
              How the runs ended
            </Title>
            <BarChart h={HEIGHT} data={barsOf(spread)} dataKey="name" xAxisLabel={shown} yAxisLabel="runs" series={[{ name: "runs", color: "curtain.6" }]} />
          </Card>
          <Card>
            <Title order={3} size="h4" mb="sm">
              How it grew
            </Title>
            <LineChart
              h={HEIGHT}
              data={growthOf(audience, spread)}
              dataKey="hour"
              withDots={false}
              withLegend
              xAxisLabel="hours"
              xAxisProps={{ type: "number", scale: "log", domain: ["dataMin", "dataMax"], ticks: [0.1, 1, 10, 100] }}
              series={[
                { name: "5%", color: "gray.5", strokeDasharray: "4 4" },
                { name: "median", color: "curtain.6" },
                { name: "95%", color: "gray.5", strokeDasharray: "4 4" },
                { name: "one run", color: "gold.5" },
                { name: "another run", color: "blue.5" },
              ]}
            />
          </Card>
        </SimpleGrid>
      )}
    </Stack>
  );
}

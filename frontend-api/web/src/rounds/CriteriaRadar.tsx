import { RadarChart } from "@mantine/charts";
import "@mantine/charts/styles.layer.css";
import { CRITERIA, type PerCriterion } from "../api/types";
import { CRITERION_LABEL } from "../lib/criteria";

interface CriteriaRadarProps {
  name: string;
  criteria: PerCriterion<number>;
  /** What the entries of the round have on average. */
  average: PerCriterion<number>;
}

/** The shape of an entry's scores, upon that of the round's average; the table beside it has the numbers. */
export default function CriteriaRadar({ name, criteria, average }: CriteriaRadarProps) {
  const data = CRITERIA.map((one) => ({ criterion: CRITERION_LABEL[one], entry: criteria[one], average: average[one] }));
  return (
    <div aria-hidden="true">
      <RadarChart
        h={250}
        data={data}
        dataKey="criterion"
        withPolarRadiusAxis
        polarRadiusAxisProps={{ domain: [0, 10_000], tick: false, axisLine: false }}
        radarChartProps={{ accessibilityLayer: false, outerRadius: "60%" }} // "Trend relevance" fits beside it on a phone
        radarProps={{ isAnimationActive: false }}
        withLegend
        series={[
          { name: "average", label: "Average of the round", color: "gray.5", opacity: 0.15 },
          { name: "entry", label: name, color: "curtain.5", opacity: 0.3 },
        ]}
      />
    </div>
  );
}

import { BarChart, LineChart } from "@mantine/charts";
import type { Row } from "./series";

export const HEIGHT = 240;
/** Legible in light and dark. */
const COLOURS = ["curtain.5", "blue.5", "gold.5", "green.5", "gray.5", "curtain.3", "blue.3", "green.3"] as const;
/** More lines or bars than there are colours are not told apart. */
export const MOST = COLOURS.length;
/** The drawing takes no focus: its exact values stand in the table beside it. */
const HIDDEN = { accessibilityLayer: false, margin: { top: 8 } } as const;
const STILL = { h: HEIGHT, dataKey: "at", withLegend: true, tickLine: "y", gridAxis: "x", legendProps: { verticalAlign: "bottom", itemSorter: null }, gridProps: { syncWithTicks: true }, valueFormatter: figure } as const;

function figure(size: number): string {
  return size.toLocaleString("en");
}

interface DrawingProps {
  as: "bars" | "stacks" | "lines" | "steps";
  data: Row[];
  /** The columns of the rows that are drawn, each in a colour of its own. */
  names: string[];
  /** Of the axis, where it does not follow from the values. */
  domain?: [number, number] | undefined;
}

/** How all charts look, still. */
export function Drawing({ as, data, names, domain }: DrawingProps) {
  const series = names.map((name, place) => ({ name, color: COLOURS[place % MOST]! }));
  const whole = data.every((row) => names.every((name) => Number.isInteger(row[name] ?? 0)));
  const yAxisProps = { allowDecimals: !whole, interval: 0, ...(domain && { domain }) } as const;
  if (as === "lines" || as === "steps") {
    const steps = as === "steps" && ({ withDots: false, curveType: "stepAfter" } as const);
    return <LineChart {...STILL} {...steps} yAxisProps={yAxisProps} data={data} series={series} lineChartProps={HIDDEN} />;
  }
  return (
    <BarChart
      {...STILL}
      yAxisProps={yAxisProps}
      data={data}
      series={series}
      type={as === "stacks" ? "stacked" : "default"}
      barChartProps={{ barCategoryGap: "12%", barGap: 0, ...HIDDEN }} // thirty points in time stand close
    />
  );
}

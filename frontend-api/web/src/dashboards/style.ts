/** How all charts look: legible in light and dark, and still. */
export const COLOURS = ["curtain.5", "blue.5", "gold.5", "green.5", "gray.5", "curtain.3", "blue.3", "green.3"] as const;
export const HEIGHT = 240;
const STILL = { withLegend: true, tickLine: "y", gridAxis: "x", legendProps: { verticalAlign: "bottom" } } as const;

/** The drawing takes no focus: its exact values stand in the table beside it. */
const HIDDEN = { accessibilityLayer: false } as const;

/** Bars that stand close, as there are thirty points in time. */
export const BARS = { ...STILL, barChartProps: { barCategoryGap: "12%", barGap: 0, ...HIDDEN } } as const;
export const LINES = { ...STILL, lineChartProps: HIDDEN } as const;

/** From what the service says to what the charts draw. */
import type { AudienceOut, PerformanceOut, SpreadOut } from "../api/generated";

const log = (count: number): number => Math.log10(1 + count);

/** Stacked, in powers of ten: nothing up to the low end, then up to the typical and to the high one. */
export const intervalsOf = ({ ranges }: Pick<PerformanceOut, "ranges">) =>
  Object.entries(ranges).map(([name, { low, typical, high }]) => ({
    name,
    start: log(low),
    below: log(typical) - log(low),
    above: log(high) - log(typical),
  }));

export const barsOf = ({ histogram }: Pick<SpreadOut, "histogram">) =>
  histogram.map(({ least, most, runs }) => ({
    name: least === most ? least.toLocaleString("en") : `${least.toLocaleString("en")}–${most.toLocaleString("en")}`,
    runs,
  }));

/** One row for each hour. The levels are 5, 25, 50, 75 and 95%. */
export const growthOf = ({ hours }: Pick<AudienceOut, "hours">, { bands, samples }: Pick<SpreadOut, "bands" | "samples">) =>
  hours.map((hour, place) => ({
    hour,
    "5%": bands[0]?.[place] ?? 0,
    median: bands[2]?.[place] ?? 0,
    "95%": bands[4]?.[place] ?? 0,
    "one run": samples[0]?.[place] ?? 0,
    "another run": samples[1]?.[place] ?? 0,
  }));

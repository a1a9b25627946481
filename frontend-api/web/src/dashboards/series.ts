/** Series of the service as charts and tables need them. Money is in wei; charts alone get floating point. */
import { formatUnits } from "viem";
import { formatAmount } from "../lib/format";

export const BUCKETS = ["hour", "day", "week"] as const;
export type Bucket = (typeof BUCKETS)[number];

/** A row of a chart's data: where it stands on the axis, and a number for each line or bar. */
export type Row = { at: string } & Record<string, string | number | null>;

/** When a bucket begins, in UTC as the service counts them. */
export function bucketName(time: number, bucket: Bucket): string {
  const parts: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", timeZone: "UTC" };
  if (bucket === "hour") Object.assign(parts, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return new Date(time * 1000).toLocaleString("en", parts);
}

/** A series, as the service gives it. */
export interface Series<T> {
  bucket: Bucket;
  items: readonly T[];
  /** Where there are more subjects than these. */
  next_cursor?: string | null;
}

/** As a chart draws it, and as it is written exactly. */
export interface Figure {
  size: number;
  text: string;
}

/** A number of things. */
export const count = (size: number): Figure => ({ size, text: size.toLocaleString("en") });

/** An amount in wei. */
export const amount = (wei: string, decimals: number): Figure => ({
  size: Number(formatUnits(BigInt(wei), decimals)),
  text: formatAmount(wei, decimals),
});

/** A figure, or nothing where it is 0. */
export const unlessZero = (figure: Figure): Figure | null => (figure.size ? figure : null);

/** The column that says when a bucket begins. */
export const timed = (bucket: Bucket) => ({ head: "From", cell: ({ time }: { time: number }) => bucketName(time, bucket) });

/** A row per bucket with a column per subject, of what `value` says of each. */
export function subjectRows<T extends { time: number }>(
  { items, bucket }: Series<T>,
  name: (point: T) => string,
  value: (point: T) => number | null,
): Row[] {
  const rows = new Map<number, Row>();
  for (const point of items) {
    const row = rows.get(point.time) ?? { at: bucketName(point.time, bucket) };
    row[name(point)] = value(point);
    rows.set(point.time, row);
  }
  return [...rows.entries()].sort(([a], [b]) => a - b).map(([, row]) => row);
}

/** Names of personas that are all different: two that share one get their number. */
export function distinctNames(personas: { id: number; name: string | null }[]): Map<number, string> {
  const count = new Map<string, number>();
  const plain = (p: { id: number; name: string | null }) => p.name ?? `Persona ${p.id}`;
  for (const persona of personas) count.set(plain(persona), (count.get(plain(persona)) ?? 0) + 1);
  return new Map(personas.map((p) => [p.id, count.get(plain(p)) === 1 && plain(p) !== "at" ? plain(p) : `${plain(p)} (${p.id})`]));
}

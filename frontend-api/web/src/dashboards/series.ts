/** Series of the service as charts and tables need them. Money is in wei; charts alone get floating point. */
import { formatUnits } from "viem";
import type { CriteriaPoint, RevenuePoint, StandingPoint } from "../api/generated";
import { CRITERIA } from "../api/types";

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

/** An amount as a chart draws it. */
export const drawn = (wei: string, decimals: number): number => Number(formatUnits(BigInt(wei), decimals));

/** Whether nothing happened at all: every one of these fields is 0 or missing in every item. */
export function isQuiet<T>(items: T[], fields: (keyof T)[]): boolean {
  return items.every((item) => fields.every((field) => !item[field] || item[field] === "0"));
}

/** A row per bucket with a column per persona, of what `value` says of each. */
export function standingRows(
  items: StandingPoint[],
  bucket: Bucket,
  name: (personaId: number) => string,
  value: (point: StandingPoint) => number | null,
): Row[] {
  const rows = new Map<number, Row>();
  for (const point of items) {
    const row = rows.get(point.time) ?? { at: bucketName(point.time, bucket) };
    row[name(point.persona_id)] = value(point);
    rows.set(point.time, row);
  }
  return [...rows.entries()].sort(([a], [b]) => a - b).map(([, row]) => row);
}

/** A row per bucket in which anything was revealed, with a column per criterion. */
export function criteriaRows(items: CriteriaPoint[], bucket: Bucket): Row[] {
  return items.flatMap(({ time, averages }) => (averages ? [{ at: bucketName(time, bucket), ...averages }] : []));
}

/** Names of personas that are all different: two that share one get their number. */
export function distinctNames(personas: { id: number; name: string | null }[]): Map<number, string> {
  const count = new Map<string, number>();
  const plain = (p: { id: number; name: string | null }) => p.name ?? `Persona ${p.id}`;
  for (const persona of personas) count.set(plain(persona), (count.get(plain(persona)) ?? 0) + 1);
  return new Map(personas.map((p) => [p.id, count.get(plain(p)) === 1 && plain(p) !== "at" ? plain(p) : `${plain(p)} (${p.id})`]));
}

/** The points of one asset, in time. */
export const ofAsset = (items: RevenuePoint[], asset: string): RevenuePoint[] =>
  items.filter((item) => item.asset.toLowerCase() === asset.toLowerCase());

export const CRITERION_NAMES: Record<(typeof CRITERIA)[number], string> = {
  engagement: "Engagement",
  trend_relevance: "Trend relevance",
  sentiment: "Sentiment",
  virality: "Virality",
  readability: "Readability",
};

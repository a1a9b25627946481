/** What became of a contribution, in words. */
import type { Contribution } from "../api/types";
import { formatTime } from "./format";

type Fate = Pick<Contribution, "status" | "impact" | "weight" | "active" | "active_at">;

/** An impact is a plain number, as large as the chain makes it. */
export const formatImpact = (impact: string): string => BigInt(impact).toLocaleString("en");

export function fateOf({ status, impact, weight, active, active_at }: Fate): string {
  if (status === "pending") return "waiting for review";
  if (status === "reviewing") return "under review";
  if (status === "rejected") return "rejected";
  if (status === "returned") return "not reviewed, fee returned";
  if (active || active_at === null) return `impact ${formatImpact(impact)}`;
  const now = weight === "0" ? "" : `, ${formatImpact(weight)} until then`;
  return `impact ${formatImpact(impact)} from ${formatTime(active_at)}${now}`;
}

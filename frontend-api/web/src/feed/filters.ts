/** Which rounds the feed shows, by the phases that people tell apart. */
import type { Phase } from "../api/types";

export const FILTERS = {
  all: { label: "All", phases: [] },
  open: { label: "Writing", phases: ["open"] },
  voting: { label: "Voting", phases: ["voting"] },
  closing: { label: "Closing", phases: ["reveal", "closable"] },
  settled: { label: "Settled", phases: ["settled"] },
  ended: { label: "No winner", phases: ["expired", "failed"] },
} as const satisfies Record<string, { label: string; phases: readonly Phase[] }>;

export type Filter = keyof typeof FILTERS;

/** The filter that a query string names; all rounds where it names none. */
export const filterOf = (name: string | null): Filter => (name !== null && Object.hasOwn(FILTERS, name) ? (name as Filter) : "all");

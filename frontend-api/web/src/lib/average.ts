import { CRITERIA, type Entry, type PerCriterion } from "../api/types";

/** What the scored entries of a round have on average, by criterion; null where none is scored. */
export function averageOf(entries: Pick<Entry, "criteria">[]): PerCriterion<number> | null {
  const scored = entries.flatMap(({ criteria }) => (criteria ? [criteria] : []));
  if (!scored.length) return null;
  const mean = (criterion: keyof PerCriterion<number>) =>
    Math.round(scored.reduce((sum, one) => sum + one[criterion], 0) / scored.length);
  return Object.fromEntries(CRITERIA.map((criterion) => [criterion, mean(criterion)])) as PerCriterion<number>;
}

import { expect, test } from "vitest";
import { averageOf } from "./average";

const all = (value: number) => ({
  criteria: { engagement: value, trend_relevance: value, sentiment: value, virality: value, readability: value },
});

test("entries without scores don't count, and none make no average", () => {
  expect(averageOf([all(1_000), { criteria: null }, all(2_001)])?.virality).toBe(1_501);
  expect(averageOf([{ criteria: null }])).toBeNull();
  expect(averageOf([])).toBeNull();
});

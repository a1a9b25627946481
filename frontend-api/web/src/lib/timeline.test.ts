import { expect, test } from "vitest";
import type { TimelineEvent } from "../api/types";
import { runsOf } from "./timeline";

const event = (name: string, block: number): TimelineEvent => ({
  contract: "OracleCommittee",
  name,
  block,
  time: block,
  tx: `0x${block}`,
  log_index: 0,
  final: true,
  data: {},
});

test("events of one name that follow one another stand together, in order", () => {
  const events = [event("Committed", 1), event("Committed", 2), event("VoteCast", 3), event("Committed", 4)];
  expect(runsOf(events).map((run) => run.map((one) => one.block))).toEqual([[1, 2], [3], [4]]);
  expect(runsOf([])).toEqual([]);
});

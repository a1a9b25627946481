import { expect, test } from "vitest";
import { percentOf, quorumPercent, reasonIn, timeLeft } from "./states";

const times = { vote_start: 100, vote_end: 200, eta: null };

test.each([
  [{ ...times, state: "pending" }, 40, "voting begins in 1 min 00 s"],
  [{ ...times, state: "active" }, 140, "voting ends in 1 min 00 s"],
  [{ ...times, state: "queued", eta: 300 }, 240, "can be executed in 1 min 00 s"],
  [{ ...times, state: "queued", eta: 300 }, 300, "can be executed now"],
  [{ ...times, state: "succeeded" }, 240, null],
  [{ ...times, state: "executed", eta: 300 }, 400, null],
] as const)("%o at %d", (proposal, now, said) => expect(timeLeft(proposal, now)).toBe(said));

test("parts of a whole", () => {
  expect(percentOf("1", "3")).toBe(33.3);
  expect(percentOf("1", "0")).toBe(0);
  expect(quorumPercent({ for_votes: "30", abstain_votes: "10", quorum: "80" })).toBe(50);
  expect(quorumPercent({ for_votes: "300", abstain_votes: "0", quorum: "80" })).toBe(100);
  expect(quorumPercent({ for_votes: "300", abstain_votes: "0", quorum: null })).toBe(0);
});

test.each([
  ["# A title\n\nWhy.\nBecause.", "Why.\nBecause."],
  ["A title", ""],
  ["Another start\n\nWhy.", "Another start\n\nWhy."],
])("the reason in %j", (description, reason) => expect(reasonIn({ description, title: "A title" })).toBe(reason));

import { expect, test } from "vitest";
import { fateOf } from "./contribution";
import { formatTime } from "./format";

const FRESH = { impact: "0", weight: "0", active: false, active_at: null };
const SOON = 1_790_000_000;

test.each([
  ["pending", "waiting for review"],
  ["reviewing", "under review"],
  ["rejected", "rejected"],
  ["returned", "not reviewed, fee returned"],
] as const)("one that is %s is %s", (status, words) => expect(fateOf({ ...FRESH, status })).toBe(words));

test("one whose impact is weight shows it", () =>
  expect(fateOf({ status: "accepted", impact: "1000000", weight: "1000000", active: true, active_at: SOON })).toBe(
    "impact 1,000,000",
  ));

test("one that was just accepted says from when it counts", () =>
  expect(fateOf({ ...FRESH, status: "accepted", impact: "300", active_at: SOON })).toBe(`impact 300 from ${formatTime(SOON)}`));

test("one that training added to says what counts until then", () =>
  expect(fateOf({ status: "accepted", impact: "1500", weight: "1000", active: false, active_at: SOON })).toBe(
    `impact 1,500 from ${formatTime(SOON)}, 1,000 until then`,
  ));

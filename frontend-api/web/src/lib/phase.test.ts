import { describe, expect, test } from "vitest";
import type { Round, State } from "../api/types";
import { chainNow, closingCall, deadlineOf, phaseAt, phaseSentence } from "./phase";

const deadlines = { leader_until: 60, entries_until: 300, vote_until: 400, reveal_until: 520 };

function round(state: State, revealed = 0): Pick<Round, "state" | "deadlines" | "progress"> {
  const inVoting = state === "open" ? { ...deadlines, vote_until: null, reveal_until: null } : deadlines;
  return { state, deadlines: inVoting, progress: { members: state === "open" ? 0 : 4, committed: 4, revealed, refused: 0, votes: 0 } };
}

describe("phaseAt", () => {
  test.each([
    ["open", 299, "open"],
    ["open", 300, "closable"],
    ["voting", 399, "voting"],
    ["voting", 400, "reveal"],
    ["voting", 519, "reveal"],
    ["voting", 520, "closable"],
    ["settled", 0, "settled"],
    ["expired", 9_999, "expired"],
    ["failed", 9_999, "failed"],
  ] as const)("a round %s at %d is %s", (state, now, phase) => expect(phaseAt(round(state), now)).toBe(phase));

  test("closes early once every operator has revealed", () => expect(phaseAt(round("voting", 4), 410)).toBe("closable"));
});

test("each running phase has its deadline, an ended one has none", () => {
  expect(deadlineOf({ deadlines }, "open")).toBe(300);
  expect(deadlineOf({ deadlines }, "voting")).toBe(400);
  expect(deadlineOf({ deadlines }, "reveal")).toBe(520);
  expect(deadlineOf({ deadlines }, "settled")).toBeNull();
});

test("what closes a round, and how it is said, follow its state", () => {
  expect(closingCall(round("open"))).toBe("expire");
  expect(closingCall(round("voting"))).toBe("settle");
  expect(phaseSentence(round("open"), "closable", 999)).toContain("expire");
  expect(phaseSentence(round("voting"), "voting", 340)).toContain("1 min 00 s");
});

describe("chainNow", () => {
  const status = { updated_at: 1_000, head: { time: 990 }, receivedAt: 50_000 };

  test("goes by the service's clock while the chain is quiet", () => expect(chainNow(status, 53_000)).toBe(1_003));
  test("never lies before the newest block", () =>
    expect(chainNow({ ...status, head: { time: 5_000 } }, 51_000)).toBe(5_001));
  test("falls back to this machine's clock", () => expect(chainNow(undefined, 7_900)).toBe(7));
});

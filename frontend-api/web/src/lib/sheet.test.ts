import { expect, test } from "vitest";
import { ballotsOf, unanimous } from "./sheet";

const roster = [
  { index: 0, persona_id: 7, name: "Milo" },
  { index: 1, persona_id: 3, name: "Ada" },
  { index: 2, persona_id: 9, name: null },
];

const pinned = (document: unknown) => ({ digest: "0x01", cid: "b", document, problem: null }) as const;

test("ballots take their reasons from the pinned sheet, by persona", () => {
  const sheet = pinned({ ballots: [{ persona_id: 3, entry: 0, why: "It is short." }] });
  expect(ballotsOf({ ballots: [1, 0, 0], sheet }, roster)).toEqual([
    { voter: roster[0], choice: roster[1], why: null },
    { voter: roster[1], choice: roster[0], why: "It is short." },
    { voter: roster[2], choice: roster[0], why: null },
  ]);
});

test.each([null, 3, "x", [], {}, { ballots: 1 }, { ballots: [null, 1, { persona_id: "7", why: {} }] }])(
  "a malformed document (%j) costs the reasons only",
  (document) => {
    expect(ballotsOf({ ballots: [1, 0, 0], sheet: pinned(document) }, roster).map((b) => b.why)).toEqual([null, null, null]);
  },
);

test("what is not on the roster, or not revealed, is left out", () => {
  expect(ballotsOf({ ballots: [9, 0], sheet: null }, roster)).toHaveLength(1);
  expect(ballotsOf({ ballots: null, sheet: null }, roster)).toEqual([]);
});

test("sheets agree when all their ballots do", () => {
  expect(unanimous([{ ballots: [1, 0] }, { ballots: [1, 0] }])).toBe(true);
  expect(unanimous([{ ballots: [1, 0] }, { ballots: [0, 1] }])).toBe(false);
});

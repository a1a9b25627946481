import type { TransactionReceipt } from "viem";
import { expect, test } from "vitest";
import { advance, type Happening, isBusy, sentenceOf, START } from "./progress";

const HASH = "0x01";
const after = (...happenings: Happening[]) => happenings.reduce(advance, START);

const BEGUN: Happening = { type: "begun" };
const ASKED: Happening = { type: "step", label: "Vote", state: "asked" };
const SENT: Happening = { type: "sent", hash: HASH };
const MINED: Happening = { type: "mined", receipt: { blockNumber: 7n } as TransactionReceipt };
const STEPPED: Happening = { type: "stepped" };
const FINISHED: Happening = { type: "finished" };

test.each([
  [[], "review", false, ""],
  [[BEGUN], "running", true, "Working…"],
  [[BEGUN, ASKED], "running", true, "Confirm in your wallet."],
  [[BEGUN, ASKED, SENT], "running", true, "Sent. Waiting to be mined; you may close this."],
  [[BEGUN, ASKED, SENT, MINED, STEPPED, FINISHED], "showing", true, "Mined in block 7. Waiting until it shows here."],
  [[BEGUN, ASKED, SENT, MINED, STEPPED, FINISHED, { type: "shown" }], "done", false, "Done, in block 7."],
  [[BEGUN, ASKED, STEPPED, FINISHED], "done", false, "Done."],
] satisfies [Happening[], string, boolean, string][])("after the happenings of case %#", (happenings, phase, busy, sentence) => {
  const progress = after(...happenings);
  expect([progress.phase, isBusy(progress), sentenceOf(progress)]).toEqual([phase, busy, sentence]);
});

test("a failure marks the step that failed and keeps those before it", () => {
  const progress = after(BEGUN, ASKED, STEPPED, { ...ASKED, label: "Send" } as Happening, { type: "failed", error: "no" });
  expect(progress.steps.map(({ label, state }) => [label, state])).toEqual([
    ["Vote", "done"],
    ["Send", "failed"],
  ]);
  expect([progress.phase, progress.error, isBusy(progress)]).toEqual(["failed", "no", false]);
});

test("a replacement's hash takes the place of the first", () =>
  expect(after(BEGUN, ASKED, SENT, { type: "sent", hash: "0x02" }).steps).toEqual([
    { label: "Vote", state: "sent", hash: "0x02", waits: null },
  ]));

test.each([
  ["block", "speed it up or cancel it"],
  ["trace", "lost sight of it"],
  ["wallet", "Unlock it"],
  ["network", "Switch it back"],
] as const)("what waits long for the %s says what to do", (waits, words) =>
  expect(sentenceOf(after(BEGUN, ASKED, SENT, { type: "waits", waits }))).toContain(words));

test("beginning again forgets what was", () => {
  const failed = after(BEGUN, ASKED, { type: "failed", error: "no" });
  expect(advance(failed, BEGUN)).toEqual({ phase: "running", steps: [], receipt: null, error: null });
});

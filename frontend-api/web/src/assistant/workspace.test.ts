import { describe, expect, it } from "vitest";
import { EMPTY, isUnsaved, type Kept, restored, step } from "./workspace";

const KEPT: Kept = { id: "a".repeat(32), version: "b".repeat(32), platform: "x", title: "Ferry", text: "It opens.", brief: "" };
const stored = (value: string | null) => ({ getItem: () => value });

describe("step", () => {
  it("brings back what was written before a draft was taken, one at a time", () => {
    const mine = step(EMPTY("x"), { kind: "write", part: { text: "mine" } });
    const twice = step(step(mine, { kind: "take", text: "first", voice: 1 }), { kind: "take", text: "second", voice: 2 });
    const once = step(twice, { kind: "undo" });
    expect(once.post.text).toBe("first");
    const back = step(once, { kind: "undo" });
    expect(back.post.text).toBe("mine");
    expect(step(back, { kind: "undo" })).toBe(back);
  });

  it("knows what is saved and what is not", () => {
    expect(isUnsaved(EMPTY("x"))).toBe(false);
    const open = step(EMPTY("x"), { kind: "open", kept: KEPT });
    expect(isUnsaved(open)).toBe(false);
    const changed = step(open, { kind: "write", part: { text: "It opens on Monday." } });
    expect(isUnsaved(changed)).toBe(true);
    expect(isUnsaved(step(changed, { kind: "keep", kept: { ...KEPT, text: "It opens on Monday." } }))).toBe(false);
  });

  it("keeps what was typed while the text before was being saved", () => {
    const typed = step(step(EMPTY("x"), { kind: "open", kept: KEPT }), { kind: "write", part: { text: "typed on" } });
    const saved = step(typed, { kind: "keep", kept: KEPT });
    expect(saved.post.text).toBe("typed on");
    expect(isUnsaved(saved)).toBe(true);
  });
});

describe("restored", () => {
  it("brings back what a tab kept", () => {
    const here = step(step(EMPTY("x"), { kind: "open", kept: KEPT }), { kind: "take", text: "another", voice: 3 });
    expect(restored("x", stored(JSON.stringify(here)))).toEqual(here);
  });

  it.each([null, "", "{", "null", "3", '{"post":{}}', '{"post":{"platform":"x","title":"","text":3,"brief":""}}'])("begins anew from %j", (value) => {
    expect(restored("lens", stored(value))).toEqual(EMPTY("lens"));
  });

  it("begins anew where storage is forbidden", () => {
    const forbidden = {
      getItem: () => {
        throw new Error("denied");
      },
    };
    expect(restored("x", forbidden)).toEqual(EMPTY("x"));
  });
});

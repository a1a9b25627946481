import { describe, expect, test } from "vitest";
import { MOST_REWRITTEN, newPostOf, rewriteOf } from "./asks";

describe("what personas are asked for", () => {
  test("a new post is about the brief alone, and nothing without one", () => {
    expect(newPostOf({ brief: " Praise tea. " })).toBe("Praise tea.");
    expect(newPostOf({ brief: " \n" })).toBeNull();
    expect(newPostOf({ brief: "a".repeat(2_001) })).toHaveLength(2_000);
  });

  test("a rewrite holds the whole post, or is not asked for", () => {
    expect(rewriteOf({ text: "Tea is old.\n\n#tea " })).toMatch(/\n\nTea is old\.\n\n#tea$/);
    expect(rewriteOf({ text: "a".repeat(MOST_REWRITTEN) })).toHaveLength(2_000);
    expect(rewriteOf({ text: "a".repeat(MOST_REWRITTEN + 1) })).toBeNull();
    expect(rewriteOf({ text: " \n" })).toBeNull();
  });
});

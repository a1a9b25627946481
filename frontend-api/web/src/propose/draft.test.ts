import { describe, expect, test } from "vitest";
import { briefOf, type Draft, emptySource, problemsOf } from "./draft";

const draft: Draft = { text: "Write about tea", language: "en", sources: [], platform: 1, personas: [1, 2, 3], bounty: "100" };
const problems = (part: Partial<Draft>) => Object.keys(problemsOf({ ...draft, ...part }, { decimals: 18, symbol: "TRP", least: 10n ** 18n }));

test("a brief is trimmed and an empty link is none", () => {
  const sources = [{ title: " Leaf ", text: " green ", url: " " }];
  expect(briefOf({ text: "  tea\n", language: "pt", sources })).toEqual({
    schema: "troupe/brief/1",
    text: "tea",
    language: "pt",
    sources: [{ title: "Leaf", text: "green", url: null }],
  });
});

describe("problemsOf", () => {
  test("a good draft has none", () => expect(problems({})).toEqual([]));
  test("an empty brief", () => expect(problems({ text: " " })).toEqual(["text"]));
  test("a source without a text", () => expect(problems({ sources: [{ ...emptySource(), title: "x" }] })).toEqual(["sources"]));
  test("a source with a link that is none", () =>
    expect(problems({ sources: [{ title: "x", text: "y", url: "javascript:alert(1)" }] })).toEqual(["sources"]));
  test("two personas", () => expect(problems({ personas: [1, 2] })).toEqual(["personas"]));
  test("a bounty below the minimum", () => expect(problems({ bounty: "0.5" })).toEqual(["bounty"]));
});

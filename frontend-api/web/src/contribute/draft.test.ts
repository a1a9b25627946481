import { expect, test } from "vitest";
import { documentOf, type Draft, EMPTY, kindOfFile, numberOf, problemsOf, safeName } from "./draft";

const WHOLE: Draft = { ...EMPTY, persona: 2, title: " On tea ", text: "Tea is a drink.", consent: true };
const FILE = { cid: "bafk", uri: "ipfs://bafk", size: 9, media_type: "image/png", expires_at: 1, name: "tea.png" };

test("a whole draft has no problems; an empty one names each field", () => {
  expect(problemsOf(WHOLE, false)).toEqual({});
  expect(Object.keys(problemsOf(EMPTY, false)).sort()).toEqual(["consent", "persona", "text", "title"]);
});

test.each([
  [{ title: "x".repeat(201) }, "title"],
  [{ title: "🐝".repeat(201) }, "title"],
  [{ text: " \n" }, "text"],
  [{ text: "x".repeat(10_001) }, "text"],
  [{ language: "english" }, "language"],
  [{ licence: " " }, "licence"],
  [{ kind: "image" }, "file"],
  [{ consent: false }, "consent"],
] as const)("%j has a problem with its %s", (part, field) =>
  expect(Object.keys(problemsOf({ ...WHOLE, ...part } as Draft, false))).toEqual([field]),
);

test("200 characters are counted as people count them", () => expect(problemsOf({ ...WHOLE, title: "🐝".repeat(200) }, false)).toEqual({}));

test("a document names its giver, and its file with what the service found of it", () => {
  const document = documentOf({ ...WHOLE, kind: "image" }, "0x22", FILE);
  expect(document).toMatchObject({ contributor: "0x22", persona_id: 2, title: "On tea", kind: "image" });
  expect(document.media).toEqual({ uri: "ipfs://bafk", media_type: "image/png", size: 9, name: "tea.png" });
  expect(documentOf(WHOLE, "0x22", null).media).toBeNull();
});

test.each([
  ["C:\\tea\\cup.png", "cup.png"],
  ["../../etc/passwd", "passwd"],
  ["a\u202egnp.exe", "agnp.exe"],
  ["<img src=x>.png", "<img src=x>.png"],
  ["..", undefined],
  ["\u0000", undefined],
])("the file %j is called %j", (name, safe) => expect(safeName(name)).toBe(safe));

test.each([
  ["image/png", "image", 3],
  ["audio/mpeg", "audio", 4],
  ["text/markdown", "text", 1],
  ["", "model", 5],
  ["application/zip", "model", 5],
] as const)("a file of type %j is given as %s, number %i on chain", (type, kind, number) => {
  expect(kindOfFile(type)).toBe(kind);
  expect(numberOf(kind)).toBe(number);
});

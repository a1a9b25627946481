import { expect, test } from "vitest";
import { handleSlug, lookOf, piecesOf } from "./platforms";

test("links, mentions and hashtags are marked, the text stays whole", () => {
  const text = "Hi @milo, see https://a.example/x#y and #Größe — not mail@a.example <b>";
  const pieces = piecesOf(text);
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  expect(pieces.filter((piece) => piece.mark).map((piece) => piece.text)).toEqual(["@milo", "https://a.example/x#y", "#Größe"]);
});

test("an unknown platform still has a look", () => {
  expect(lookOf({ slug: "bluesky" }).name).toBe("Bluesky");
  expect(lookOf({ slug: null }).name).toBe("Unknown platform");
  expect(lookOf({ slug: "constructor" }).name).toBe("Unknown platform");
});

test("handles keep letters and digits only", () => expect([handleSlug("Dr. Ada 2"), handleSlug("Ж")]).toEqual(["drada2", "persona"]));

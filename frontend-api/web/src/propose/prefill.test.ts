import { describe, expect, it } from "vitest";
import { prefilled } from "./prefill";

const PLATFORMS = [
  { id: 1, slug: "x" },
  { id: 200, slug: null },
  { id: 3, slug: "bluesky" },
];

describe("prefilled", () => {
  it("takes brief and platform", () => {
    expect(prefilled("brief=The+ferry+%26+its+crew&platform=bluesky", PLATFORMS)).toEqual({ text: "The ferry & its crew", platform: 3 });
  });

  it.each(["", "platform=null", "platform=myspace", "platform=%00"])("begins with the first platform for %j", (search) => {
    expect(prefilled(search, PLATFORMS)).toEqual({ text: "", platform: 1 });
  });

  it("takes no more than a brief may hold", () => {
    expect(prefilled(`brief=${"a".repeat(9_000)}`, []).text).toHaveLength(2_000);
  });
});

import { describe, expect, it } from "vitest";
import type { StandingPoint } from "../api/generated";
import { bucketName, criteriaRows, distinctNames, drawn, isQuiet, standingRows } from "./series";

const point = (time: number, persona_id: number, wins: number): StandingPoint => ({
  time,
  persona_id,
  wins,
  rounds: 2,
  average_final: null,
  prizes: "0",
});

describe("series", () => {
  it("names a bucket in UTC", () => {
    expect(bucketName(1_700_006_400, "day")).toBe("Nov 15");
    expect(bucketName(1_700_010_000, "hour")).toBe("Nov 15, 01:00");
  });

  it("turns standings into a row per time", () => {
    const rows = standingRows([point(3600, 1, 1), point(0, 1, 0), point(0, 2, 2)], "hour", (id) => `P${id}`, (p) => p.wins);
    expect(rows).toEqual([
      { at: "Jan 1, 00:00", P1: 0, P2: 2 },
      { at: "Jan 1, 01:00", P1: 1 },
    ]);
  });

  it("leaves out times in which nothing was revealed", () => {
    const averages = { engagement: 1, trend_relevance: 2, sentiment: 3, virality: 4, readability: 5 };
    expect(criteriaRows([{ time: 0, averages: null }, { time: 86_400, averages }], "day")).toEqual([{ at: "Jan 2", ...averages }]);
  });

  it("tells personas of one name apart", () => {
    const names = distinctNames([{ id: 1, name: "Milo" }, { id: 2, name: "Milo" }, { id: 3, name: null }, { id: 4, name: "at" }]);
    expect([...names.values()]).toEqual(["Milo (1)", "Milo (2)", "Persona 3", "at (4)"]);
  });

  it("draws wei as a number and knows when nothing happened", () => {
    expect(drawn("1500000000000000000", 18)).toBe(1.5);
    expect(isQuiet([{ a: 0, b: "0" }, { a: 0, b: "0" }], ["a", "b"])).toBe(true);
    expect(isQuiet([{ a: 0, b: "1" }], ["a", "b"])).toBe(false);
  });
});

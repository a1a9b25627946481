import { describe, expect, it } from "vitest";
import { amount, bucketName, count, distinctNames, subjectRows, unlessZero } from "./series";

const point = (time: number, who: number, wins: number) => ({ time, who, wins });

describe("series", () => {
  it("names a bucket in UTC", () => {
    expect(bucketName(1_700_006_400, "day")).toBe("Nov 15");
    expect(bucketName(1_700_010_000, "hour")).toBe("Nov 15, 01:00");
  });

  it("turns points of several into a row per time", () => {
    const items = [point(3600, 1, 1), point(0, 1, 0), point(0, 2, 2)];
    const rows = subjectRows({ bucket: "hour", items }, (p) => `P${p.who}`, (p) => p.wins);
    expect(rows).toEqual([
      { at: "Jan 1, 00:00", P1: 0, P2: 2 },
      { at: "Jan 1, 01:00", P1: 1 },
    ]);
  });

  it("tells personas of one name apart", () => {
    const names = distinctNames([{ id: 1, name: "Milo" }, { id: 2, name: "Milo" }, { id: 3, name: null }, { id: 4, name: "at" }]);
    expect([...names.values()]).toEqual(["Milo (1)", "Milo (2)", "Persona 3", "at (4)"]);
  });

  it("draws figures as numbers and writes them exactly", () => {
    expect(amount("1234500000000000000000", 18)).toEqual({ size: 1234.5, text: "1,234.5" });
    expect(count(10_000)).toEqual({ size: 10_000, text: "10,000" });
    expect([unlessZero(count(0)), unlessZero(amount("0", 18))]).toEqual([null, null]);
  });
});

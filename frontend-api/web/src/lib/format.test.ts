import { describe, expect, test } from "vitest";
import { formatAmount, formatDuration, formatScore, formatShare, ipfsPath, personaName, plural, shortHex } from "./format";

const ONE = 10n ** 18n;

describe("formatAmount", () => {
  test.each([
    [0n, "0"],
    [120n * ONE, "120"],
    [1_234_567n * ONE, "1,234,567"],
    [ONE / 2n, "0.5"],
    [ONE + 123_456n * 10n ** 12n, "1.1234"],
    [1n, "< 0.0001"],
    [1_000n * ONE + 1n, "1,000"],
  ])("%s wei are shown as %s", (wei, shown) => expect(formatAmount(wei)).toBe(shown));

  test("takes the API's decimal strings and other decimals", () => expect(formatAmount("1500000", 6)).toBe("1.5"));
});

describe("formatDuration", () => {
  test.each([
    [-5, "0 s"],
    [9.9, "9 s"],
    [61, "1 min 01 s"],
    [3_600, "1 h"],
    [3_661, "1 h 1 min"],
    [90_000, "1 d 1 h"],
  ])("%d seconds are %s", (seconds, shown) => expect(formatDuration(seconds)).toBe(shown));
});

test("scores and shares read as 0..100", () => {
  expect([formatScore(0), formatScore(7_125), formatScore(10_000)]).toEqual(["0", "7,125", "10,000"]);
  expect([formatShare(0), formatShare(4_200), formatShare(3_333)]).toEqual(["0%", "42%", "33.33%"]);
});

test("names and hashes", () => {
  expect(shortHex("0x1234567890abcdef1234")).toBe("0x1234…1234");
  expect(shortHex("0x12")).toBe("0x12");
  expect(personaName({ name: null, persona_id: 4 })).toBe("Persona 4");
  expect(ipfsPath(`0x${"ab".repeat(32)}`)).toBe(`/ipfs/f01551220${"ab".repeat(32)}`);
  expect([plural(1, "vote"), plural(2, "vote")]).toEqual(["1 vote", "2 votes"]);
});

import { expect, test } from "vitest";
import { parseAmount } from "./amount";

test.each([
  ["1.5", 15n * 10n ** 17n],
  [" 100 ", 100n * 10n ** 18n],
  ["", null],
  ["1,000", null],
  ["-1", null],
  ["1e3", null],
  ["٣", null],
  [`0.${"0".repeat(18)}1`, null],
])("the amount %j is %s", (text, wei) => expect(parseAmount(text, 18)).toBe(wei));

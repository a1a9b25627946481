import { expect, test } from "vitest";
import { parseAmount, problemOfPayment } from "./amount";

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

const bounds = { decimals: 18, symbol: "TRP", least: 10n ** 18n, held: 3n * 10n ** 18n };

test.each([
  ["1", null],
  ["3", null],
  ["0.999", "Write 1 TRP or more."],
  ["3.1", "You hold 3 TRP. Lower the amount, or get more."],
  ["0", "Write an amount above 0, such as 5 or 0.25."],
  ["tea", "Write an amount above 0, such as 5 or 0.25."],
])("the payment of %j has the problem %j", (text, problem) => expect(problemOfPayment(text, bounds)).toBe(problem));

test("nobody is told what they hold before it is known", () =>
  expect(problemOfPayment("9", { ...bounds, held: undefined })).toBeNull());

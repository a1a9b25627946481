import { expect, test } from "vitest";
import { FILTERS, filterOf } from "./filters";

test.each([
  [null, "all"],
  ["voting", "voting"],
  ["toString", "all"],
  ["", "all"],
])("?show=%s is %s", (name, filter) => expect(filterOf(name)).toBe(filter));

test("every phase has its filter", () =>
  expect(Object.values(FILTERS).flatMap(({ phases }) => phases as readonly string[]).sort()).toEqual(
    ["open", "voting", "reveal", "closable", "settled", "expired", "failed"].sort(),
  ));

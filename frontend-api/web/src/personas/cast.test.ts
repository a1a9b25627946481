import { expect, test } from "vitest";
import { chosen, type Order, standingOf } from "./cast";

const persona = (id: number, name: string | null, tone: string, active: boolean, wins: number, prizes: string, average: number | null) => ({
  id,
  name,
  tone,
  active,
  standings: { rounds: 4, wins, prizes, average_final: average },
});
const CAST = [
  persona(1, "Milo", "humorous", true, 1, "90000000000000000000", 7000),
  persona(2, "Ada", "professional", true, 3, "8", 6000),
  persona(3, null, "noir", false, 0, "0", null),
];
const ids = (text: string, all: boolean, order: Order) => chosen(CAST, { text, all, order }).map(({ id }) => id);

test.each([
  ["", true, "wins", [2, 1, 3]],
  ["", true, "score", [1, 2, 3]],
  ["", true, "earned", [1, 2, 3]],
  ["", true, "newest", [3, 2, 1]],
  ["", true, "name", [2, 1, 3]],
  ["", false, "newest", [2, 1]],
  ["PERSONA noir", true, "wins", [3]],
  ["noir", false, "wins", []],
  ["<script>", true, "wins", []],
] as const)("those with %j (all: %s) by %s", (text, all, order, expected) => expect(ids(text, all, order)).toEqual(expected));

test("a standing says how often it won, and its average once there is one", () => {
  expect(standingOf(CAST[0]!.standings)).toBe("1 win in 4 rounds, 7,000 on average");
  expect(standingOf(CAST[2]!.standings)).toBe("0 wins in 4 rounds");
});

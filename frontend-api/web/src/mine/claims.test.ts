import { expect, test } from "vitest";
import type { ClaimableOut } from "../api/generated";
import { claimsOf, MOST_AT_ONCE, totalsOf } from "./claims";

const claim = (token_id: number, asset: ClaimableOut["asset"], amount: string): ClaimableOut => ({ persona_id: 1, token_id, asset, amount });

test("claims are summed by asset, exactly", () =>
  expect(totalsOf([claim(1, "0xa", "100000000000000000001"), claim(2, "0xb", "5"), claim(3, "0xa", "1")])).toEqual([
    ["0xa", 100000000000000000002n],
    ["0xb", 5n],
  ]));

test("a call takes the largest that it has gas for", () => {
  const many = Array.from({ length: 70 }, (_, place) => claim(place + 1, "0xa", "1"));
  expect(claimsOf(many)).toHaveLength(MOST_AT_ONCE);
  expect(claimsOf(many)[0]).toEqual({ personaId: 1n, tokenId: 1n, asset: "0xa" });
});

import { zeroAddress } from "viem";
import { expect, test } from "vitest";
import { assetOf } from "./assets";

const token = { address: "0x00000000000000000000000000000000000000Aa", symbol: "TROUPE", decimals: 18 } as const;
const coin = { symbol: "ETH", decimals: 18 };

test.each([
  [zeroAddress, "ETH", 18],
  ["0x00000000000000000000000000000000000000aA", "TROUPE", 18],
  ["0x00000000000000000000000000000000000000bb", "units of 0x0000…00bb", null],
] as const)("the asset %s is %s", (address, symbol, decimals) =>
  expect(assetOf(address, { token, coin })).toMatchObject({ symbol, decimals }),
);

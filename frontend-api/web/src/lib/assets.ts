/** The assets that vaults share, by names that people know. */
import { isAddressEqual, zeroAddress } from "viem";
import type { Hex } from "../api/types";
import { shortHex } from "./format";

/** `decimals` is null for an asset that nobody here knows: its amounts are in its smallest unit. */
export interface Asset {
  symbol: string;
  decimals: number | null;
}

interface Known {
  token: { address: Hex; symbol: string; decimals: number };
  coin: { symbol: string; decimals: number };
}

/** What an asset is; the zero address is the network's own coin. */
export function assetOf(address: Hex, { token, coin }: Known): Asset {
  if (address === zeroAddress) return coin;
  return isAddressEqual(address, token.address) ? token : { symbol: `units of ${shortHex(address)}`, decimals: null };
}

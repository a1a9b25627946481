/** Amounts as people type them. */
import { parseUnits } from "viem";

/** An amount in the token's smallest unit; null where the text is not an amount with at most `decimals` decimals. */
export function parseAmount(text: string, decimals: number): bigint | null {
  const match = /^\d+(?:\.(\d+))?$/.exec(text.trim());
  return match && (match[1]?.length ?? 0) <= decimals ? parseUnits(text.trim(), decimals) : null;
}

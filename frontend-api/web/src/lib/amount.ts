/** Amounts as people type them. */
import { parseUnits } from "viem";
import { formatAmount } from "./format";

/** An amount in the token's smallest unit; null where the text is not an amount with at most `decimals` decimals. */
export function parseAmount(text: string, decimals: number): bigint | null {
  const match = /^\d+(?:\.(\d+))?$/.exec(text.trim());
  return match && (match[1]?.length ?? 0) <= decimals ? parseUnits(text.trim(), decimals) : null;
}

interface Bounds {
  decimals: number;
  symbol: string;
  /** The least that the contract takes, in the smallest unit. */
  least?: bigint;
  /** What the payer holds, where that is known. */
  held?: bigint | undefined;
}

/** What is wrong with an amount that somebody is about to pay, as its field says it; null where it can be paid. */
export function problemOfPayment(text: string, { decimals, symbol, least = 0n, held }: Bounds): string | null {
  const amount = parseAmount(text, decimals);
  const told = (wei: bigint) => `${formatAmount(wei, decimals)} ${symbol}`;
  if (!amount) return "Write an amount above 0, such as 5 or 0.25.";
  if (amount < least) return `Write ${told(least)} or more.`;
  return held !== undefined && amount > held ? `You hold ${told(held)}. Lower the amount, or get more.` : null;
}

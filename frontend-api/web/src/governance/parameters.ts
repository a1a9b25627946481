/** The numbered versions of rules that governance adds: read, changed in a form, and checked. */
import { type AbiParameter, formatUnits, isHex } from "viem";
import { parseAmount } from "../lib/amount";

/** A struct of rules as viem reads it. */
export type Parameters = Readonly<Record<string, unknown>>;
/** The same as people write it in a form. */
export type Written = Readonly<Record<string, string>>;

export const CRITERIA = ["engagement", "trend relevance", "sentiment", "virality", "readability"] as const;
/** What all five weights add up to, in hundredths of a percent. */
export const WHOLE = 10_000;

const AMOUNTS = new Set(["fee", "penalty", "leaderPenalty", "minBounty", "voteQuorum", "reviewFee", "attributionFee"]);
const TOKEN_DECIMALS = 18;

const LABELS: Record<string, string> = { maxWait: "longest wait for a review", epoch: "epoch of the impact cap" };

/** A field's name in words, with its unit. */
export function labelOf(name: string): string {
  const words = LABELS[name] ?? name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  if (AMOUNTS.has(name)) return `${words} (tokens)`;
  if (/Window$|Delay$|^maxWait$|^epoch$/.test(name)) return `${words} (seconds)`;
  if (/Share$|Shares$|^tolerance$|^minWinRate$|^communityWeight$/.test(name)) return `${words} (of 10,000)`;
  return words;
}

export function write(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.join(", ");
  return AMOUNTS.has(name) ? formatUnits(value as bigint, TOKEN_DECIMALS) : String(value);
}

/** The value of a field, or why there is none. */
export function read(field: AbiParameter, text: string): { value: unknown } | { problem: string } {
  const name = field.name ?? "";
  const trimmed = text.trim();
  const array = /^uint\d+\[(\d+)\]$/.exec(field.type);
  if (array) return readList(trimmed, Number(array[1]));
  if (AMOUNTS.has(name)) {
    const wei = parseAmount(trimmed, TOKEN_DECIMALS);
    return wei === null ? { problem: "Write an amount such as 12.5." } : { value: wei };
  }
  if (field.type === "bytes32") {
    return isHex(trimmed) && trimmed.length === 66 ? { value: trimmed } : { problem: "Write a digest: 0x and 64 hex digits." };
  }
  return readNumber(field.type, trimmed);
}

/** The struct with what was written, or what is wrong by field. */
export function merge(fields: readonly AbiParameter[], written: Written): { value: Parameters } | { problems: Written } {
  const value: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const name = field.name ?? "";
    const found = read(field, written[name] ?? "");
    if ("problem" in found) problems[name] = found.problem;
    else value[name] = found.value;
  }
  return Object.keys(problems).length ? { problems } : { value };
}

/** What differs, in one sentence. */
export function changesIn(before: Parameters, after: Parameters): string {
  const changed = Object.keys(after).filter((name) => write(name, before[name]) !== write(name, after[name]));
  return changed.map((name) => `${labelOf(name)} from ${write(name, before[name])} to ${write(name, after[name])}`).join("; ");
}

/** How much the weights are over or under the whole; 0 where they fit. */
export const excess = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0) - WHOLE;

function readList(text: string, length: number): { value: unknown } | { problem: string } {
  const parts = text.split(",").map((part) => part.trim());
  const fits = parts.length === length && parts.every((part) => /^\d{1,5}$/.test(part) && Number(part) <= 65_535);
  return fits ? { value: parts.map(Number) } : { problem: `Write ${length} whole numbers with commas between them.` };
}

function readNumber(type: string, text: string): { value: unknown } | { problem: string } {
  const bits = Number(/^uint(\d+)$/.exec(type)?.[1] ?? 256);
  if (!/^\d{1,78}$/.test(text) || BigInt(text) >= 1n << BigInt(bits)) return { problem: "Write a whole number that fits." };
  return { value: bits <= 48 ? Number(text) : BigInt(text) };
}

/** Numbers, amounts and names as people read them. */
import { formatUnits } from "viem";

const AMOUNT_DECIMALS = 4;

/** An amount in wei with thousands separated and at most four decimals, cut off rather than rounded up. */
export function formatAmount(wei: string | bigint, decimals = 18): string {
  const [whole = "0", fraction = ""] = formatUnits(BigInt(wei), decimals).split(".");
  const shown = fraction.slice(0, AMOUNT_DECIMALS).replace(/0+$/, "");
  if (whole === "0" && !shown && BigInt(wei) > 0n) return "< 0.0001";
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (shown && `.${shown}`);
}

/** An amount of the reward token in wei: "1.5 tokens". */
export const tokens = (wei: bigint): string => `${formatAmount(wei)} ${wei === 10n ** 18n ? "token" : "tokens"}`;

/** A score of 0..10000, as on chain. */
export const formatScore = (score: number): string => score.toLocaleString("en");

/** Hundredths of a percent as a percentage. */
export const formatShare = (share: number): string => `${+(share / 100).toFixed(2)}%`;

/** Seconds as the two greatest units that matter. */
export function formatDuration(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const [days, hours, minutes] = [Math.floor(s / 86_400), Math.floor(s / 3_600) % 24, Math.floor(s / 60) % 60];
  if (days) return hours ? `${days} d ${hours} h` : `${days} d`;
  if (hours) return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes) return `${minutes} min ${String(s % 60).padStart(2, "0")} s`;
  return `${s} s`;
}

export function formatTime(unix: number): string {
  return new Date(unix * 1000).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}

/** `0x1234…abcd`. */
export const shortHex = (hex: string): string => (hex.length > 12 ? `${hex.slice(0, 6)}…${hex.slice(-4)}` : hex);

export const personaName = (who: { name: string | null; persona_id: number }): string =>
  who.name ?? `Persona ${who.persona_id}`;

/** Where the service serves the block with that digest: a CIDv1 in base16, version 1, raw, sha2-256. */
export const ipfsPath = (digest: string): string => `/ipfs/f01551220${digest.slice(2)}`;

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

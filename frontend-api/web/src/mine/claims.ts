/** Claims as `RevenueFactory.claimMany` takes them. */
import type { ClaimableOut } from "../api/generated";

/** As many as one transaction surely has gas for. */
export const MOST_AT_ONCE = 50;

/** The arguments of one call: the largest first, as the service lists them. */
export const claimsOf = (claims: readonly ClaimableOut[]) =>
  claims.slice(0, MOST_AT_ONCE).map(({ persona_id, token_id, asset }) => ({ personaId: BigInt(persona_id), tokenId: BigInt(token_id), asset }));

/** What claims come to, by asset. */
export function totalsOf(claims: readonly Pick<ClaimableOut, "asset" | "amount">[]): [asset: ClaimableOut["asset"], amount: bigint][] {
  const totals = new Map<ClaimableOut["asset"], bigint>();
  for (const { asset, amount } of claims) totals.set(asset, (totals.get(asset) ?? 0n) + BigInt(amount));
  return [...totals];
}

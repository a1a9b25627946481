/** What is pinned and not minted yet, kept through a reload so that nothing is given twice. */
import type { Hex } from "../api/types";
import type { Kind } from "./draft";

const KEY = "troupe.pending-contribution";

export interface Pending {
  account: Hex;
  persona: number;
  kind: Kind;
  title: string;
  digest: Hex;
  cid: string;
  /** Unix seconds after which the service drops what nobody minted. */
  expires_at: number;
  /** The account's transaction count when minting was last begun; null before that. */
  nonce: number | null;
}

export function loadPending(storage: Storage = localStorage): Pending | null {
  try {
    const found = JSON.parse(storage.getItem(KEY) ?? "null") as Pending | null;
    return found && /^0x[0-9a-f]{64}$/.test(found.digest) && typeof found.persona === "number" ? found : null;
  } catch {
    return null;
  }
}

export function savePending(pending: Pending | null, storage: Storage = localStorage): void {
  if (pending) storage.setItem(KEY, JSON.stringify(pending));
  else storage.removeItem(KEY);
}

/** What the chain says of an account: how many of its transactions are mined, and how many it has sent. */
export interface Sent {
  mined: number;
  sent: number;
}

export type Stage = "ready" | "under way" | "minted";

/** Where a minting stands: whether it is `found` on chain, begun and not mined yet, or may be sent.
 *
 * One that was mined and is not found did something else, or was undone: then it may be sent again.
 */
export function stageOf({ nonce }: Pick<Pending, "nonce">, { mined, sent }: Sent, found: boolean): Stage {
  if (found) return "minted";
  return nonce !== null && sent > nonce && mined <= nonce ? "under way" : "ready";
}

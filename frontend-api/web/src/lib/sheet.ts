/** Score sheets: what the personas voted for, and why. A sheet's document comes from IPFS: its shape is checked. */
import type { RosterSeat, Sheet } from "../api/types";

export interface Ballot {
  voter: RosterSeat;
  choice: RosterSeat;
  why: string | null;
}

/** The ballots that a revealed sheet put on chain, with the reasons that its pinned document gives. */
export function ballotsOf(sheet: Pick<Sheet, "ballots"> & { sheet: { document: unknown } | null }, roster: RosterSeat[]): Ballot[] {
  const reasons = reasonsIn(sheet.sheet?.document);
  return (sheet.ballots ?? []).flatMap((entry, index) => {
    const [voter, choice] = [roster[index], roster[entry]];
    return voter && choice ? [{ voter, choice, why: reasons.get(voter.persona_id) ?? null }] : [];
  });
}

/** Whether all of the sheets hold the same ballots. */
export const unanimous = (sheets: Pick<Sheet, "ballots">[]): boolean =>
  new Set(sheets.map((sheet) => sheet.ballots?.join())).size <= 1;

function reasonsIn(document: unknown): Map<number, string> {
  const ballots = isRecord(document) && Array.isArray(document.ballots) ? document.ballots : [];
  return new Map(
    ballots
      .filter(isRecord)
      .flatMap((b) => (typeof b.persona_id === "number" && typeof b.why === "string" ? [[b.persona_id, b.why]] : [])),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Where a round stands by the chain's clock. The service says it as of its last block; deadlines pass between blocks. */
import type { Phase, Round } from "../api/types";
import { formatDuration } from "./format";

type Timed = Pick<Round, "state" | "deadlines" | "progress">;

export function phaseAt({ state, deadlines, progress }: Timed, now: number): Phase {
  if (state === "open") return now < deadlines.entries_until ? "open" : "closable";
  if (state !== "voting") return state;
  if (deadlines.vote_until !== null && now < deadlines.vote_until) return "voting";
  const allRevealed = progress.members > 0 && progress.revealed >= progress.members;
  const over = deadlines.reveal_until !== null && now >= deadlines.reveal_until;
  return allRevealed || over ? "closable" : "reveal";
}

/** The call that anybody may send once the phase is `closable`. */
export const closingCall = (round: Pick<Round, "state">): "settle" | "expire" =>
  round.state === "open" ? "expire" : "settle";

/** When the phase ends, in Unix seconds; null if nothing but a transaction ends it. */
export function deadlineOf({ deadlines }: Pick<Round, "deadlines">, phase: Phase): number | null {
  if (phase === "open") return deadlines.entries_until;
  if (phase === "voting") return deadlines.vote_until;
  if (phase === "reveal") return deadlines.reveal_until;
  return null;
}

export const PHASE_LABEL: Record<Phase, string> = {
  open: "Writing",
  voting: "Voting",
  reveal: "Revealing scores",
  closable: "Ready to close",
  settled: "Settled",
  expired: "Expired",
  failed: "Failed",
};

/** What people can expect next, in one sentence. */
export function phaseSentence(round: Timed, phase: Phase, now: number): string {
  const deadline = deadlineOf(round, phase);
  const left = deadline === null ? "" : formatDuration(deadline - now);
  switch (phase) {
    case "open":
      return `Personas are writing. Entries are due in ${left}.`;
    case "voting":
      return `Token holders vote for ${left} more.`;
    case "reveal":
      return `Voting is over. Operators reveal their score sheets for ${left} more.`;
    case "closable":
      return round.state === "open"
        ? "No entries came in time. Anybody may expire the round, which refunds it."
        : "Scores are in. Anybody may settle the round, which pays the prizes.";
    case "settled":
      return "The prizes are paid.";
    case "expired":
      return "No entries came in time; the bounty was refunded.";
    case "failed":
      return "The committee did not approve the entries; the bounty was refunded, less what the operators earned.";
  }
}

/** The chain's clock: no earlier than its newest block, else the service's clock, both moved on to now. */
export function chainNow(
  status: { updated_at: number; head: { time: number } | null; receivedAt: number } | undefined,
  localMs: number,
): number {
  if (!status) return Math.floor(localMs / 1000);
  const elapsed = Math.max(0, (localMs - status.receivedAt) / 1000);
  return Math.floor(Math.max(status.updated_at, status.head?.time ?? 0) + elapsed);
}

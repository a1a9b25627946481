/** A proposal's states and times in words. */
import type { ProposalOut } from "../api/generated";
import { formatDuration } from "../lib/format";

type State = ProposalOut["state"];

export const STATES: Record<State, { label: string; color: string; meaning: string }> = {
  pending: { label: "Pending", color: "blue", meaning: "The vote has not begun yet." },
  active: { label: "Voting", color: "gold", meaning: "It is voted on now." },
  canceled: { label: "Canceled", color: "gray", meaning: "It was taken back." },
  defeated: { label: "Defeated", color: "curtain", meaning: "Too few voted, or no majority was for it." },
  succeeded: { label: "Succeeded", color: "green", meaning: "It passed. Anybody may queue it now." },
  queued: { label: "Queued", color: "blue", meaning: "It waits in the timelock, so that people can leave who disagree." },
  expired: { label: "Expired", color: "gray", meaning: "It was not executed in time." },
  executed: { label: "Executed", color: "green", meaning: "It was carried out." },
};

/** What comes next and when; null where nothing does. */
export function timeLeft({ state, vote_start, vote_end, eta }: Pick<ProposalOut, "state" | "vote_start" | "vote_end" | "eta">, now: number) {
  if (state === "pending") return `voting begins in ${formatDuration(vote_start - now)}`;
  if (state === "active") return `voting ends in ${formatDuration(vote_end - now)}`;
  if (state !== "queued" || eta === null) return null;
  return now >= eta ? "can be executed now" : `can be executed in ${formatDuration(eta - now)}`;
}

/** A part of a whole in percent, with one decimal; 0 of nothing. */
export function percentOf(part: string, whole: string): number {
  return BigInt(whole) === 0n ? 0 : Number((BigInt(part) * 1000n) / BigInt(whole)) / 10;
}

/** How much of the quorum voted for or abstained, in percent, at most 100. */
export const quorumPercent = (p: Pick<ProposalOut, "for_votes" | "abstain_votes" | "quorum">): number =>
  p.quorum === null ? 0 : Math.min(100, percentOf((BigInt(p.for_votes) + BigInt(p.abstain_votes)).toString(), p.quorum));

/** A description without the line that is its title. */
export function reasonIn({ description, title }: { description: string; title: string }): string {
  const [first = "", ...rest] = description.trimStart().split("\n");
  return first.replace(/^[#\s]+/, "").trimEnd() === title ? rest.join("\n").trim() : description;
}

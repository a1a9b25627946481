/** The list of personas as somebody wants to see it. */
import type { Persona } from "../api/types";
import { formatScore, plural } from "../lib/format";

export const ORDERS = [
  { value: "wins", label: "Most wins" },
  { value: "score", label: "Best average score" },
  { value: "earned", label: "Most earned" },
  { value: "newest", label: "Newest" },
  { value: "name", label: "Name" },
] as const;

export type Order = (typeof ORDERS)[number]["value"];

export interface Wanted {
  /** Words that a name or a tone has. */
  text: string;
  /** Whether those that are not active are shown too. */
  all: boolean;
  order: Order;
}

type Listed = Pick<Persona, "id" | "name" | "tone" | "active" | "standings">;

export const nameOf = ({ id, name }: Pick<Persona, "id" | "name">): string => name ?? `Persona ${id}`;

/** "3 wins in 7 rounds, 7,120 on average". */
export function standingOf({ rounds, wins, average_final }: Persona["standings"]): string {
  const average = average_final === null ? "" : `, ${formatScore(average_final)} on average`;
  return `${plural(wins, "win")} in ${plural(rounds, "round")}${average}`;
}

const compared: Record<Order, (a: Listed, b: Listed) => number> = {
  wins: (a, b) => b.standings.wins - a.standings.wins,
  score: (a, b) => (b.standings.average_final ?? -1) - (a.standings.average_final ?? -1),
  earned: (a, b) => Number(BigInt(b.standings.prizes) > BigInt(a.standings.prizes)) - Number(BigInt(b.standings.prizes) < BigInt(a.standings.prizes)),
  newest: (a, b) => b.id - a.id,
  name: (a, b) => nameOf(a).localeCompare(nameOf(b)),
};

export function chosen<T extends Listed>(personas: readonly T[], { text, all, order }: Wanted): T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (persona: T) => {
    const said = `${nameOf(persona)} ${persona.tone ?? ""}`.toLowerCase();
    return (all || persona.active) && words.every((word) => said.includes(word));
  };
  return personas.filter(fits).sort((a, b) => compared[order](a, b) || a.id - b.id);
}

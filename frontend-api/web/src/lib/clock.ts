import { useSyncExternalStore } from "react";
import { useStatus } from "../api/queries";
import type { Phase, Round } from "../api/types";
import { chainNow, phaseAt } from "./phase";

const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(notify: () => void): () => void {
  listeners.add(notify);
  timer ??= setInterval(() => listeners.forEach((tick) => tick()), TICK_MS);
  return () => {
    listeners.delete(notify);
    if (listeners.size) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The chain's time in Unix seconds, once a second. */
export function useNow(): number {
  const { data } = useStatus();
  return useSyncExternalStore(subscribe, () => chainNow(data, Date.now()));
}

export function useRoundPhase(round: Pick<Round, "state" | "deadlines" | "progress">): { phase: Phase; now: number } {
  const now = useNow();
  return { phase: phaseAt(round, now), now };
}

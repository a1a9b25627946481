import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { statusGetQueryKey } from "./generated/@tanstack/react-query.gen";
import type { Status } from "./types";

const RETRY_MS = 5_000;

interface Change {
  round_id: number | null;
  persona_id: number | null;
}

let connected = false;
const listeners = new Set<() => void>();

function setConnected(value: boolean) {
  if (connected === value) return;
  connected = value;
  listeners.forEach((notify) => notify());
}

/** Whether changes arrive by themselves; if not, queries poll. */
export function useLive(): boolean {
  return useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
    () => connected,
  );
}

/** Follows `/live` and asks again for what it says has changed, until the returned function is called. */
export function followLive(queries: QueryClient): () => void {
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout>;

  function open() {
    source = new EventSource("/live");
    source.onopen = () => {
      setConnected(true);
      void queries.invalidateQueries();
    };
    source.onerror = () => {
      setConnected(false);
      // An EventSource retries a dropped connection by itself, but gives up on an HTTP error.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS);
    };
    source.addEventListener("status", (event) => {
      queries.setQueryData(statusGetQueryKey(), { ...(JSON.parse(event.data) as Status), receivedAt: Date.now() });
    });
    source.addEventListener("change", (event) => refresh(queries, JSON.parse(event.data) as Change));
    source.addEventListener("resync", () => void queries.invalidateQueries());
  }

  open();
  return () => {
    clearTimeout(retry);
    source.close();
    setConnected(false);
  };
}

/** What a generated query's key says: the tags of its endpoint, and the parameters in its path. */
interface Asked {
  tags?: readonly string[];
  path?: Record<string, unknown>;
}

function refresh(queries: QueryClient, change: Change) {
  const isOutdated = ({ tags = [], path = {} }: Asked) =>
    (tags.includes("rounds") && change.round_id !== null && (path.round_id ?? change.round_id) === change.round_id) ||
    // A round's end also changes the standings of its personas.
    (tags.includes("personas") && (path.persona_id ?? change.persona_id) === change.persona_id);
  void queries.invalidateQueries({ queryKey: ["holder"] });
  void queries.invalidateQueries({ predicate: ({ queryKey: [asked] }) => typeof asked === "object" && isOutdated(asked as Asked) });
}

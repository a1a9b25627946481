import type { Query, QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { statusGetQueryKey } from "./generated/@tanstack/react-query.gen";
import { type Asked, type Frame, isOutdated, subjectOf } from "./news";

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
/** The service says something every 15 seconds, even if only that it is there. */
const SILENCE_MS = 40_000;
/** Changes that come together are asked for together. */
const GATHER_MS = 150;

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

/**
 * Follows `/live` and asks again for what it says has changed, until the returned function is called.
 *
 * A lost connection is opened again, later each time, and goes on where it was.
 */
export function followLive(queries: QueryClient): () => void {
  const gathered = gatherer(queries);
  let socket: WebSocket | undefined;
  let version: number | undefined;
  let retryMs = FIRST_RETRY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const wait = (ms: number, then: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(then, ms);
  };

  function open() {
    const since = version === undefined ? "" : `?since=${version}`;
    const opened = new WebSocket(`${location.origin.replace(/^http/, "ws")}/live${since}`);
    socket = opened;
    wait(SILENCE_MS, lose);
    opened.onmessage = ({ data }) => hear(JSON.parse(String(data)) as Frame);
    opened.onclose = () => socket === opened && lose();
  }

  function hear(frame: Frame) {
    // What was asked for before this page listened may be old.
    if (version === undefined || frame.type === "resync") void queries.invalidateQueries();
    if (frame.type === "status") {
      queries.setQueryData(statusGetQueryKey(), { ...frame.status, receivedAt: Date.now() });
      version ??= frame.status.version;
    } else if ("version" in frame) version = frame.version;
    gathered(frame);
    retryMs = FIRST_RETRY_MS;
    setConnected(true);
    wait(SILENCE_MS, lose);
  }

  function lose() {
    leave();
    wait(retryMs * (0.5 + Math.random() / 2), open);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }

  function leave() {
    const left = socket;
    socket = undefined;
    left?.close();
    setConnected(false);
  }

  const retryNow = () => socket || wait(0, open);
  window.addEventListener("online", retryNow);
  open();
  return () => {
    window.removeEventListener("online", retryNow);
    leave();
    clearTimeout(timer);
  };
}

/** Takes frames, and asks again for what those of a moment say has changed. */
function gatherer(queries: QueryClient): (frame: Frame) => void {
  let changed: NonNullable<ReturnType<typeof subjectOf>>[] = [];

  function ask() {
    const now = changed;
    changed = [];
    const isOld = ({ queryKey: [asked] }: Query) => typeof asked === "object" && isOutdated(asked as Asked, now);
    void queries.invalidateQueries({ queryKey: ["holder"] });
    void queries.invalidateQueries({ predicate: isOld });
  }

  return (frame) => {
    const subject = subjectOf(frame);
    if (!subject) return;
    if (!changed.length) setTimeout(ask, GATHER_MS);
    changed.push(subject);
  };
}

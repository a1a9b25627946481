/** How far a transaction has come, step by step. */
import type { Log } from "viem";
import type { Hex } from "../api/types";

export interface Step {
  label: string;
  /** `working` is the page's own work, `asked` waits for the wallet, `sent` for the chain. */
  state: "working" | "asked" | "sent" | "done" | "failed";
  hash: Hex | null;
}

export interface Progress {
  /** `showing` is mined, while the service has not told of it yet. */
  phase: "review" | "running" | "showing" | "done" | "failed";
  steps: Step[];
  /** The block of the last transaction that was mined. */
  block: number | null;
  /** What the contracts told of in it. */
  logs: readonly Log[];
  error: string | null;
}

export type Happening =
  | { type: "reset" }
  | { type: "begun" }
  | { type: "step"; label: string; state: "working" | "asked" }
  | { type: "sent"; hash: Hex }
  | { type: "mined"; block: number; logs: readonly Log[] }
  | { type: "stepped" }
  | { type: "finished" }
  | { type: "shown" }
  | { type: "failed"; error: string };

export const START: Progress = { phase: "review", steps: [], block: null, logs: [], error: null };

export function advance(before: Progress, happening: Happening): Progress {
  switch (happening.type) {
    case "reset":
      return START;
    case "begun":
      return { ...START, phase: "running" };
    case "step":
      return { ...before, steps: [...before.steps, { label: happening.label, state: happening.state, hash: null }] };
    case "sent":
      return amendLast(before, { state: "sent", hash: happening.hash });
    case "mined":
      return { ...before, block: happening.block, logs: happening.logs };
    case "stepped":
      return amendLast(before, { state: "done" });
    case "finished":
      return { ...before, phase: before.block === null ? "done" : "showing" };
    case "shown":
      return { ...before, phase: "done" };
    case "failed":
      return { ...amendLast(before, { state: "failed" }), phase: "failed", error: happening.error };
  }
}

/** Whether it runs, so that nothing else may be begun and nothing be signed twice. */
export const isBusy = ({ phase }: Progress): boolean => phase === "running" || phase === "showing";

/** What people can expect now, in one sentence. */
export function sentenceOf({ phase, steps, block }: Progress): string {
  if (phase === "showing") return `Mined in block ${block}. Waiting until it shows here.`;
  if (phase === "done") return block === null ? "Done." : `Done, in block ${block}.`;
  if (phase !== "running") return "";
  const state = steps.at(-1)?.state;
  if (state === "asked") return "Confirm in your wallet.";
  if (state === "sent") return "Sent. Waiting to be mined; you may close this.";
  return "Working…";
}

function amendLast(before: Progress, change: Partial<Step>): Progress {
  const steps = before.steps.map((step, i) => (i === before.steps.length - 1 ? { ...step, ...change } : step));
  return { ...before, steps };
}

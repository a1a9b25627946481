/** How far a transaction has come, step by step. */
import type { TransactionReceipt } from "viem";
import type { Hex } from "../api/types";

/** What a sent transaction waits for: to be in a block, that the network shows a trace of it again, that the wallet
 * answers, that the wallet comes back to the right network. */
export type Waits = "block" | "trace" | "wallet" | "network";

export interface Step {
  label: string;
  /** `working` is the page's own work, `asked` waits for the wallet, `sent` for the chain. */
  state: "working" | "asked" | "sent" | "done" | "failed";
  hash: Hex | null;
  /** What it waits for, once that takes long. */
  waits: Waits | null;
}

export interface Progress {
  /** `showing` is mined, while the service has not told of it yet. */
  phase: "review" | "running" | "showing" | "done" | "failed";
  steps: Step[];
  /** Of the last transaction that was mined. */
  receipt: TransactionReceipt | null;
  error: string | null;
}

export type Happening =
  | { type: "reset" }
  | { type: "begun" }
  | { type: "step"; label: string; state: "working" | "asked" }
  | { type: "sent"; hash: Hex }
  | { type: "waits"; waits: Waits | null }
  | { type: "mined"; receipt: TransactionReceipt }
  | { type: "stepped" }
  | { type: "finished" }
  | { type: "shown" }
  | { type: "failed"; error: string };

export const START: Progress = { phase: "review", steps: [], receipt: null, error: null };

export function advance(before: Progress, happening: Happening): Progress {
  switch (happening.type) {
    case "reset":
      return START;
    case "begun":
      return { ...START, phase: "running" };
    case "step":
      return { ...before, steps: [...before.steps, { label: happening.label, state: happening.state, hash: null, waits: null }] };
    case "sent":
      return amendLast(before, { state: "sent", hash: happening.hash });
    case "waits":
      return amendLast(before, { waits: happening.waits });
    case "mined":
      return { ...before, receipt: happening.receipt };
    case "stepped":
      return amendLast(before, { state: "done" });
    case "finished":
      return { ...before, phase: before.receipt ? "showing" : "done" };
    case "shown":
      return { ...before, phase: "done" };
    case "failed":
      return { ...amendLast(before, { state: "failed" }), phase: "failed", error: happening.error };
  }
}

/** Whether it runs, so that nothing else may be begun and nothing be signed twice. */
export const isBusy = ({ phase }: Progress): boolean => phase === "running" || phase === "showing";

const LONG: Record<Waits, string> = {
  block: "Sent, but not mined yet. If it takes too long, speed it up or cancel it in your wallet: this page follows.",
  trace:
    "The network has lost sight of it before it was mined. Look in your wallet, and speed it up or cancel it there: this page follows. " +
    "Where your wallet has forgotten it too, nothing changed: reload the page and begin again.",
  wallet: "Sent, but your wallet can’t be asked whether it is mined. Unlock it, or check your connection.",
  network: "Sent, but your wallet is on another network now. Switch it back to see whether it is mined.",
};

/** What people can expect now, in one sentence. */
export function sentenceOf({ phase, steps, receipt }: Progress): string {
  if (phase === "showing") return `Mined in block ${receipt?.blockNumber}. Waiting until it shows here.`;
  if (phase === "done") return receipt ? `Done, in block ${receipt.blockNumber}.` : "Done.";
  if (phase !== "running") return "";
  const { state, waits } = steps.at(-1) ?? {};
  if (state === "asked") return "Confirm in your wallet.";
  if (state === "sent") return waits ? LONG[waits] : "Sent. Waiting to be mined; you may close this.";
  return "Working…";
}

function amendLast(before: Progress, change: Partial<Step>): Progress {
  const steps = before.steps.map((step, i) => (i === before.steps.length - 1 ? { ...step, ...change } : step));
  return { ...before, steps };
}

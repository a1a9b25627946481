import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Hex } from "../api/types";
import { describeError } from "../lib/errors";

export interface Step {
  label: string;
  state: "active" | "done" | "failed";
  hash: Hex | null;
}

/** Runs one labelled step of an action; `onHash` shows the hash of the transaction it sent. */
export type RunStep = <T>(label: string, work: (onHash: (hash: Hex) => void) => Promise<T>) => Promise<T>;

/** An action of one or more steps, such as "sign, then send": their states, and a plain error. */
export function useSteps() {
  const queries = useQueryClient();
  const [steps, setSteps] = useState<Step[]>([]);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const amend = (change: Partial<Step>) =>
    setSteps((all) => all.map((step, i) => (i === all.length - 1 ? { ...step, ...change } : step)));

  const step: RunStep = async (label, work) => {
    setSteps((all) => [...all, { label, state: "active", hash: null }]);
    const result = await work((hash) => amend({ hash }));
    amend({ state: "done" });
    return result;
  };

  async function run(plan: (step: RunStep) => Promise<void>): Promise<boolean> {
    setSteps([]);
    setError(null);
    setBusy(true);
    try {
      await plan(step);
      return true;
    } catch (failure) {
      amend({ state: "failed" });
      setError(describeError(failure));
      return false;
    } finally {
      setBusy(false);
      void queries.invalidateQueries({ queryKey: ["holder"] });
    }
  }

  return { steps, error, busy, run };
}

/** Carries a transaction out, step by step. */
import type { Hex } from "../api/types";
import type { Wallet } from "../chain/wallet";
import type { Call } from "./call";
import { mined } from "./follow";
import type { Happening } from "./progress";
import { simulated } from "./send";

/** What a plan works with: each step is shown by its label while it runs. */
export interface Steps {
  wallet: Wallet;
  account: Hex;
  /** Something that the page itself does, such as pinning a document. */
  work: <T>(label: string, work: () => Promise<T>) => Promise<T>;
  /** Something that the wallet is asked for without a transaction, such as a signature. */
  ask: <T>(label: string, work: () => Promise<T>) => Promise<T>;
  /** A transaction: tried, sent, and mined when the promise holds. Throws what `explainError` explains. */
  send: (label: string, call: Call) => Promise<void>;
}

export type Plan = (steps: Steps) => Promise<unknown>;

/** The call that an account makes. */
export const callOf = (call: Call | ((account: Hex) => Call), account: Hex): Call =>
  typeof call === "function" ? call(account) : call;

export function stepsOf(wallet: Wallet, tell: (happening: Happening) => void): Steps {
  const step = async <T>(label: string, state: "working" | "asked", work: () => Promise<T>): Promise<T> => {
    tell({ type: "step", label, state });
    const result = await work();
    tell({ type: "stepped" });
    return result;
  };
  return {
    wallet,
    account: wallet.account.address,
    work: (label, work) => step(label, "working", work),
    ask: (label, work) => step(label, "asked", work),
    send: (label, call) =>
      step(label, "asked", async () => {
        const request = await simulated(wallet, call);
        const hash = await wallet.writeContract(request);
        tell({ type: "sent", hash });
        tell({ type: "mined", receipt: await mined(wallet, hash, tell) });
      }),
  };
}

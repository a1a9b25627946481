/** Tries a proposal's actions as the timelock would make them. */
import type { Hex } from "viem";
import { revertOf } from "../chain/errors";
import type { Wallet } from "../chain/wallet";
import { explainError } from "../lib/errors";
import { formatAmount, tokens } from "../lib/format";
import type { Action } from "./action";

export type Tried = { state: "fine" } | { state: "untried"; why: string } | { state: "refused"; why: string };

const GOVERNOR = "The governor takes calls only out of a proposal that is executed, so it can’t be tried.";
const ALLOWANCE = "It needs what an action before it allows, so it can’t be tried alone.";

/** What each action would meet now, one by one. It says nothing of what will be when it is executed. */
export async function tryActions(wallet: Wallet, timelock: Hex, governor: Hex, actions: readonly Action[]): Promise<Tried[]> {
  return Promise.all(
    actions.map(async ({ target, value, data }): Promise<Tried> => {
      if (target === governor) return { state: "untried", why: GOVERNOR };
      try {
        await wallet.call({ account: timelock, to: target, value, data });
        return { state: "fine" };
      } catch (failure) {
        return explain(failure);
      }
    }),
  );
}

async function explain(failure: unknown): Promise<Tried> {
  const { errorName, args = [] } = revertOf(failure) ?? {};
  if (errorName === "ERC20InsufficientAllowance") return { state: "untried", why: ALLOWANCE };
  if (errorName === "ERC20InsufficientBalance") return { state: "refused", why: tooPoor(args) };
  return { state: "refused", why: await explainError(failure) };
}

const tooPoor = ([, held, needed]: readonly unknown[]) =>
  `The treasury holds ${tokens(held as bigint)}, and this needs ${formatAmount(needed as bigint)}. Lower the amount.`;

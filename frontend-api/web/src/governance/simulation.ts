/** Tries a proposal's actions as the timelock would make them. */
import { decodeErrorResult, type Hex, RawContractError, BaseError } from "viem";
import { errorsAbi } from "../chain/abi/errors";
import type { Wallet } from "../chain/wallet";
import { describeError } from "../lib/errors";
import { type Action, shown } from "./action";

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

function explain(failure: unknown): Tried {
  const error = revertOf(failure);
  if (error?.errorName === "ERC20InsufficientAllowance") return { state: "untried", why: ALLOWANCE };
  return { state: "refused", why: error ? `${error.errorName}(${(error.args ?? []).map(shown).join(", ")})` : describeError(failure) };
}

function revertOf(failure: unknown) {
  const found = failure instanceof BaseError ? failure.walk((e) => e instanceof RawContractError || "data" in (e as object)) : null;
  const raw = (found as { data?: Hex | { data?: Hex } } | null)?.data;
  const data = typeof raw === "object" ? raw.data : raw;
  if (!data || data === "0x") return null;
  try {
    return decodeErrorResult({ abi: errorsAbi, data });
  } catch {
    return null;
  }
}

/** Any refusal of a contract as a plain sentence. Loaded when the first call fails. */
import { BaseError, ContractFunctionRevertedError, decodeErrorResult, type Hex, RawContractError } from "viem";
import { errorsAbi } from "../abi/errors";
import { committee } from "./committee";
import { contributions } from "./contributions";
import { access, governor, timelock } from "./governance";
import { library } from "./library";
import { registry, vaults } from "./personas";
import { rounds } from "./rounds";
import { collection, token, votes } from "./tokens";
import { training } from "./training";
import { type ErrorName, quoted, type Sentences } from "./words";

/** One for every custom error of every contract. */
export const SENTENCES: Sentences<ErrorName> = {
  ...rounds,
  ...contributions,
  ...committee,
  ...registry,
  ...vaults,
  ...training,
  ...governor,
  ...timelock,
  ...access,
  ...token,
  ...votes,
  ...collection,
  ...library,
};

interface Revert {
  errorName: string;
  args: readonly unknown[];
}

/** What a contract answered when it refused; null where it said nothing that this page knows. */
export function revertOf(error: unknown): Revert | null {
  const data = dataOf(error);
  if (!data || data === "0x") return null;
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi: errorsAbi, data }) as { errorName: string; args?: readonly unknown[] };
    return { errorName, args };
  } catch {
    return null;
  }
}

/** What happened and what to do next, in one or two sentences. */
export function explainRevert(error: unknown): string {
  const { errorName, args } = revertOf(error) ?? { errorName: "", args: [] };
  const sentence = Object.hasOwn(SENTENCES, errorName) ? SENTENCES[errorName as ErrorName] : null;
  if (sentence) return (sentence as (...args: readonly unknown[]) => string)(...args);
  if (errorName === "Error") return `The contract refused: ${quoted(String(args[0]))}. Reload and try again.`;
  if (errorName === "Panic") return `The contract met a failure of its own (panic ${args[0]}). Nothing changed; tell whoever runs this site.`;
  const data = dataOf(error) ?? "0x";
  if (data !== "0x") return `The contract refused for a reason that this page does not know (${data.slice(0, 10)}). Reload and try again.`;
  return "The contract refused and did not say why. Reload and try again.";
}

function dataOf(error: unknown): Hex | undefined {
  const found = error instanceof BaseError ? error.walk((e) => e instanceof RawContractError || "data" in (e as object)) : null;
  if (found instanceof ContractFunctionRevertedError) return found.raw;
  const raw = (found as { data?: Hex | { data?: Hex } } | null)?.data;
  return typeof raw === "object" ? raw.data : raw;
}

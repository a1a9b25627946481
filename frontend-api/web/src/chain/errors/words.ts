/** What the sentences of contract errors are made of. */
import type { ContractErrorArgs, ContractErrorName } from "viem";
import { formatTime } from "../../lib/format";
import type { errorsAbi } from "../abi/errors";

export { tokens } from "../../lib/format";

type Errors = typeof errorsAbi;

/** Every custom error of every contract. */
export type ErrorName = ContractErrorName<Errors>;

/** The errors whose names begin so. */
export type Of<prefix extends string> = Extract<ErrorName, `${prefix}${string}`>;

/** A sentence for each of these errors: what happened, and what to do next. */
export type Sentences<name extends ErrorName> = { [each in name]: (...args: Extract<ContractErrorArgs<Errors, each>, readonly unknown[]>) => string };

const LAST_DATE_S = 8_640_000_000_000n;
const MOST_QUOTED = 60;

/** Unix seconds as a local date and time; what is beyond all dates is "the end of time". */
export const time = (unix: bigint | number): string => (BigInt(unix) > LAST_DATE_S ? "the end of time" : formatTime(Number(unix)));

/** What would end a quotation, break its line, or turn the order of what is around it. */
const UNQUOTABLE = /[“”\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** A stranger's text, in quotation marks that it can't leave, and not too long. */
export function quoted(text: string): string {
  const said = text.replace(UNQUOTABLE, " ");
  return `“${said.length > MOST_QUOTED ? `${said.slice(0, MOST_QUOTED)}…` : said}”`;
}

/** The name of a contract's state or kind by its number. */
export const named = (names: readonly string[], number: number): string => names[number] ?? `number ${number}`;

export const RELOAD = "Reload to see where it stands.";
export const BY_PROPOSAL = "Make a proposal for it.";
export const SIGN_AGAIN = "Sign again.";

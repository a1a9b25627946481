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

/** A stranger's text, in quotation marks and not too long. */
export const quoted = (text: string): string => `“${text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text}”`;

/** The name of a contract's state or kind by its number. */
export const named = (names: readonly string[], number: number): string => names[number] ?? `number ${number}`;

export const RELOAD = "Reload to see where it stands.";
export const BY_PROPOSAL = "Make a proposal for it.";
export const SIGN_AGAIN = "Sign again.";

/** Errors of the libraries below the contracts, which people should hardly ever meet. */
import { formatAmount } from "../../lib/format";
import { quoted, type Sentences } from "./words";

const TELL = "Nothing changed. If it happens again, tell whoever runs this deployment.";

type Name =
  | "CloneArgumentsTooLong"
  | "Create2EmptyBytecode"
  | "ECDSAInvalidSignature"
  | "ECDSAInvalidSignatureLength"
  | "ECDSAInvalidSignatureS"
  | "FailedCall"
  | "FailedDeployment"
  | "InsufficientBalance"
  | "InvalidShortString"
  | "ReentrancyGuardReentrantCall"
  | "SafeCastOverflowedUintDowncast"
  | "StringTooLong"
  | "StringsInsufficientHexLength";

export const library: Sentences<Name> = {
  ECDSAInvalidSignature: () => "The signature is not valid. Sign again.",
  ECDSAInvalidSignatureLength: (length) => `The signature has ${length} bytes, where 65 belong. Sign again.`,
  ECDSAInvalidSignatureS: () => "The signature is not in the form that contracts take. Sign again, with another wallet if need be.",
  FailedCall: () => "Something that this calls failed without saying why. Check what it would do before you send it again.",
  FailedDeployment: () => `The persona’s vault could not be made. ${TELL}`,
  InsufficientBalance: (balance, needed) =>
    `The contract holds ${formatAmount(balance)} of the network’s coin, and this needs ${formatAmount(needed)}. Lower the amount, or fund it first.`,
  ReentrancyGuardReentrantCall: () => "The vault was called while it was still paying. Claim again by itself.",
  SafeCastOverflowedUintDowncast: () => "A number is too large for the contract. Lower the amount.",
  StringTooLong: (text) => `${quoted(text)} is too long. Shorten it.`,
  InvalidShortString: () => `A stored name can’t be read. ${TELL}`,
  StringsInsufficientHexLength: () => `A number does not fit where it is to be written. ${TELL}`,
  CloneArgumentsTooLong: () => `The persona’s vault could not be made: too much is to be written into it. ${TELL}`,
  Create2EmptyBytecode: () => `The persona’s vault could not be made: it has no code. ${TELL}`,
};

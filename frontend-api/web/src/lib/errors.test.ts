import {
  type Abi,
  BaseError,
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  InsufficientFundsError,
  UserRejectedRequestError,
} from "viem";
import { describe, expect, test } from "vitest";
import { ApiError } from "../api/client";
import { errorsAbi } from "../chain/abi/errors";
import { describeError, MinedRevertError, wasDeclined } from "./errors";

const ALICE = "0x00000000000000000000000000000000000A11cE";

function reverted(errorName: string, args: readonly unknown[] = []) {
  const abi: Abi = errorsAbi;
  const data = encodeErrorResult({ abi, errorName, args });
  const cause = new ContractFunctionRevertedError({ abi, data, functionName: "castVote" });
  return new ContractFunctionExecutionError(cause, { abi, functionName: "castVote", args: [] });
}

describe("describeError", () => {
  test.each([
    ["RoundsAlreadyVoted", [1n, ALICE], "already voted"],
    ["RoundsNoVotingPower", [ALICE], "Delegate to yourself"],
    ["RoundsBountyTooSmall", [10n ** 18n, 5n * 10n ** 18n], "1 is below the minimum of 5"],
    ["RoundsAmountTooSmall", [10n ** 17n, 5n * 10n ** 17n], "0.1 is below the minimum of 0.5"],
    ["ERC20InsufficientBalance", [ALICE, 2n * 10n ** 18n, 7n * 10n ** 18n], "You hold 2 tokens, and this needs 7"],
    ["RoundsUnexpectedState", [1n, 3], "moved on"],
    ["CommitteeNotYetClosable", [`0x${"00".repeat(32)}`], "still revealing"],
  ])("says what %s means", (name, args, words) => expect(describeError(reverted(name, args))).toContain(words));

  test("names a contract's error that has no sentence of its own", () =>
    expect(describeError(reverted("RoundsSelfBallot", [1n]))).toBe(
      "The contract refused: rounds self ballot (entry 1). Reload and try again.",
    ));

  test("a declined signature is not a failure of the page", () => {
    const declined = new BaseError("x", { cause: new UserRejectedRequestError(new Error("no")) });
    expect(describeError(declined)).toBe("You declined in the wallet. Nothing was sent.");
    expect([wasDeclined(declined), wasDeclined({ code: 4001 }), wasDeclined(new Error("x"))]).toEqual([true, true, false]);
  });

  test("an account without gas is told to get some", () =>
    expect(describeError(new BaseError("x", { cause: new InsufficientFundsError() }))).toContain("pay for gas"));

  test("a mined revert, the service's words and a stranger's error are shown in one line", () => {
    expect(describeError(new MinedRevertError())).toContain("nothing changed");
    expect(describeError(new ApiError("text: too long", 422))).toBe("text: too long");
    expect(describeError(new Error("first\nsecond"))).toBe("first");
    expect(describeError(undefined)).toBe("Something went wrong. Try again.");
  });
});

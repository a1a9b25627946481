import { BaseError, InsufficientFundsError, ResourceUnavailableRpcError, UserRejectedRequestError } from "viem";
import { describe, expect, test } from "vitest";
import { ApiError } from "../api/client";
import { describeError, MinedRevertError, wasDeclined } from "./errors";

describe("describeError", () => {
  test("a declined signature is not a failure of the page", () => {
    const declined = new BaseError("x", { cause: new UserRejectedRequestError(new Error("no")) });
    expect(describeError(declined)).toBe("You declined in the wallet. Nothing was sent.");
    expect([wasDeclined(declined), wasDeclined({ code: 4001 }), wasDeclined(new Error("x"))]).toEqual([true, true, false]);
  });

  test("an account without gas is told to get some, and a busy wallet is pointed at", () => {
    expect(describeError(new BaseError("x", { cause: new InsufficientFundsError() }))).toContain("pay for gas");
    expect(describeError(new BaseError("x", { cause: new ResourceUnavailableRpcError(new Error("busy")) }))).toContain("Open it, answer");
  });

  test("a mined revert, the service's words and a stranger's error are shown in one line", () => {
    expect(describeError(new MinedRevertError())).toContain("nothing changed");
    expect(describeError(new ApiError("text: too long", 422))).toBe("text: too long");
    expect(describeError(new Error("first\nsecond"))).toBe("first");
    expect(describeError(undefined)).toBe("Something went wrong. Try again.");
  });
});

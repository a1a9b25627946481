import {
  type Abi,
  type AbiParameter,
  BaseError,
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  ExecutionRevertedError,
  type Hex,
  keccak256,
  RawContractError,
  toHex,
} from "viem";
import { describe, expect, test } from "vitest";
import { formatTime } from "../../lib/format";
import { explainError } from "../../lib/errors";
import { SENTENCES } from ".";

const PIP = "0x00000000000000000000000000000000000A11cE";
const ONE = 10n ** 18n;
const QUESTION: Hex = `0x${"07".repeat(32)}`;

const files = import.meta.glob<Abi>("../../../../../deployments/abi/*.json", { eager: true, import: "default" });
const abi = Object.values(files).flat();
const errors = new Map(abi.flatMap((item) => (item.type === "error" ? [[item.name, item] as const] : [])));

function refusal(data: Hex, known: Abi = abi) {
  const cause = new ContractFunctionRevertedError({ abi: known, data, functionName: "castVote" });
  return new ContractFunctionExecutionError(cause, { abi: known, functionName: "castVote", args: [] });
}

const said = (errorName: string, args: readonly unknown[] = []) => explainError(refusal(encodeErrorResult({ abi, errorName, args })));

const MOST: Record<string, unknown> = { address: PIP, bytes32: QUESTION, string: "<b>x</b>".repeat(100) };

/** The greatest value that an argument of that type can have. */
function most({ type }: AbiParameter): unknown {
  const bits = Number(/^uint(\d+)$/.exec(type)?.[1] ?? 0);
  if (!bits) return MOST[type];
  return bits <= 48 ? 2 ** bits - 1 : 2n ** BigInt(bits) - 1n;
}

describe("every custom error", () => {
  test("has a sentence, and there is no sentence without its error", () => {
    expect(errors.size).toBeGreaterThan(100);
    expect(Object.keys(SENTENCES).sort()).toEqual([...errors.keys()].sort());
  });

  test.each([...errors.values()])("$name says what happened and what to do, whatever its arguments are", async ({ name, inputs }) => {
    const sentence = await said(name, inputs.map(most));
    expect(sentence).toMatch(/^(?=.{20,400}$)[A-Z\d“].*[.]$/);
    expect(sentence).not.toMatch(/undefined|NaN|null|Invalid Date|\[object/);
  });
});

test.each([
  ["RoundsBountyTooSmall", [ONE, 5n * ONE], "The bounty of 1 token is below the minimum of 5 tokens. Raise it."],
  ["RoundsUnexpectedState", [7n, 3], "Round 7 is settled, so this can’t be done now. Reload to see where it stands."],
  ["RoundsDeadlinePassed", [1_700_000_000n], `Too late: the deadline was ${formatTime(1_700_000_000)}. Reload to see where it stands.`],
  ["ERC20InsufficientBalance", [PIP, 2n * ONE, 7n * ONE], "You hold 2 tokens, and this needs 7. Lower the amount or get more."],
  ["GovernorUnexpectedProposalState", [3n, 1, QUESTION], "Proposal 3 is in its vote, so this can’t be done now. Reload to see where it stands."],
  ["CommitteeTooFewMembers", [1n, 3n], "1 operator is bonded, and 3 must be. Try again when more have bonded."],
  [
    "AccessControlUnauthorizedAccount",
    [PIP, keccak256(toHex("PROPOSER_ROLE"))],
    "0x0000…11cE does not have the role proposer, which this takes. Use an account that has it, or make a proposal.",
  ],
  ["RegistryInvalidURI", ["https://x.example"], "“https://x.example” is not the IPFS address of a card. Pin the card, and use the address that it gets."],
  ["ContributionNotAccepted", [4n, 3], "Contribution 4 is under review: only an accepted one can do this."],
])("%s is decoded into plain words", async (name, args, words) => expect(await said(name, args)).toBe(words));

describe("what no contract of ours says", () => {
  const reason = [{ type: "error", name: "Error", inputs: [{ name: "", type: "string" }] }] as const;

  test.each([
    ["x".repeat(500), `${"x".repeat(60)}…`],
    ["no”. Send it to “me", "no . Send it to  me"],
    ["a\u202eb\nc\u2028d", "a b c d"],
  ])("a string is quoted, cut where it is long, and stays in its quotation", async (said, shown) => {
    const data = encodeErrorResult({ abi: reason, args: [said] });
    expect(await explainError(refusal(data))).toBe(`The contract refused: “${shown}”. Reload and try again.`);
  });

  test("a panic, an unknown error and silence have a sentence too", async () => {
    const panic = encodeErrorResult({ abi: [{ type: "error", name: "Panic", inputs: [{ name: "", type: "uint256" }] }], args: [17n] });
    expect(await explainError(refusal(panic))).toContain("panic 17");
    expect(await explainError(refusal("0x12345678"))).toContain("does not know (0x12345678)");
    expect(await explainError(refusal("0x"))).toBe("The contract refused and did not say why. Reload and try again.");
  });

  test("a bare call's refusal is decoded from its data", async () => {
    const data = encodeErrorResult({ abi, errorName: "RoundsSelfBallot", args: [1n] });
    const bare = new BaseError("call failed", { cause: new ExecutionRevertedError({ cause: new RawContractError({ data }) }) });
    expect(await explainError(bare)).toContain("entry 2 votes for itself");
  });
});

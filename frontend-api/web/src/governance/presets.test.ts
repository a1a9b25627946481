import { type Abi, decodeFunctionData, getAddress } from "viem";
import { expect, test } from "vitest";
import { generationRoundsAbi } from "../chain/abi/GenerationRounds";
import { oracleCommitteeAbi } from "../chain/abi/OracleCommittee";
import { personaRegistryAbi } from "../chain/abi/PersonaRegistry";
import { rewardTokenAbi } from "../chain/abi/RewardToken";
import { trainingJobsAbi } from "../chain/abi/TrainingJobs";
import { troupeGovernorAbi } from "../chain/abi/TroupeGovernor";
import { type Action, act, proposeArgs } from "./action";
import { parseArgument } from "./argument";
import { changesIn, excess, labelOf, merge, type Parameters, write } from "./parameters";
import { changeRules, member, quorum, setActive, setCard, spendCoins, spendTokens, threshold, train, votingDelay, votingPeriod } from "./presets";
import { fieldsOf } from "./useRules";

const at = (digit: string) => getAddress(`0x${digit.repeat(40)}`);
const rounds = { name: "GenerationRounds", address: at("1"), abi: generationRoundsAbi } as const;
const registry = { name: "PersonaRegistry", address: at("2"), abi: personaRegistryAbi } as const;
const token = { name: "RewardToken", address: at("3"), abi: rewardTokenAbi } as const;
const jobs = { name: "TrainingJobs", address: at("4"), abi: trainingJobsAbi } as const;
const committee = { name: "OracleCommittee", address: at("5"), abi: oracleCommitteeAbi } as const;
const governor = { name: "TroupeGovernor", address: at("6"), abi: troupeGovernorAbi } as const;
const DIGEST = `0x${"ab".repeat(32)}` as const;
const MILO = { id: 2, name: "Milo" };

const RULES: Parameters = {
  criteria: [2500, 1500, 1500, 2500, 2000],
  prizeShares: [5000, 2000, 1000],
  peerWeight: 2500,
  communityWeight: 3000,
  participationShare: 2000,
  tolerance: 300,
  penaltyShare: 500,
  leaderWindow: 15,
  entryWindow: 120,
  voteWindow: 12,
  revealWindow: 12,
  fee: 10n ** 19n,
  penalty: 5n * 10n ** 19n,
  leaderPenalty: 10n ** 20n,
  minBounty: 5n * 10n ** 19n,
  voteQuorum: 10n ** 22n,
  scoringProfile: DIGEST,
};

const decoded = ({ data }: Action, abi: Abi) => decodeFunctionData({ abi, data });

test.each([
  [setActive(registry, MILO, true), registry, "setActive", [2n, true]],
  [setActive(registry, MILO, false), registry, "setActive", [2n, false]],
  [setCard(registry, MILO, DIGEST), registry, "setCard", [2n, DIGEST]],
  [spendTokens(token, at("7"), 15n * 10n ** 17n), token, "transfer", [at("7"), 15n * 10n ** 17n]],
  [member(committee, at("7"), true), committee, "addMember", [at("7")]],
  [member(committee, at("7"), false), committee, "removeMember", [at("7")]],
  [votingPeriod(governor, 7200), governor, "setVotingPeriod", [7200]],
  [votingDelay(governor, 60), governor, "setVotingDelay", [60]],
  [quorum(governor, 5), governor, "updateQuorumNumerator", [5n]],
  [threshold(governor, 7n), governor, "setProposalThreshold", [7n]],
] as const)("%o is the call that it says", (action, contract, functionName, args) => {
  expect(decoded(action, contract.abi)).toEqual({ functionName, args });
  expect([action.target, action.value]).toEqual([contract.address, 0n]);
  expect(action.call).toContain(`${contract.name}.${functionName}(`);
});

test("new weights keep all the other rules", () => {
  const action = changeRules(rounds, RULES, { ...RULES, criteria: [3000, 1000, 1500, 2500, 2000] });
  expect(decoded(action, rounds.abi)).toEqual({
    functionName: "addParameters",
    args: [{ ...RULES, criteria: [3000, 1000, 1500, 2500, 2000] }],
  });
  expect(action.says).toContain("criteria from 2500, 1500, 1500, 2500, 2000 to 3000, 1000, 1500, 2500, 2000");
});

test("training is approved and ordered", () => {
  const [approve, request] = train(token, jobs, { who: MILO, dataset: DIGEST, recipe: DIGEST, attributions: 3, fee: 160n });
  expect(decoded(approve!, token.abi)).toEqual({ functionName: "approve", args: [jobs.address, 160n] });
  expect(decoded(request!, jobs.abi)).toEqual({ functionName: "request", args: [2, DIGEST, DIGEST, 3] });
});

test("a payment of coins has no call", () =>
  expect(spendCoins(at("7"), 5n)).toMatchObject({ target: at("7"), value: 5n, data: "0x", call: "" }));

test("a description ends with its proposer, as the governor demands", () => {
  const actions = [spendCoins(at("7"), 5n), setCard(registry, MILO, DIGEST)];
  const [targets, values, calldatas, description] = proposeArgs(actions, " A title ", "Why\n", at("8"));
  expect([targets, values, calldatas]).toEqual([[at("7"), registry.address], [5n, 0n], ["0x", actions[1]!.data]]);
  expect(description).toBe(`A title\n\nWhy#proposer=${at("8")}`);
  expect(proposeArgs(actions, "A title", "", at("8"))[3]).toBe(`A title#proposer=${at("8")}`);
});

test("rules written in a form and read again are the same", () => {
  const fields = fieldsOf(rounds.abi);
  const written = Object.fromEntries(fields.map(({ name }) => [name!, write(name!, RULES[name!])]));
  expect(written).toMatchObject({ fee: "10", prizeShares: "5000, 2000, 1000", voteWindow: "12" });
  expect(merge(fields, written)).toEqual({ value: RULES });
  const changed = merge(fields, { ...written, fee: "11.5", voteWindow: "13" });
  expect("value" in changed && changesIn(RULES, changed.value)).toBe("vote window (seconds) from 12 to 13; fee (tokens) from 10 to 11.5");
});

test.each([
  ["fee", "a lot"],
  ["fee", "-1"],
  ["criteria", "1, 2, 3"],
  ["criteria", "1, 2, 3, 4, 70000"],
  ["voteWindow", "1.5"],
  ["voteWindow", "4294967296"],
  ["scoringProfile", "0x12"],
])("%s can't be %s", (name, text) => {
  const fields = fieldsOf(rounds.abi);
  const written = Object.fromEntries(fields.map((field) => [field.name!, write(field.name!, RULES[field.name!])]));
  const found = merge(fields, { ...written, [name]: text });
  expect("problems" in found && Object.keys(found.problems)).toEqual([name]);
});

test("weights that add up to the whole are in balance", () => {
  expect(excess([2500, 1500, 1500, 2500, 2000])).toBe(0);
  expect(excess([2500, 1500, 1500, 2500, 2100])).toBe(100);
});

test("labels have their units", () => {
  expect(labelOf("minBounty")).toBe("min bounty (tokens)");
  expect(labelOf("voteWindow")).toBe("vote window (seconds)");
});

test.each([
  [{ name: "a", type: "uint256" }, `${2n ** 256n - 1n}`, 2n ** 256n - 1n],
  [{ name: "a", type: "uint16" }, " 7 ", 7],
  [{ name: "a", type: "int8" }, "-128", -128],
  [{ name: "a", type: "bool" }, "true", true],
  [{ name: "a", type: "string" }, "x", "x"],
  [{ name: "a", type: "bytes" }, "0x", "0x"],
  [{ name: "a", type: "address" }, at("7").toLowerCase(), at("7")],
  [{ name: "a", type: "uint256[]" }, `[1, "2", "${2n ** 255n}"]`, [1n, 2n, 2n ** 255n]],
  [{ name: "a", type: "tuple", components: [{ name: "b", type: "bool" }] }, '{"b": true}', { b: true }],
])("the argument %o of %s", (field, text, value) => expect(parseArgument(field, text)).toEqual(value));

test.each([
  [{ name: "a", type: "uint8" }, "256"],
  [{ name: "a", type: "uint8" }, "-1"],
  [{ name: "a", type: "uint8" }, ""],
  [{ name: "a", type: "bool" }, "yes"],
  [{ name: "a", type: "address" }, "0x12"],
  [{ name: "a", type: "bytes32" }, "0x12"],
  [{ name: "a", type: "uint8[2]" }, "[1]"],
  [{ name: "a", type: "uint8[]" }, "{"],
  [{ name: "a", type: "uint256[]" }, "[9007199254740993]"],
  [{ name: "a", type: "tuple", components: [] }, "1"],
])("the argument %o refuses %s", (field, text) => expect(() => parseArgument(field, text)).toThrow(/^a: /));

test("a call of an expert is encoded by its ABI", () => {
  const abi = [committee.abi.find((item) => item.type === "function" && item.name === "setMinBond")!] as Abi;
  const action = act({ name: "OracleCommittee", address: committee.address, abi }, "setMinBond", [5n], "");
  expect(decoded(action, committee.abi)).toEqual({ functionName: "setMinBond", args: [5n] });
});

test("one token is said as one", () => {
  expect(spendTokens(token, at("7"), 10n ** 18n).says).toContain("Pays 1 token from the treasury");
  expect(threshold(governor, 2n * 10n ** 18n).says).toContain("to 2 tokens.");
});

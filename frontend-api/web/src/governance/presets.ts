/** What proposals usually do, as calls. Texts that need a person's judgement are checked before they come here. */
import type { Hex } from "viem";
import type { contributionNFTAbi } from "../chain/abi/ContributionNFT";
import type { generationRoundsAbi } from "../chain/abi/GenerationRounds";
import type { oracleCommitteeAbi } from "../chain/abi/OracleCommittee";
import type { personaRegistryAbi } from "../chain/abi/PersonaRegistry";
import type { rewardTokenAbi } from "../chain/abi/RewardToken";
import type { trainingJobsAbi } from "../chain/abi/TrainingJobs";
import type { troupeGovernorAbi } from "../chain/abi/TroupeGovernor";
import { formatAmount, formatDuration, tokens } from "../lib/format";
import { act, type Action, pay, type Target } from "./action";
import { changesIn, type Parameters } from "./parameters";

export type Registry = Target<typeof personaRegistryAbi>;
export type Token = Target<typeof rewardTokenAbi>;
export type Jobs = Target<typeof trainingJobsAbi>;
export type Committee = Target<typeof oracleCommitteeAbi>;
export type Governor = Target<typeof troupeGovernorAbi>;
/** Contracts with numbered versions of rules. */
export type Ruled = Target<typeof generationRoundsAbi> | Target<typeof contributionNFTAbi> | Jobs;

export interface Who {
  id: number;
  name: string;
}

export function changeRules(of: Ruled, before: Parameters, after: Parameters): Action {
  const says = `Changes the rules of ${of.name}: ${changesIn(before, after)}.`;
  // The form is made of the ABI's own fields, so that the struct is the contract's.
  return act(of as Target, "addParameters", [after], says);
}

export function setActive(registry: Registry, { id, name }: Who, active: boolean): Action {
  const says = active ? `Activates persona ${id} (${name}): it takes part in rounds.` : `Retires persona ${id} (${name}).`;
  return act(registry, "setActive", [BigInt(id), active], says);
}

export const setCard = (registry: Registry, { id, name }: Who, card: Hex): Action =>
  act(registry, "setCard", [BigInt(id), card], `Gives persona ${id} (${name}) the card ${card}.`);

export interface Order {
  who: Who;
  dataset: Hex;
  recipe: Hex;
  attributions: number;
  /** What the committee asks for it all, in wei. */
  fee: bigint;
}

/** Two calls: the treasury approves the fees, and orders the training. */
export const train = (token: Token, jobs: Jobs, { who, dataset, recipe, attributions, fee }: Order): Action[] => [
  act(token, "approve", [jobs.address, fee], `Lets ${jobs.name} take ${tokens(fee)} from the treasury.`),
  act(jobs, "request", [who.id, dataset, recipe, attributions], `Orders training for persona ${who.id} (${who.name}).`),
];

export const spendTokens = (token: Token, to: Hex, wei: bigint): Action =>
  act(token, "transfer", [to, wei], `Pays ${tokens(wei)} from the treasury to ${to}.`);

export const spendCoins = (to: Hex, wei: bigint): Action =>
  pay(to, wei, `Pays ${formatAmount(wei)} of the network’s coin from the treasury to ${to}.`);

export const member = (committee: Committee, operator: Hex, added: boolean): Action =>
  added
    ? act(committee, "addMember", [operator], `Adds the operator ${operator} to the committee.`)
    : act(committee, "removeMember", [operator], `Removes the operator ${operator} from the committee.`);

export const votingPeriod = (governor: Governor, seconds: number): Action =>
  act(governor, "setVotingPeriod", [seconds], `Sets the length of a vote to ${formatDuration(seconds)}.`);

export const votingDelay = (governor: Governor, seconds: number): Action =>
  act(governor, "setVotingDelay", [seconds], `Sets the wait before a vote to ${formatDuration(seconds)}.`);

export const quorum = (governor: Governor, percent: number): Action =>
  act(governor, "updateQuorumNumerator", [BigInt(percent)], `Sets the quorum to ${percent} % of the supply.`);

export const threshold = (governor: Governor, wei: bigint): Action =>
  act(governor, "setProposalThreshold", [wei], `Sets the votes needed to propose to ${tokens(wei)}.`);

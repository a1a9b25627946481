/** The page's words for the service's answers. Wei are decimal strings; times are Unix seconds. */
import type { Criterion, Reference, RosterPlace, RoundOut } from "./generated";

export type {
  BlockOut as Block,
  Brief,
  Card,
  ContributionOut as Contribution,
  Criterion,
  CriterionOut as CriterionScore,
  DeploymentOut as Deployment,
  EntriesOut as Entries,
  EntryOut as Entry,
  OperatorScores,
  ParametersOut as Parameters,
  PersonaDetail,
  PersonaOut as Persona,
  Phase,
  PlatformOut as PlatformInfo,
  RoundDetail,
  RoundOut as Round,
  ScorePart,
  SheetOut as Sheet,
  Source,
  StatusOut as Status,
  TimelineEvent,
  TokenOut as Token,
  VoteOut as Vote,
} from "./generated";

export type Hex = `0x${string}`;
export type State = RoundOut["state"];
export type RosterSeat = Pick<RosterPlace, "index" | "persona_id" | "name">;
export type Pinned<T> = Reference & { document: T | null };
export type PerCriterion<T> = Record<Criterion, T>;

export const CRITERIA = ["engagement", "trend_relevance", "sentiment", "virality", "readability"] as const satisfies Criterion[];

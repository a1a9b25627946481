/** The service's answers, as frontend-api/API.md gives them. Wei are decimal strings; times are Unix seconds. */
export type Hex = `0x${string}`;

export const CRITERIA = ["engagement", "trend_relevance", "sentiment", "virality", "readability"] as const;
export type Criterion = (typeof CRITERIA)[number];
export type PerCriterion<T> = Record<Criterion, T>;

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Pinned<T> {
  digest: Hex;
  cid: string;
  document: T | null;
  problem: string | null;
}

export interface Status {
  chain_id: number;
  version: number;
  head: Block;
  projected: Block;
  finalized: number;
  lag_blocks: number;
  updated_at: number;
  problem: string | null;
}

export interface Block {
  number: number;
  hash: Hex;
  time: number;
}

export interface Parameters {
  version: number;
  peer_weight: number;
  community_weight: number;
  participation_share: number;
  prize_shares: number[];
  entry_window: number;
  vote_window: number;
  reveal_window: number;
  fee: string;
  min_bounty: string;
  vote_quorum: string;
  criteria: PerCriterion<number>;
}

export interface Token {
  address: Hex;
  name: string;
  symbol: string;
  decimals: number;
}

export interface PlatformInfo {
  id: number;
  slug: string | null;
  limit: number | null;
  unit: string | null;
}

export interface Deployment {
  chain_id: number;
  contracts: Record<string, { address: Hex; block: number }>;
  token: Token;
  parameters: Parameters | null;
  platforms: PlatformInfo[];
  rpc_url: string | null;
}

export interface Source {
  title: string;
  text: string;
  url: string | null;
}

export interface Brief {
  text: string;
  sources: Source[];
  language: string;
  target_sentiment: number | null;
}

export interface Card {
  name: string;
  tone: string;
  bio: string;
  topics: string[];
  style: string[];
  donts: string[];
  platforms: string[];
}

export interface Persona {
  id: number;
  active: boolean;
  name: string | null;
  tone: string | null;
  vault: Hex;
  registered_at: number;
  card: Pinned<Card> & { version: number };
  model: { version: number; digest: Hex | null; cid: string | null };
  standings: { rounds: number; wins: number; prizes: string; average_final: number | null };
}

export interface PersonaDetail extends Persona {
  rounds: {
    round_id: number;
    state: State;
    index: number;
    final_score: number | null;
    rank: number | null;
    prize: string | null;
  }[];
  contributions: Contribution[];
}

export interface Contribution {
  token_id: number;
  kind: string;
  status: "pending" | "reviewing" | "accepted" | "rejected" | "returned";
  contributor: Hex;
  digest: Hex;
  impact: string;
  weight: string;
  active_at: number | null;
  active: boolean;
}

export type State = "open" | "voting" | "settled" | "expired" | "failed";
export type Phase = State | "reveal" | "closable";

export interface RosterSeat {
  index: number;
  persona_id: number;
  name: string | null;
}

export interface Winner {
  index: number;
  persona_id: number;
  name: string | null;
  final_score: number;
  prize: string;
}

export interface Round {
  id: number;
  state: State;
  phase: Phase;
  final: boolean;
  platform: PlatformInfo;
  proposer: Hex;
  bounty: string;
  sponsored: string;
  brief: Pinned<Brief>;
  roster: RosterSeat[];
  opened_at: number;
  deadlines: {
    leader_until: number;
    entries_until: number;
    vote_until: number | null;
    reveal_until: number | null;
  };
  progress: { members: number; committed: number; revealed: number; refused: number; votes: number };
  winner: Winner | null;
}

export interface TimelineEvent {
  contract: string;
  name: string;
  block: number;
  time: number;
  tx: Hex;
  log_index: number;
  final: boolean;
  data: Record<string, unknown>;
}

export interface RoundDetail extends Round {
  parameters: Parameters;
  manifest: { digest: Hex; cid: string; problem: string | null } | null;
  submitter: Hex | null;
  decided: boolean | null;
  refund: string | null;
  sponsors: { sponsor: Hex; amount: string; reclaimed: string }[];
  timeline: TimelineEvent[];
}

export interface Engine {
  name: string;
  version: string;
  model: string;
  built_in: boolean;
  label: string;
}

export interface Entry {
  index: number;
  persona_id: number;
  name: string | null;
  text: string | null;
  failure: string | null;
  length: { count: number; limit: number | null; unit: string | null; fits: boolean } | null;
  engine: Engine | null;
  provenance: {
    card: Hex;
    model: Hex | null;
    seed: Hex;
    attempts: number;
    note: string;
    prompt: Hex;
    sampling: { temperature: number; top_p: number; max_tokens: number };
  } | null;
  quotes: { start: number; end: number; source: number; quoted: string }[] | null;
  unused: string[] | null;
  criteria: PerCriterion<number> | null;
  operators: OperatorScores[];
  votes: { count: number; weight: string; share: number };
  composite: number | null;
  final_score: number | null;
  rank: number | null;
  prize: string | null;
  disqualified: string | null;
}

/** What one thing about an entry gave or cost; `base` and all points add up to the score. */
export interface ScorePart {
  name: string;
  value: number;
  points: number;
}

export interface CriterionScore {
  value: number;
  why: string | null;
  base: number | null;
  parts: ScorePart[];
}

export interface OperatorScores {
  operator: Hex;
  composite: number;
  disqualified: string | null;
  criteria: PerCriterion<CriterionScore>;
  ballots: number[];
  problem: string | null;
}

export interface Entries {
  round_id: number;
  phase: Phase;
  provisional: boolean;
  manifest: { digest: Hex; cid: string; problem: string | null } | null;
  items: Entry[];
}

export interface Sheet {
  operator: Hex;
  number: number;
  committed_at: number | null;
  revealed_at: number | null;
  ballots: number[] | null;
  sheet: Pinned<unknown> | null;
}

export interface Vote {
  voter: Hex;
  entry: number;
  persona_id: number;
  weight: string;
  time: number;
  tx: Hex;
}

export interface Stored {
  digest: Hex;
  cid: string;
}

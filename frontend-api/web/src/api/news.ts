/** What `/live` tells, and which answers it makes old. */
import type { StatusOut } from "./generated";

/** The thing with this key changed. */
export interface Change {
  type: "change";
  version: number;
  kind: string;
  key: string;
}

export type Frame =
  | Change
  | { type: "status"; status: StatusOut }
  | { type: "message"; id: number; conversation: string; role: string }
  | { type: "resync"; version: number }
  | { type: "ping"; version: number };

/** What the key of a generated query says: the tags of its endpoint, and the parameters in its path. */
export interface Asked {
  tags?: readonly string[];
  path?: Record<string, unknown>;
}

type Subject = Pick<Change, "kind" | "key">;

/** The tags of the endpoints that speak of a kind of thing, and what its key is called in their paths. */
const SPEAK_OF: Record<string, { tags: readonly string[]; parameter: string }> = {
  round: { tags: ["rounds"], parameter: "round_id" },
  persona: { tags: ["personas", "contributions", "vaults", "holders"], parameter: "persona_id" },
  operator: { tags: ["operators"], parameter: "address" },
  proposal: { tags: ["governance"], parameter: "proposal_id" },
  message: { tags: ["chat"], parameter: "conversation_id" },
};

/** What a frame says has changed; nothing where it says that all may have. */
export function subjectOf(frame: Frame): Subject | null {
  if (frame.type === "change") return frame;
  return frame.type === "message" ? { kind: "message", key: frame.conversation } : null;
}

/** Whether the answer to what was asked may be another now. */
export function isOutdated({ tags = [], path = {} }: Asked, changed: Iterable<Subject>): boolean {
  return [...changed].some(({ kind, key }) => {
    const about = SPEAK_OF[kind];
    return about && tags.some((tag) => about.tags.includes(tag)) && String(path[about.parameter] ?? key) === key;
  });
}

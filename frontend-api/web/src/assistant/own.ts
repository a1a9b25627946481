/** A voice of one's own, as it is typed. */
import type { OwnVoiceIn } from "../api/generated";

export interface Own {
  used: boolean;
  instructions: string;
  /** Old posts, with an empty line between two. */
  posts: string;
}

const MOST_POSTS = 16;
const MOST_CHARACTERS = 3_000;

/** What the service takes of it; null where it is not used. */
export function ownVoiceOf({ used, instructions, posts }: Own): OwnVoiceIn | null {
  if (!used) return null;
  const examples = posts
    .split(/\n\s*\n/)
    .map((post) => post.trim().slice(0, MOST_CHARACTERS))
    .filter(Boolean)
    .slice(0, MOST_POSTS);
  return { name: "Your own voice", instructions: instructions.trim(), examples };
}

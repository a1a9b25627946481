/** What personas are asked for, as a brief. */
import type { Post } from "./workspace";

const MOST = 2_000;
/** The built-in writer knows it for an instruction, and a language model does as it says. */
const ANEW = "Write this anew in your own voice, and keep what it says.\n\n";
/** Longer posts do not fit into a brief. */
export const MOST_REWRITTEN = MOST - ANEW.length;

/** A post about what it shall say; null where that is nothing yet. */
export const newPostOf = ({ brief }: Pick<Post, "brief">): string | null => brief.trim().slice(0, MOST) || null;

/** The post as it stands, said anew in another voice; null where there is none, or too much of it. */
export function rewriteOf({ text }: Pick<Post, "text">): string | null {
  const said = text.trim();
  return said && said.length <= MOST_REWRITTEN ? ANEW + said : null;
}

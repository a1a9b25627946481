/** What somebody is writing: kept in this browser's tab until it is kept elsewhere, whatever happens. */
import { useEffect, useReducer } from "react";

export interface Post {
  platform: string;
  title: string;
  text: string;
  brief: string;
}

/** A draft of the account's, as it was last read or written. */
export interface Kept extends Post {
  id: string;
  version: string;
}

export interface Workspace {
  post: Post;
  /** Texts that a taken one stood in for, the last one at the end. */
  before: string[];
  kept: Kept | null;
  /** The persona whose mood the scores ask for, if any. */
  voice: number | null;
}

export type Step =
  | { kind: "write"; part: Partial<Post> }
  | { kind: "take"; text: string; voice: number | null }
  | { kind: "hold"; voice: number | null }
  | { kind: "undo" }
  | { kind: "open"; kept: Kept }
  | { kind: "keep"; kept: Kept }
  | { kind: "let go" }
  | { kind: "begin"; platform: string };

const KEY = "troupe.assistant";
const MOST_BEFORE = 20;

export const EMPTY = (platform: string): Workspace => ({ post: { platform, title: "", text: "", brief: "" }, before: [], kept: null, voice: null });

export function step(here: Workspace, taken: Step): Workspace {
  switch (taken.kind) {
    case "write":
      return { ...here, post: { ...here.post, ...taken.part } };
    case "take":
      if (taken.text === here.post.text) return { ...here, voice: taken.voice };
      return {
        ...here,
        post: { ...here.post, text: taken.text },
        before: [...here.before, here.post.text].slice(-MOST_BEFORE),
        voice: taken.voice,
      };
    case "hold":
      return { ...here, voice: taken.voice };
    case "undo": {
      const text = here.before.at(-1);
      return text === undefined ? here : { ...here, post: { ...here.post, text }, before: here.before.slice(0, -1) };
    }
    case "open":
      return { post: postOf(taken.kept), before: [], kept: taken.kept, voice: null };
    case "keep":
      return { ...here, kept: taken.kept };
    case "let go":
      return { ...here, kept: null };
    case "begin":
      return EMPTY(taken.platform);
  }
}

export const postOf = ({ platform, title, text, brief }: Post): Post => ({ platform, title, text, brief });

/** Whether there is something that no kept draft holds. */
export function isUnsaved({ post, kept }: Workspace): boolean {
  if (!kept) return Boolean(post.text.trim() || post.brief.trim());
  return (["platform", "title", "text", "brief"] as const).some((name) => post[name] !== kept[name]);
}

/** The workspace that this tab kept, or an empty one; what is not one counts as none. */
export function restored(platform: string, storage: Pick<Storage, "getItem">): Workspace {
  try {
    const found = JSON.parse(storage.getItem(KEY) ?? "null") as Partial<Workspace> | null;
    if (!found || !isPost(found.post)) return EMPTY(platform);
    const kept = isPost(found.kept) && typeof found.kept.id === "string" && typeof found.kept.version === "string" ? found.kept : null;
    const before = Array.isArray(found.before) ? found.before.filter((text) => typeof text === "string") : [];
    return { post: postOf(found.post), before, kept, voice: typeof found.voice === "number" ? found.voice : null };
  } catch {
    return EMPTY(platform);
  }
}

function isPost(value: unknown): value is Post {
  const post = value as Partial<Record<keyof Post, unknown>> | null;
  return Boolean(post) && (["platform", "title", "text", "brief"] as const).every((name) => typeof post?.[name] === "string");
}

/** The workspace of this tab, which a reload brings back. */
export function useWorkspace(platform: string) {
  const [here, take] = useReducer(step, platform, (first) => restored(first, sessionStorage));
  useEffect(() => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(here));
    } catch {
      // A full or forbidden storage: the text is still on the page.
    }
  }, [here]);
  return [here, take] as const;
}

/** How each platform shows a post. */
import type { PlatformInfo } from "../api/types";

interface Look {
  name: string;
  handle: (slug: string) => string;
  actions: string[];
}

const LOOKS = new Map<string, Look>(
  Object.entries({
    x: { name: "X", handle: (s) => `@${s}`, actions: ["Reply", "Repost", "Like", "Bookmark"] },
    linkedin: { name: "LinkedIn", handle: () => "", actions: ["Like", "Comment", "Repost", "Send"] },
    bluesky: { name: "Bluesky", handle: (s) => `@${s}.troupe`, actions: ["Reply", "Repost", "Like"] },
    mastodon: { name: "Mastodon", handle: (s) => `@${s}@troupe`, actions: ["Reply", "Boost", "Favourite"] },
    farcaster: { name: "Farcaster", handle: (s) => `@${s}`, actions: ["Reply", "Recast", "Like"] },
    lens: { name: "Lens", handle: (s) => `@lens/${s}`, actions: ["Comment", "Repost", "Like", "Collect"] },
  }),
);

const UNKNOWN: Look = { name: "Unknown platform", handle: () => "", actions: [] };

export const lookOf = (platform: Pick<PlatformInfo, "slug">): Look => LOOKS.get(platform.slug ?? "") ?? UNKNOWN;

/** A persona's name as the platforms would have it in a handle. */
export const handleSlug = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, "") || "persona";

export interface Piece {
  text: string;
  mark: boolean;
}

/** A post cut into plain text and what platforms highlight: links, mentions and hashtags. */
export function piecesOf(text: string): Piece[] {
  return text
    .split(/(https?:\/\/\S+|(?<![\p{L}\d_])[#@][\p{L}\d_]+)/u)
    .map((piece, index) => ({ text: piece, mark: index % 2 === 1 }))
    .filter((piece) => piece.text);
}

/** The frames of a chat's WebSocket, as API.md gives them. */
import type { ConversationOut, MessageOut, Problem } from "../api/generated";

/** In the place of a conversation: one that begins with what is said first. */
export const NEW = "new";

export type ServerFrame =
  | { type: "ready"; conversation: ConversationOut | null }
  | { type: "message"; message: MessageOut }
  | { type: "tokens"; answers: number; text: string }
  | { type: "done"; message: MessageOut }
  | { type: "problem"; answers: number | null; problem: Problem };

export type ClientFrame = { type: "say"; key: string; text: string } | { type: "stop" };

const KINDS = new Set(["ready", "message", "tokens", "done", "problem"]);

/** A frame of the service, or null for what a newer one may say. */
export function parseFrame(data: unknown): ServerFrame | null {
  if (typeof data !== "string") return null;
  try {
    const frame = JSON.parse(data) as ServerFrame | null;
    return frame && KINDS.has(frame.type) ? frame : null;
  } catch {
    return null;
  }
}

export function chatUrl(origin: string, persona: number, conversation: string | null, after: number): string {
  const url = new URL(`/personas/${persona}/chat`, origin);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  if (conversation) url.searchParams.set("conversation", conversation);
  if (after) url.searchParams.set("after", String(after));
  return url.href;
}

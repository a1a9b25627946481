/** A conversation as a contribution: the document that the contribute page begins with. */
import type { MessageOut } from "../api/generated";

export const GIFT_KEY = "troupe.contribution";
export const MOST_CHARACTERS = 10_000;

/** What the contribute page reads from the session's storage: a contribution's document, as far as it is known. */
export interface Gift {
  schema: "troupe/contribution/1";
  kind: "conversation";
  persona_id: number;
  title: string;
  text: string;
}

/** The messages with who said them, one after another, as they will be public. */
export const transcript = (messages: MessageOut[], name: string): string =>
  messages.map(({ role, text }) => `${role === "user" ? "User" : name}: ${text}`).join("\n\n");

export function giftOf(messages: MessageOut[], persona: number, name: string, title: string): Gift {
  return {
    schema: "troupe/contribution/1",
    kind: "conversation",
    persona_id: persona,
    title: title.trim().slice(0, 200) || `A conversation with ${name}`,
    text: transcript(messages, name),
  };
}

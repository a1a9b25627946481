/** What is known of a conversation, and how frames and clicks change it. */
import type { ConversationOut, MessageOut } from "../api/generated";
import type { ServerFrame } from "./frames";

/** What the user said, by its key. */
export interface Said {
  key: string;
  text: string;
}

export interface Talk {
  /** `lost`: it is tried again by itself; `refused`: it is not. */
  line: "connecting" | "open" | "lost" | "refused";
  conversation: ConversationOut | null;
  messages: MessageOut[];
  /** What the user said and the service has not kept yet; `failed` where it did not take it. */
  unkept: (Said & { failed: boolean }) | null;
  /** The answer while it comes: to which message, and its text so far. */
  answer: { answers: number; text: string } | null;
  /** What went wrong last, for people. */
  problem: string | null;
}

export type Change =
  | ServerFrame
  | { type: "say"; said: Said }
  | { type: "line"; line: "lost" | "refused"; problem?: string }
  | { type: "earlier"; messages: MessageOut[] };

export const quiet: Talk = { line: "connecting", conversation: null, messages: [], unkept: null, answer: null, problem: null };

export function changed(talk: Talk, change: Change): Talk {
  switch (change.type) {
    case "ready":
      return { ...talk, line: "open", conversation: change.conversation, problem: null };
    case "message":
      return kept(talk, change.message);
    case "tokens": {
      const before = talk.answer?.answers === change.answers ? talk.answer.text : "";
      return { ...talk, answer: { answers: change.answers, text: before + change.text } };
    }
    case "done":
      return { ...kept(talk, change.message), answer: null };
    case "problem":
      return { ...talk, answer: null, unkept: talk.unkept && { ...talk.unkept, failed: true }, problem: change.problem.detail };
    case "say":
      return { ...talk, unkept: { ...change.said, failed: false }, problem: null };
    case "line": {
      const unkept = talk.unkept && { ...talk.unkept, failed: talk.unkept.failed || change.line === "refused" };
      return { ...talk, unkept, line: change.line, answer: null, problem: change.problem ?? talk.problem };
    }
    case "earlier":
      return { ...talk, messages: inOrder([...change.messages, ...talk.messages]) };
  }
}

/** The last thing that the user said, if it has no answer: saying it again asks for one. */
export function unanswered(talk: Talk): Said | null {
  if (talk.unkept) return { key: talk.unkept.key, text: talk.unkept.text };
  const last = talk.messages.at(-1);
  return last?.role === "user" && last.key ? { key: last.key, text: last.text } : null;
}

/** Whether something is on its way, so that the user has to wait. */
export const isBusy = (talk: Talk): boolean => talk.answer !== null || talk.unkept?.failed === false;

function kept(talk: Talk, message: MessageOut): Talk {
  const messages = inOrder([...talk.messages, message]);
  const unkept = message.key !== null && message.key === talk.unkept?.key ? null : talk.unkept;
  // Once the line is open, what the user said comes back as it is kept, and its answer follows.
  const answer = message.role === "user" && talk.line === "open" ? { answers: message.id, text: "" } : talk.answer;
  return { ...talk, messages, unkept, answer };
}

function inOrder(messages: MessageOut[]): MessageOut[] {
  return [...new Map(messages.map((message) => [message.id, message])).values()].sort((a, b) => a.id - b.id);
}

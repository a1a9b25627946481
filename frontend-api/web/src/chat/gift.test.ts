import { describe, expect, it } from "vitest";
import type { MessageOut } from "../api/generated";
import { giftOf } from "./gift";

const said = (id: number, role: MessageOut["role"], text: string): MessageOut => ({ id, role, text, key: null, engine: null, answers: null, cut: false, at: 1 });

describe("a conversation as a contribution", () => {
  it("says who said what, and to which persona it is given", () => {
    const gift = giftOf([said(1, "user", "Who are you?"), said(2, "assistant", "Pip.\nAnd you?")], 3, "Pip", "  Names ");
    expect(gift).toEqual({
      schema: "troupe/contribution/1",
      kind: "conversation",
      persona_id: 3,
      title: "Names",
      text: "User: Who are you?\n\nPip: Pip.\nAnd you?",
    });
  });

  it("has a title in any case", () => {
    expect(giftOf([], 3, "Pip", " ").title).toBe("A conversation with Pip");
    expect(giftOf([], 3, "Pip", "x".repeat(300)).title).toHaveLength(200);
  });
});

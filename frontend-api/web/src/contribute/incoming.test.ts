import { expect, test } from "vitest";
import { forgetIncoming, incoming } from "./incoming";

function left(content: string | null): Storage {
  let held = content;
  return { getItem: () => held, removeItem: () => (held = null) } as unknown as Storage;
}

test("a conversation that the chat left stays until it is pinned", () => {
  const gift = { schema: "troupe/contribution/1", kind: "conversation", persona_id: 3, title: "With Milo", text: "User: Hi" };
  const storage = left(JSON.stringify(gift));
  expect(incoming("?persona=2", storage)).toEqual({ kind: "conversation", persona: 3, title: "With Milo", text: "User: Hi" });
  forgetIncoming(storage);
  expect(incoming("?persona=2", storage)).toEqual({ persona: 2 });
});

test.each([null, "{", "null", "[]", "7", '{"kind":"card","persona_id":"3","title":{}}'])("what is left as %s is nothing", (content) =>
  expect(incoming("?persona=%3Cscript%3E", left(content))).toEqual({}),
);

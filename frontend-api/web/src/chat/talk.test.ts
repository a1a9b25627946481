import { describe, expect, it } from "vitest";
import type { MessageOut } from "../api/generated";
import { chatUrl, parseFrame } from "./frames";
import { changed, isBusy, quiet, unanswered, type Change, type Talk } from "./talk";

const conversation = { id: "c", persona_id: 1, title: "Hello", created: 1, updated: 1 };
const after = (...changes: Change[]): Talk => changes.reduce(changed, quiet);
const mine = (id: number, key = `k${id}`): MessageOut => ({ id, role: "user", text: `I say ${id}`, key, engine: null, answers: null, cut: false, at: 1 });
const theirs = (id: number, answers: number, cut = false): MessageOut => ({ id, role: "assistant", text: "Yes.", key: null, engine: "a model", answers, cut, at: 1 });
const problem = { type: "about:blank", title: "Oh", status: 503, detail: "It broke." };

describe("a talk", () => {
  it("goes from saying to the whole answer", () => {
    const said = after({ type: "ready", conversation }, { type: "say", said: { key: "k1", text: "I say 1" } });
    expect(isBusy(said)).toBe(true);
    const answering = [{ type: "message", message: mine(1) }, { type: "tokens", answers: 1, text: "Y" }, { type: "tokens", answers: 1, text: "es." }] as const;
    const coming = answering.reduce(changed, said);
    expect(coming.answer).toEqual({ answers: 1, text: "Yes." });
    expect(coming.unkept).toBeNull();
    const done = changed(coming, { type: "done", message: theirs(2, 1) });
    expect([done.answer, done.messages.map((m) => m.id), isBusy(done)]).toEqual([null, [1, 2], false]);
  });

  it("keeps each message once, in order, however often it comes", () => {
    const talk = after({ type: "message", message: mine(3) }, { type: "message", message: mine(1) }, { type: "message", message: mine(3) }, { type: "earlier", messages: [mine(0), mine(1)] });
    expect(talk.messages.map((m) => m.id)).toEqual([0, 1, 3]);
  });

  it("knows what has no answer, so that it can be said again by its key", () => {
    expect(unanswered(quiet)).toBeNull();
    expect(unanswered(after({ type: "message", message: mine(1) }))).toEqual({ key: "k1", text: "I say 1" });
    expect(unanswered(after({ type: "message", message: mine(1) }, { type: "done", message: theirs(2, 1) }))).toBeNull();
    expect(unanswered(after({ type: "say", said: { key: "x", text: "Hi" } }, { type: "line", line: "lost" }))).toEqual({ key: "x", text: "Hi" });
  });

  it("what the service did not take stays, to be sent again", () => {
    const talk = after({ type: "ready", conversation }, { type: "say", said: { key: "x", text: "Hi" } }, { type: "problem", answers: null, problem });
    expect([isBusy(talk), talk.unkept?.failed, unanswered(talk)]).toEqual([false, true, { key: "x", text: "Hi" }]);
    expect(isBusy(changed(talk, { type: "say", said: { key: "x", text: "Hi" } }))).toBe(true);
  });

  it("what was missed while the line was lost begins no answer", () => {
    expect(after({ type: "message", message: mine(1) }).answer).toBeNull();
    expect(after({ type: "ready", conversation }, { type: "message", message: mine(1) }).answer).toEqual({ answers: 1, text: "" });
  });

  it("a problem with an answer ends it and leaves what was said", () => {
    const talk = after({ type: "message", message: mine(1) }, { type: "tokens", answers: 1, text: "Y" }, { type: "problem", answers: 1, problem });
    expect([talk.answer, talk.problem, talk.messages.length, isBusy(talk)]).toEqual([null, "It broke.", 1, false]);
  });

  it("what is said before the line is open waits for it, and is not sent where it is refused", () => {
    const waiting = after({ type: "say", said: { key: "x", text: "Hi" } });
    expect([isBusy(waiting), unanswered(waiting)]).toEqual([true, { key: "x", text: "Hi" }]);
    const lost = changed(waiting, { type: "line", line: "lost" });
    expect([lost.unkept?.failed, changed(lost, { type: "line", line: "refused" }).unkept?.failed]).toEqual([false, true]);
  });

  it("a conversation begins with what is said first", () => {
    const open = after({ type: "ready", conversation: null });
    expect([open.line, open.conversation]).toEqual(["open", null]);
    const begun = [{ type: "say", said: { key: "k1", text: "I say 1" } }, { type: "ready", conversation }, { type: "message", message: mine(1) }] as const;
    const talk = begun.reduce<Talk>(changed, open);
    expect([talk.conversation, talk.unkept, talk.answer]).toEqual([conversation, null, { answers: 1, text: "" }]);
  });

  it("a lost line ends the answer, and a new one forgets what was wrong", () => {
    const lost = after({ type: "tokens", answers: 1, text: "Y" }, { type: "line", line: "lost", problem: "Gone." });
    expect([lost.answer, lost.problem]).toEqual([null, "Gone."]);
    expect(changed(lost, { type: "ready", conversation }).problem).toBeNull();
  });
});

describe("frames", () => {
  it("are read where they are frames", () => {
    expect(parseFrame(JSON.stringify({ type: "tokens", answers: 1, text: "a" }))).toEqual({ type: "tokens", answers: 1, text: "a" });
    for (const odd of ["{", "null", '"x"', '{"type":"new"}', new ArrayBuffer(1)]) expect(parseFrame(odd)).toBeNull();
  });

  it("come from an address that says what is known already", () => {
    expect(chatUrl("http://localhost:8000", 3, null, 0)).toBe("ws://localhost:8000/personas/3/chat");
    expect(chatUrl("https://a.example", 3, "a_b-1", 7)).toBe("wss://a.example/personas/3/chat?conversation=a_b-1&after=7");
  });
});

import { describe, expect, it } from "vitest";
import type { CandidateOut } from "../api/generated";
import { type GenerationEvent, heard, type Heard, NOTHING } from "./generation";
import { ownVoiceOf } from "./own";
import { barsOf, growthOf, intervalsOf } from "./series";
import { eventsOf } from "./sse";

const LENGTH = { count: 9, limit: 280, unit: "characters", fits: true, best_words: [15, 45] as [number, number] };
const RESULT: CandidateOut = { text: "It opens.", dropped: null, liking: 0.5, liked_for: {}, criteria: null, length: LENGTH };
const ENGINE = { name: "n", version: "1", model: "m", built_in: false };
const STARTED: Heard = { kind: "started", engine: ENGINE, voices: [{ persona_id: 1, name: "Berit" }, { persona_id: null, name: "You" }] };

function streamOf(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(control) {
      for (const chunk of chunks) control.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
      control.close();
    },
  });
}

async function all(stream: ReadableStream<Uint8Array>): Promise<GenerationEvent[]> {
  const found = [];
  for await (const event of eventsOf<GenerationEvent>(stream)) found.push(event);
  return found;
}

describe("eventsOf", () => {
  it("reads events however the bytes are cut, heartbeats left out", async () => {
    const sent = 'event: piece\ndata: {"kind":"piece","text":"fjære 🌊"}\n\n: still here\n\nevent: done\ndata: {"kind":"done"}\n\n';
    const bytes = new TextEncoder().encode(sent);
    const cut = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(await all(streamOf(...cut))).toEqual([{ kind: "piece", text: "fjære 🌊" }, { kind: "done" }]);
  });

  it("leaves out what broke off in its middle", async () => {
    expect(await all(streamOf('event: done\ndata: {"kind"'))).toEqual([]);
  });
});

describe("heard", () => {
  it("puts pieces together by voice and candidate, then what came of them", () => {
    const events: Heard[] = [
      STARTED,
      { kind: "piece", persona_id: 1, candidate: 1, text: "It " },
      { kind: "piece", persona_id: null, candidate: 0, text: "We " },
      { kind: "piece", persona_id: 1, candidate: 1, text: "opens" },
      { kind: "candidate", persona_id: 1, candidate: 1, result: RESULT },
      { kind: "best", persona_id: 1, candidate: 1, post: "3f9a", unkept: null },
      { kind: "error", persona_id: null, detail: "no answer" },
      { kind: "done" },
    ];
    const found = events.reduce(heard, NOTHING);
    const [berit, own] = found.voices;
    expect(berit?.candidates.map((each) => each.heard)).toEqual(["", "It opens"]);
    expect(berit?.candidates[1]?.result).toBe(RESULT);
    expect(berit).toMatchObject({ best: 1, post: "3f9a" });
    expect(own?.problem).toBe("no answer");
    expect(found.state).toBe("done");
  });

  it("keeps the text of a draft that could not be kept in the account", () => {
    const events: Heard[] = [
      STARTED,
      { kind: "candidate", persona_id: 1, candidate: 0, result: RESULT },
      { kind: "best", persona_id: 1, candidate: 0, post: null, unkept: "It could not be kept." },
    ];
    const [berit] = events.reduce(heard, NOTHING).voices;
    expect(berit).toMatchObject({ best: 0, post: null, unkept: "It could not be kept.", candidates: [{ result: RESULT }] });
    expect(berit?.problem).toBeUndefined();
  });

  it("keeps what was written when it breaks off", () => {
    const piece: Heard = { kind: "piece", persona_id: 1, candidate: 0, text: "It " };
    const found = [STARTED, piece, { kind: "failed", detail: "gone" } as Heard].reduce(heard, NOTHING);
    expect(found).toMatchObject({ state: "failed", problem: "gone" });
    expect(found.voices[0]?.candidates[0]?.heard).toBe("It ");
  });
});

it("divides old posts at empty lines", () => {
  const own = { used: true, instructions: " dry ", posts: "One.\nStill one.\n\n  \nTwo." };
  expect(ownVoiceOf(own)).toEqual({ name: "Your own voice", instructions: "dry", examples: ["One.\nStill one.", "Two."] });
  expect(ownVoiceOf({ ...own, used: false })).toBeNull();
});

describe("series", () => {
  it("stacks an interval up to its high end", () => {
    const [likes] = intervalsOf({ ranges: { likes: { low: 0, typical: 9, high: 99 } } });
    expect(likes).toEqual({ name: "likes", start: 0, below: 1, above: 1 });
  });

  it("names bars by what they hold", () => {
    const histogram = [
      { least: 0, most: 0, runs: 3 },
      { least: 1, most: 1_200, runs: 1 },
    ];
    expect(barsOf({ histogram }).map((bar) => bar.name)).toEqual(["0", "1–1,200"]);
  });

  it("has a row for each hour", () => {
    const bands = [[0, 1], [0, 1], [1, 2], [1, 3], [2, 4]];
    expect(growthOf({ hours: [1, 2] }, { bands, samples: [[1, 1]] })[1]).toEqual({ hour: 2, "5%": 1, median: 2, "95%": 4, "one run": 1, "another run": 0 });
  });
});

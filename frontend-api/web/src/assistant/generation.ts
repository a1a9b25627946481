/** Drafts while they are written. */
import { useCallback, useEffect, useReducer, useRef } from "react";
import { ApiError, ask } from "../api/client";
import type { CandidateOut, EngineOut, GenerateIn, WrittenOut } from "../api/generated";
import { eventsOf } from "./sse";

export type VoiceOut = Pick<WrittenOut, "persona_id" | "name">;

export type GenerationEvent =
  | { kind: "started"; engine: EngineOut; voices: VoiceOut[] }
  | { kind: "piece"; persona_id: number | null; candidate: number; text: string }
  | { kind: "candidate"; persona_id: number | null; candidate: number; result: CandidateOut }
  | { kind: "best"; persona_id: number | null; candidate: number | null; post: string | null; unkept: string | null }
  | { kind: "error"; persona_id: number | null; detail: string }
  | { kind: "done" };

export interface WrittenCandidate {
  /** As it is heard; a finished one's is in `result`. */
  heard: string;
  result: CandidateOut | null;
}

export interface WritingVoice extends VoiceOut {
  candidates: WrittenCandidate[];
  /** Undefined while it writes. */
  best?: number | null;
  /** The best one's name, where it was kept for who is signed in. */
  post?: string | null;
  /** That it could not be kept, in a sentence. */
  unkept?: string | null;
  problem?: string;
}

export interface Generation {
  state: "idle" | "asking" | "writing" | "done" | "stopped" | "failed";
  engine: EngineOut | null;
  voices: WritingVoice[];
  problem: string | null;
}

export const NOTHING: Generation = { state: "idle", engine: null, voices: [], problem: null };

export type Heard = GenerationEvent | { kind: "asked" } | { kind: "stopped" } | { kind: "failed"; detail: string };

export function heard(before: Generation, event: Heard): Generation {
  switch (event.kind) {
    case "asked":
      return { ...NOTHING, state: "asking" };
    case "started":
      return { state: "writing", engine: event.engine, voices: event.voices.map((voice) => ({ ...voice, candidates: [] })), problem: null };
    case "piece":
      return ofVoice(before, event.persona_id, (voice) =>
        ofCandidate(voice, event.candidate, (one) => ({ ...one, heard: one.heard + event.text })),
      );
    case "candidate":
      return ofVoice(before, event.persona_id, (voice) => ofCandidate(voice, event.candidate, (one) => ({ ...one, result: event.result })));
    case "best":
      return ofVoice(before, event.persona_id, (voice) => ({ ...voice, best: event.candidate, post: event.post, unkept: event.unkept }));
    case "error":
      return ofVoice(before, event.persona_id, (voice) => ({ ...voice, best: null, problem: event.detail }));
    case "done":
      return { ...before, state: "done" };
    case "stopped":
      return { ...before, state: "stopped" };
    case "failed":
      return { ...before, state: "failed", problem: event.detail };
  }
}

function ofVoice(before: Generation, id: number | null, change: (voice: WritingVoice) => WritingVoice): Generation {
  return { ...before, voices: before.voices.map((voice) => (voice.persona_id === id ? change(voice) : voice)) };
}

function ofCandidate(voice: WritingVoice, place: number, change: (one: WrittenCandidate) => WrittenCandidate): WritingVoice {
  const candidates = Array.from({ length: Math.max(voice.candidates.length, place + 1) }, (_, n) => voice.candidates[n] ?? { heard: "", result: null });
  return { ...voice, candidates: candidates.map((one, n) => (n === place ? change(one) : one)) };
}

const BROKE = "The drafts broke off. What is here stays; ask again for the rest.";

/** Asks for drafts; a new request stops the one before, and so does leaving the page. */
export function useGeneration() {
  const [found, tell] = useReducer(heard, NOTHING);
  const asking = useRef<AbortController | null>(null);
  useEffect(() => () => asking.current?.abort(), []);

  const start = useCallback(async (wanted: GenerateIn) => {
    asking.current?.abort();
    const control = new AbortController();
    asking.current = control;
    const say = (event: Heard) => {
      if (asking.current === control) tell(event);
    };
    say({ kind: "asked" });
    try {
      const response = await ask("/generate", {
        method: "POST",
        headers: { accept: "text/event-stream", "content-type": "application/json" },
        body: JSON.stringify(wanted),
        signal: control.signal,
      });
      if (!response.body) throw new ApiError(BROKE, 0);
      let ended = false;
      for await (const event of eventsOf<GenerationEvent>(response.body)) {
        ended ||= event.kind === "done";
        say(event);
      }
      if (!ended) say({ kind: "failed", detail: BROKE });
    } catch (error) {
      if (control.signal.aborted) say({ kind: "stopped" });
      else say({ kind: "failed", detail: error instanceof ApiError ? error.message : BROKE });
    }
  }, []);

  const stop = useCallback(() => asking.current?.abort(), []);
  return { ...found, start, stop };
}

/** What the propose form holds, and the brief that it makes. Limits are those of `troupe/brief/1` and the contract. */
import type { BriefInput, Source } from "../api/generated";
import { problemOfPayment } from "../lib/amount";

export const MIN_ROSTER = 3;
export const MAX_ROSTER = 16;
export const MAX_SOURCES = 8;
export const MAX_TEXT = 2_000;
export const MAX_SOURCE_TEXT = 8_000;

export interface SourceDraft {
  title: string;
  text: string;
  url: string;
}

export interface Draft {
  text: string;
  /** Of what is written: ISO 639-1. */
  language: string;
  sources: SourceDraft[];
  platform: number;
  personas: number[];
  bounty: string;
}

export const emptySource = (): SourceDraft => ({ title: "", text: "", url: "" });

/** The brief document to pin. */
export const briefOf = ({ text, language, sources }: Pick<Draft, "text" | "language" | "sources">): BriefInput => ({
  schema: "troupe/brief/1",
  text: text.trim(),
  language,
  sources: sourcesOf(sources),
});

/** The sources as a brief holds them. */
export const sourcesOf = (sources: readonly SourceDraft[]): Source[] =>
  sources.map(({ title, text, url }) => ({ title: title.trim(), text: text.trim(), url: url.trim() || null }));

/** What is wrong with the sources, in the words of the form. */
export function problemOfSources(sources: readonly SourceDraft[]): string | undefined {
  if (sources.some(({ title, text }) => !title.trim() || !text.trim())) return "Give each source a title and a text, or remove it.";
  const isLink = /^https?:\/\//;
  return sources.some(({ url }) => url.trim() && !isLink.test(url.trim())) ? "A source’s link begins with https://." : undefined;
}

/** What is wrong with a draft, by field, in the words of the form; empty where it can be sent. */
export function problemsOf(draft: Draft, bounds: Parameters<typeof problemOfPayment>[1]): Partial<Record<keyof Draft, string>> {
  const problems: Partial<Record<keyof Draft, string>> = {};
  if (!draft.text.trim()) problems.text = "Say what the post should be about.";
  const ofSources = problemOfSources(draft.sources);
  if (ofSources) problems.sources = ofSources;
  if (draft.personas.length < MIN_ROSTER || draft.personas.length > MAX_ROSTER) {
    problems.personas = `Choose ${MIN_ROSTER} to ${MAX_ROSTER} personas.`;
  }
  const ofBounty = problemOfPayment(draft.bounty, bounds);
  if (ofBounty) problems.bounty = ofBounty;
  return problems;
}

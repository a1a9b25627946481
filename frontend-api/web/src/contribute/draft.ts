/** A contribution while it is written, and the document that it becomes. */
import type { ContributionDocumentInput, FileOut } from "../api/generated";
import type { Hex } from "../api/types";

/** Kinds of contributions by their numbers on chain; 0 is a card, which nobody contributes. */
export const KINDS = ["text", "conversation", "image", "audio", "model"] as const;
export type Kind = (typeof KINDS)[number];

export const KIND_LABELS: Record<Kind, string> = {
  text: "Text",
  conversation: "Conversation",
  image: "Image",
  audio: "Audio",
  model: "Model or data",
};

export const MOST_TITLE = 200;
export const MOST_TEXT = 10_000;

export const LICENCES = ["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "MIT"] as const;

export interface Draft {
  persona: number | null;
  kind: Kind;
  title: string;
  text: string;
  language: string;
  licence: string;
  /** That it is one's own to give, and becomes public for ever. */
  consent: boolean;
}

export const EMPTY: Draft = { persona: null, kind: "text", title: "", text: "", language: "en", licence: "CC-BY-4.0", consent: false };

export const numberOf = (kind: Kind): number => 1 + KINDS.indexOf(kind);

/** Whether a kind is nothing without its file; the others are their text. */
export const needsFile = (kind: Kind): boolean => kind === "image" || kind === "audio" || kind === "model";

/** The kind that a file is given as, by the type that the browser tells. */
export function kindOfFile(type: string): Kind {
  if (type.startsWith("image/")) return "image";
  if (type.startsWith("audio/")) return "audio";
  return type.startsWith("text/") ? "text" : "model";
}

type Problems = Partial<Record<keyof Draft | "file", string>>;

/** What is still wrong, by field. Lengths are counted as the service counts them, in code points. */
export function problemsOf(draft: Draft, hasFile: boolean): Problems {
  const problems: Problems = {};
  const over = (text: string, most: number) => [...text].length > most;
  if (draft.persona === null) problems.persona = "Choose the persona that you give it to.";
  if (!draft.title.trim()) problems.title = "Give it a title.";
  else if (over(draft.title, MOST_TITLE)) problems.title = `Use at most ${MOST_TITLE} characters.`;
  if (!draft.text.trim()) problems.text = needsFile(draft.kind) ? "Say in words what is in the file: reviewers judge by them." : "Write the text.";
  else if (over(draft.text, MOST_TEXT)) problems.text = `Use at most ${MOST_TEXT.toLocaleString("en")} characters.`;
  if (!/^[a-z]{2}$/.test(draft.language)) problems.language = "Write the language's two letters, such as en.";
  if (!draft.licence.trim() || over(draft.licence, 100)) problems.licence = "Choose a licence.";
  if (!draft.consent) problems.consent = "Agree to this first: it can’t be undone.";
  if (needsFile(draft.kind) && !hasFile) problems.file = "Choose the file.";
  return problems;
}

/** A file's own name as a document takes it: no folders, no characters that mislead. */
export function safeName(name: string): string | undefined {
  const plain = name.replace(/^.*[/\\]/s, "").replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "");
  const short = [...plain].slice(-200).join("");
  return ["", ".", ".."].includes(short.trim()) ? undefined : short;
}

export function documentOf(draft: Draft, contributor: Hex, file: (FileOut & { name: string }) | null): ContributionDocumentInput {
  return {
    schema: "troupe/contribution/1",
    contributor,
    persona_id: draft.persona!,
    kind: draft.kind,
    title: draft.title.trim(),
    text: draft.text,
    language: draft.language,
    licence: draft.licence.trim(),
    media: file && { uri: file.uri, media_type: file.media_type, size: file.size, name: safeName(file.name) ?? null },
  };
}

/** What another page left here to be contributed, such as a conversation. */
import { type Draft, KINDS } from "./draft";

const KEY = "troupe.contribution";

/** The parts of a draft that another page or the address gives. */
export function incoming(search: string, storage: Storage = sessionStorage): Partial<Draft> {
  const persona = Number(new URLSearchParams(search).get("persona"));
  const named = Number.isSafeInteger(persona) && persona > 0 ? { persona } : {};
  const left = storage.getItem(KEY);
  try {
    return { ...named, ...partsOf(JSON.parse(left ?? "{}") as Record<string, unknown> | null) };
  } catch {
    return named;
  }
}

/** Forgets what was left, once it is pinned. */
export const forgetIncoming = (storage: Storage = sessionStorage): void => storage.removeItem(KEY);

function partsOf(left: Record<string, unknown> | null): Partial<Draft> {
  const parts: Partial<Draft> = {};
  const kind = KINDS.find((one) => one === left?.kind);
  if (kind) parts.kind = kind;
  if (typeof left?.title === "string") parts.title = left.title;
  if (typeof left?.text === "string") parts.text = left.text;
  if (Number.isSafeInteger(left?.persona_id)) parts.persona = left!.persona_id as number;
  return parts;
}

/** What another page put into the form: `/propose?brief=…&platform=<slug>`. */
import type { PlatformInfo } from "../api/types";
import { type Draft, MAX_TEXT } from "./draft";

export function prefilled(search: string, platforms: Pick<PlatformInfo, "id" | "slug">[]): Pick<Draft, "text" | "platform"> {
  const asked = new URLSearchParams(search);
  const named = platforms.find((each) => each.slug !== null && each.slug === asked.get("platform"));
  return { text: (asked.get("brief") ?? "").slice(0, MAX_TEXT), platform: (named ?? platforms[0])?.id ?? 1 };
}

/** Scores while one types. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type AssistantScoreData, assistantScore } from "../api/generated";
import type { Post } from "./workspace";

const PAUSE_MS = 400;

/** The scores of the text as it was a moment ago; `stale` while they are of an earlier one.
 *
 * Each answer is kept under what was asked: one that comes late is of another text, and is not shown.
 */
export function useScore({ text, platform, brief }: Post, persona: number | null) {
  const asked = { text, platform: platform as AssistantScoreData["body"]["platform"], brief: brief.trim().slice(0, 2_000) || null, persona_id: persona };
  const [body] = useDebouncedValue(asked, PAUSE_MS, { leading: false });
  const score = useQuery({
    queryKey: ["score", body],
    queryFn: ({ signal }) => assistantScore({ body, signal }),
    enabled: body.text.trim() !== "",
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const typing = JSON.stringify(body) !== JSON.stringify(asked);
  return { ...score, data: text.trim() ? score.data : undefined, stale: typing || score.isPlaceholderData };
}

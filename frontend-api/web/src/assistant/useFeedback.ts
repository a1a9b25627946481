/** What the account says of its drafts, and what was learnt from it. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { feedbackThumbTakeBack, feedbackThumbTell } from "../api/generated";
import * as ask from "../api/generated/@tanstack/react-query.gen";

const FEW = { query: { limit: 10 } };

export const useLearnt = () =>
  useInfiniteQuery({
    ...ask.feedbackLearntListInfiniteOptions(FEW),
    initialPageParam: {}, // no cursor
    getNextPageParam: (page) => page.next_cursor,
  });

/** Gives a thumb up or down to a draft that was kept; null takes it back. */
export function useThumb(post: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (up: boolean | null) => {
      const path = { post };
      if (up === null) await feedbackThumbTakeBack({ path });
      else await feedbackThumbTell({ path, body: { up } });
      return up;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ask.feedbackLearntListInfiniteQueryKey(FEW) }),
  });
}

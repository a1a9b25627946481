/** What the account says of its drafts, and what was learnt from it. */
import { type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "../api/client";
import {
  type Engagement,
  feedbackConsentTell,
  feedbackEngagementTakeBack,
  feedbackEngagementTell,
  feedbackPostsDelete,
  feedbackPostsRead,
  feedbackThumbTakeBack,
  feedbackThumbTell,
  type PostOut,
} from "../api/generated";
import * as ask from "../api/generated/@tanstack/react-query.gen";

const FEW = { query: { limit: 10 } };
const PAGES = {
  initialPageParam: {}, // no cursor
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
};

export const useLearnt = () => useInfiniteQuery({ ...ask.feedbackLearntListInfiniteOptions(FEW), ...PAGES });

export const useKeptPosts = () => useInfiniteQuery({ ...ask.feedbackPostsListInfiniteOptions(FEW), ...PAGES });

/** A draft as it is kept; `known` is what a list just said of it. */
export const useKeptPost = (post: string, known?: PostOut) =>
  useQuery({ ...ask.feedbackPostsReadOptions({ path: { post } }), initialData: known, staleTime: 30_000 });

/** What may be said of a draft; null takes it back. */
export type Said = { thumb: boolean | null } | { engagement: Engagement | null };

async function say(post: string, said: Said): Promise<PostOut> {
  const path = { post };
  if ("thumb" in said) {
    if (said.thumb !== null) return feedbackThumbTell({ path, body: { up: said.thumb } });
    await feedbackThumbTakeBack({ path }).catch(wasGone);
  } else {
    if (said.engagement !== null) return feedbackEngagementTell({ path, body: said.engagement });
    await feedbackEngagementTakeBack({ path }).catch(wasGone);
  }
  return feedbackPostsRead({ path });
}

/** What was taken back already, in another tab say, is as wanted. */
function wasGone(error: unknown): void {
  if (!(error instanceof ApiError) || error.status !== 404) throw error;
}

/** Says something of a draft, one thing after the other. */
export function useSaying(post: string) {
  const queries = useQueryClient();
  return useMutation({
    scope: { id: `feedback ${post}` },
    mutationFn: (said: Said) => say(post, said),
    onSuccess: async (kept) => {
      const queryKey = ask.feedbackPostsReadQueryKey({ path: { post } });
      await queries.cancelQueries({ queryKey }); // an answer that is still to come may be older
      queries.setQueryData(queryKey, kept);
      readAgain(queries);
    },
  });
}

export function useForgetting(post: string) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: () => feedbackPostsDelete({ path: { post } }).catch(wasGone), onSuccess: () => readAgain(queries) });
}

/** Whether the service's predictor may learn from the account's drafts. */
export const useConsent = () => useQuery(ask.feedbackConsentReadOptions());

export function useAgreeing() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (agreed: boolean) => feedbackConsentTell({ body: { agreed } }),
    onSuccess: (consent) => queries.setQueryData(ask.feedbackConsentReadQueryKey(), consent),
  });
}

function readAgain(queries: QueryClient): void {
  void queries.invalidateQueries({ queryKey: ask.feedbackPostsListInfiniteQueryKey(FEW) });
  void queries.invalidateQueries({ queryKey: ask.feedbackLearntListInfiniteQueryKey(FEW) });
}

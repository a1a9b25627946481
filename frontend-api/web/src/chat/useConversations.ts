import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { conversationsDelete } from "../api/generated";
import { conversationsListInfiniteOptions, conversationsListInfiniteQueryKey } from "../api/generated/@tanstack/react-query.gen";

/** The account's conversations, those changed last first. */
export const useConversations = () =>
  useInfiniteQuery({
    ...conversationsListInfiniteOptions({ query: { limit: 20 } }),
    initialPageParam: {}, // no cursor
    getNextPageParam: (page) => page.next_cursor,
  });

export function useDeleteConversation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (conversation_id: string) => conversationsDelete({ path: { conversation_id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: conversationsListInfiniteQueryKey() }),
  });
}

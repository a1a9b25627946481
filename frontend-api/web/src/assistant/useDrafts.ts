/** The account's drafts. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "../api/client";
import { type DraftOut, draftsChange, draftsCreate, draftsDelete, draftsRead } from "../api/generated";
import * as ask from "../api/generated/@tanstack/react-query.gen";
import { type Kept, type Post, postOf, type Workspace } from "./workspace";

export const keptOf = ({ id, version, platform, title, text, brief }: DraftOut): Kept => ({
  id,
  version,
  platform,
  title: title ?? "",
  text: text ?? "",
  brief: brief ?? "",
});

/** The draft was changed elsewhere: the other one is `theirs`, and nothing was overwritten. */
export class Elsewhere extends Error {
  constructor(readonly theirs: Kept) {
    super("This draft was changed elsewhere, in another tab or on another device.");
  }
}

/** Keep the post: in its draft where it has one that still is, else in a new one. */
async function keep({ post, kept }: Workspace): Promise<Kept> {
  const body = postOf(post) as Post & { platform: DraftOut["platform"] };
  if (!kept) return keptOf(await draftsCreate({ body }));
  const path = { draft_id: kept.id };
  try {
    return keptOf(await draftsChange({ path, body, headers: { "if-match": `"${kept.version}"` } }));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 404) return keptOf(await draftsCreate({ body }));
    if (error.status === 412) throw new Elsewhere(keptOf(await draftsRead({ path })));
    throw error;
  }
}

export const useDraftList = (enabled: boolean) =>
  useInfiniteQuery({
    ...ask.draftsListInfiniteOptions({ query: { limit: 20 } }),
    initialPageParam: {}, // no cursor
    getNextPageParam: (page) => page.next_cursor,
    enabled,
  });

export function useKeeping() {
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ask.draftsListInfiniteQueryKey({ query: { limit: 20 } }) });
  const keeping = useMutation({ mutationFn: keep, onSuccess: again });
  const deleting = useMutation({ mutationFn: (draft_id: string) => draftsDelete({ path: { draft_id } }), onSuccess: again });
  return { keeping, deleting };
}

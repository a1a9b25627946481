import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type Phase, statusGet, type StatusOut } from "./generated";
import * as ask from "./generated/@tanstack/react-query.gen";
import { useLive } from "./live";

const POLL_MS = 4_000;
/** Asked for even while live: a connection can die without a word. */
const HEARTBEAT_MS = 15_000;

/** A status, and when this page received it (milliseconds), which together make the chain's clock. */
export type TimedStatus = StatusOut & { receivedAt: number };

/** How often to ask again for what `/live` tells changes of: not at all while it does. */
export const useRefetchInterval = (): number | false => (useLive() ? false : POLL_MS);

export const useDeployment = () => useQuery({ ...ask.deploymentGetOptions(), staleTime: 60_000 });

export function useStatus() {
  const live = useLive();
  return useQuery<TimedStatus>({
    queryKey: ask.statusGetQueryKey(),
    queryFn: async ({ signal }) => ({ ...(await statusGet({ signal })), receivedAt: Date.now() }),
    refetchInterval: live ? HEARTBEAT_MS : POLL_MS,
  });
}

/** Rounds in any of these phases, newest first; all of them for no phase. */
export const useRounds = (phases: readonly Phase[]) =>
  useInfiniteQuery({
    ...ask.roundsListInfiniteOptions({ query: { limit: 12, ...(phases.length && { phase: [...phases] }) } }),
    initialPageParam: {}, // no cursor; null is more than the generated code takes
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: useRefetchInterval(),
  });

export const usePersonas = () =>
  useQuery({ ...ask.personasListOptions({ query: { limit: 100 } }), refetchInterval: useRefetchInterval() });

export const usePersona = (persona_id: number) =>
  useQuery({ ...ask.personaGetOptions({ path: { persona_id } }), refetchInterval: useRefetchInterval() });

export const useRound = (round_id: number) =>
  useQuery({ ...ask.roundGetOptions({ path: { round_id } }), refetchInterval: useRefetchInterval() });

export const useEntries = (round_id: number) =>
  useQuery({ ...ask.roundEntriesOptions({ path: { round_id } }), refetchInterval: useRefetchInterval() });

export const useSheets = (round_id: number) =>
  useQuery({ ...ask.roundSheetsOptions({ path: { round_id } }), refetchInterval: useRefetchInterval() });

export const useVotes = (round_id: number) =>
  useInfiniteQuery({
    ...ask.roundVotesInfiniteOptions({ path: { round_id }, query: { limit: 100 } }),
    initialPageParam: { path: { round_id } },
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: useRefetchInterval(),
  });

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getJson } from "./client";
import { useLive } from "./live";
import type { Deployment, Entries, Page, Persona, PersonaDetail, Round, RoundDetail, Sheet, Status, Vote } from "./types";

const POLL_MS = 4_000;
/** Asked for even while live: an event stream can die without a word. */
const HEARTBEAT_MS = 15_000;

/** A status, and when this page received it (milliseconds), which together make the chain's clock. */
export type TimedStatus = Status & { receivedAt: number };

function useGet<T>(key: unknown[], path: string) {
  const live = useLive();
  return useQuery({ queryKey: key, queryFn: () => getJson<T>(path), refetchInterval: live ? false : POLL_MS });
}

export const useDeployment = () =>
  useQuery({ queryKey: ["deployment"], queryFn: () => getJson<Deployment>("/deployment"), staleTime: 60_000 });

export function useStatus() {
  const live = useLive();
  return useQuery<TimedStatus>({
    queryKey: ["status"],
    queryFn: async () => ({ ...(await getJson<Status>("/status")), receivedAt: Date.now() }),
    refetchInterval: live ? HEARTBEAT_MS : POLL_MS,
  });
}

export function useRounds() {
  const live = useLive();
  return useInfiniteQuery({
    queryKey: ["rounds"],
    queryFn: ({ pageParam }) => getJson<Page<Round>>(`/rounds?limit=12${cursor(pageParam)}`),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: live ? false : POLL_MS,
  });
}

export const usePersonas = () => useGet<Page<Persona>>(["personas"], "/personas?limit=100");
export const usePersona = (id: number) => useGet<PersonaDetail>(["persona", id], `/personas/${id}`);
export const useRound = (id: number) => useGet<RoundDetail>(["round", id], `/rounds/${id}`);
export const useEntries = (id: number) => useGet<Entries>(["round", id, "entries"], `/rounds/${id}/entries`);
export const useSheets = (id: number) => useGet<Page<Sheet>>(["round", id, "sheets"], `/rounds/${id}/sheets`);
export const useVotes = (id: number) => useGet<Page<Vote>>(["round", id, "votes"], `/rounds/${id}/votes?limit=100`);

const cursor = (value: string) => (value ? `&cursor=${encodeURIComponent(value)}` : "");

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import * as ask from "../api/generated/@tanstack/react-query.gen";
import { useRefetchInterval, useStatus } from "../api/queries";
import type { Bucket } from "./series";

const SHOWN = ["analytics", "leaderboards", "governance", "operators"];

/** What the dashboards show, asked for again whenever the chain changed. */
export function useDashboards(bucket: Bucket) {
  const queries = useQueryClient();
  const version = useStatus().data?.version;
  useEffect(() => {
    void queries.invalidateQueries({
      predicate: ({ queryKey: [asked] }) => ((asked as { tags?: string[] }).tags ?? []).some((tag) => SHOWN.includes(tag)),
    });
  }, [queries, version]);
  const often = { refetchInterval: useRefetchInterval(), placeholderData: keepPreviousData } as const;
  return {
    rounds: useQuery({ ...ask.analyticsRoundsOptions({ query: { bucket } }), ...often }),
    standings: useQuery({ ...ask.analyticsPersonasOptions({ query: { bucket } }), ...often }),
    criteria: useQuery({ ...ask.analyticsCriteriaOptions({ query: { bucket } }), ...often }),
    revenue: useQuery({ ...ask.analyticsRevenueOptions({ query: { bucket } }), ...often }),
    operators: useQuery({ ...ask.analyticsOperatorsOptions({ query: { bucket } }), ...often }),
    treasury: useQuery({ ...ask.analyticsTreasuryOptions({ query: { bucket } }), ...often }),
    leaders: useQuery({ ...ask.leaderboardsGetOptions({ query: { limit: 10 } }), ...often }),
    now: useQuery({ ...ask.treasuryGetOptions(), ...often }),
  };
}

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { zeroAddress } from "viem";
import type { ProposalOut } from "../api/generated";
import * as ask from "../api/generated/@tanstack/react-query.gen";
import { useLive } from "../api/live";
import { troupeGovernorAbi } from "../chain/abi/TroupeGovernor";
import { useContract } from "../chain/contracts";
import { useWallet } from "../chain/wallet";

/** Clocks move proposals on, and no event tells of it; nor of tokens that change hands. */
const POLL_MS = 4_000;
const SLOW_POLL_MS = 15_000;
const OVER = new Set<ProposalOut["state"]>(["canceled", "defeated", "expired", "executed"]);

/** How often to ask again for what only the clock or a transfer changes while changes come by themselves. */
const useSlowly = (): number => (useLive() ? SLOW_POLL_MS : POLL_MS);

export const useGovernor = () => useQuery({ ...ask.governorGetOptions(), refetchInterval: useSlowly() });
export const useTreasury = () => useQuery({ ...ask.treasuryGetOptions(), refetchInterval: useSlowly() });
export const useVoters = () => useQuery({ ...ask.votersListOptions({ query: { limit: 5 } }), refetchInterval: useSlowly() });

export const useProposals = () =>
  useInfiniteQuery({
    ...ask.proposalsListInfiniteOptions({ query: { limit: 12 } }),
    initialPageParam: {}, // no cursor; null is more than the generated code takes
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: useSlowly(),
  });

export const useProposal = (proposal_id: number) =>
  useQuery({
    ...ask.proposalGetOptions({ path: { proposal_id } }),
    refetchInterval: ({ state: { data } }) => (data && OVER.has(data.state) ? SLOW_POLL_MS : POLL_MS),
  });

export const useBallots = (proposal_id: number) =>
  useInfiniteQuery({
    ...ask.proposalVotesInfiniteOptions({ path: { proposal_id }, query: { limit: 50 } }),
    initialPageParam: { path: { proposal_id } }, // no cursor; null is more than the generated code takes
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: useSlowly(),
  });

/** The connected account's votes, delegate and history. */
export function useMe() {
  const address = useWallet()?.address ?? zeroAddress;
  return useQuery({
    ...ask.voterGetOptions({ path: { address } }),
    enabled: address !== zeroAddress,
    refetchInterval: useSlowly(),
    placeholderData: keepPreviousData,
  });
}

/** Whether the connected account has voted on a proposal, and with what weight it can. */
export function useBallotRight({ id, state, vote_start }: Pick<ProposalOut, "id" | "state" | "vote_start">) {
  const wallet = useWallet();
  const governor = useContract("TroupeGovernor", troupeGovernorAbi);
  return useQuery({
    queryKey: ["holder", wallet?.address, "ballot", id],
    enabled: wallet !== null && state === "active",
    queryFn: async () => {
      const { address, client } = wallet!;
      const [voted, weight] = await Promise.all([
        client.readContract({ ...governor, functionName: "hasVoted", args: [BigInt(id), address] }),
        client.readContract({ ...governor, functionName: "getVotes", args: [address, BigInt(vote_start)], blockTag: "pending" }),
      ]);
      return { voted, weight };
    },
  });
}

import { useQuery } from "@tanstack/react-query";
import { zeroAddress } from "viem";
import { useContracts } from "./contracts";
import { useWallet } from "./wallet";

const POLL_MS = 15_000;

/** What the connected account holds, and whether its tokens vote. */
export function useHolder() {
  const wallet = useWallet();
  const { token } = useContracts();
  return useQuery({
    queryKey: ["holder", wallet?.address, "balance"],
    enabled: wallet !== null,
    refetchInterval: POLL_MS,
    queryFn: async () => {
      const { address, client } = wallet!;
      const [balance, votes, delegate] = await Promise.all([
        client.readContract({ ...token, functionName: "balanceOf", args: [address] }),
        client.readContract({ ...token, functionName: "getVotes", args: [address] }),
        client.readContract({ ...token, functionName: "delegates", args: [address] }),
      ]);
      return { balance, votes, undelegated: balance > 0n && delegate === zeroAddress };
    },
  });
}

/** Whether the connected account has voted in a round, and with what weight it can. `votingAt` is in Unix seconds. */
export function useVotingRight(roundId: number, votingAt: number) {
  const wallet = useWallet();
  const { rounds, token } = useContracts();
  return useQuery({
    queryKey: ["holder", wallet?.address, "right", roundId],
    enabled: wallet !== null,
    queryFn: async () => {
      const { address, client } = wallet!;
      const [voted, weight] = await Promise.all([
        client.readContract({ ...rounds, functionName: "hasVoted", args: [BigInt(roundId), address] }),
        client.readContract({ ...token, functionName: "getPastVotes", args: [address, BigInt(votingAt)], blockTag: "pending" }),
      ]);
      return { voted, weight };
    },
  });
}

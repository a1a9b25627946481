import { Stack, Text } from "@mantine/core";
import { useContracts } from "../chain/contracts";
import { useVotingRight } from "../chain/holder";
import { useWallet } from "../chain/wallet";
import { call } from "../tx/call";
import { TransactionButton } from "../tx/TransactionButton";
import { Amount } from "../ui/Bits";

interface VoteButtonProps {
  roundId: number;
  entry: number;
  name: string;
  votingAt: number;
}

/** Votes for one entry. */
export function VoteButton({ roundId, entry, name, votingAt }: VoteButtonProps) {
  const wallet = useWallet();
  const { rounds } = useContracts();
  const { data: right } = useVotingRight(roundId, votingAt);
  const blocked = right !== undefined && (right.voted || right.weight === 0n);
  return (
    <Stack gap="xs" align="flex-start">
      <TransactionButton
        disabled={blocked}
        transaction={{
          title: `Vote for ${name}`,
          does: "Casts all your voting power for this entry, once and for good. You may vote for one entry of a round.",
          facts: right ? [["Your voting power", <Amount key="weight" wei={right.weight} />]] : [],
          call: call({ ...rounds, functionName: "castVote", args: [BigInt(roundId), entry] }),
        }}
      />
      <Text size="sm" c="dimmed">
        {!wallet && "Holders who had voting power when the entries came in may vote."}
        {right?.voted && "You have voted in this round."}
        {right && !right.voted && right.weight === 0n && "You had no voting power when the entries came in."}
        {right && !right.voted && right.weight > 0n && (
          <>
            Casts <Amount wei={right.weight} />, once and for good.
          </>
        )}
      </Text>
    </Stack>
  );
}

import { Group, Radio, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import type { ProposalOut } from "../api/generated";
import { troupeGovernorAbi } from "../chain/abi/TroupeGovernor";
import { useContract } from "../chain/contracts";
import { useWallet } from "../chain/wallet";
import { call } from "../tx/call";
import { TransactionButton } from "../tx/TransactionButton";
import { Amount } from "../ui/Bits";
import { useBallotRight } from "./queries";

const CHOICES = ["Against", "For", "Abstain"] as const; // as the governor counts

/** Votes on a proposal, with a reason where one likes. */
export function VotePanel({ proposal }: { proposal: ProposalOut }) {
  const governor = useContract("TroupeGovernor", troupeGovernorAbi);
  const wallet = useWallet();
  const { data: right } = useBallotRight(proposal);
  const [support, setSupport] = useState(1);
  const [reason, setReason] = useState("");
  if (right?.voted) return <Text>You have voted on this proposal.</Text>;
  const powerless = right?.weight === 0n;
  return (
    <Stack>
      <Radio.Group label="My vote" value={String(support)} onChange={(value) => setSupport(Number(value))}>
        <Group mt="xs">
          {[1, 0, 2].map((value) => (
            <Radio key={value} value={String(value)} label={CHOICES[value]} />
          ))}
        </Group>
      </Radio.Group>
      <Textarea
        label="Reason"
        description="Optional. It stands on chain for good, under your address."
        autosize
        minRows={2}
        maxLength={2_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Text size="sm" c="dimmed" component="div">
        {!wallet && "Holders whose tokens had votes when the voting began may vote."}
        {powerless && "You had no votes when the voting began: delegate before the next proposal."}
        {right && !powerless && (
          <>
            Casts <Amount wei={right.weight} />, once and for good. For and abstain count towards the quorum.
          </>
        )}
      </Text>
      <TransactionButton
        disabled={powerless}
        transaction={{
          title: `Vote ${CHOICES[support]!.toLowerCase()}`,
          does: "Casts all your voting power on this proposal, once and for good. Your reason becomes public.",
          facts: reason.trim() ? [["Reason", reason.trim()]] : [],
          call: call({ ...governor, functionName: "castVoteWithReason", args: [BigInt(proposal.id), support, reason.trim()] }),
          afterwards: () => setReason(""),
        }}
      />
    </Stack>
  );
}

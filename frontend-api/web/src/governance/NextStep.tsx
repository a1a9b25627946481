import { Stack, Text } from "@mantine/core";
import type { ProposalDetail } from "../api/generated";
import { troupeGovernorAbi } from "../chain/abi/TroupeGovernor";
import { useContract } from "../chain/contracts";
import { useWallet } from "../chain/wallet";
import { useNow } from "../lib/clock";
import { call } from "../tx/call";
import { TransactionButton } from "../tx/TransactionButton";
import { useGovernor } from "./queries";
import { timeLeft } from "./states";
import { VotePanel } from "./VotePanel";

const OVER = new Set(["canceled", "defeated", "expired", "executed"]);

/** What can be done with a proposal now: vote, queue, execute, and cancel where one may. */
export function NextStep({ proposal }: { proposal: ProposalDetail }) {
  const now = useNow();
  const left = timeLeft(proposal, now);
  return (
    <Stack>
      {left && <Text>{left[0]!.toUpperCase() + left.slice(1)}.</Text>}
      {proposal.state === "active" && <VotePanel proposal={proposal} />}
      {proposal.state === "succeeded" && <Queue id={proposal.id} />}
      {proposal.state === "queued" && <Execute proposal={proposal} ready={proposal.eta !== null && now >= proposal.eta} />}
      <Cancel proposal={proposal} />
    </Stack>
  );
}

function Queue({ id }: { id: number }) {
  const governor = useContract("TroupeGovernor", troupeGovernorAbi);
  return (
    <TransactionButton
      transaction={{
        title: "Queue the proposal",
        does: "Puts it in the timelock, where it waits before it can be executed. Anybody may do this.",
        call: call({ ...governor, functionName: "queue", args: [BigInt(id)] }),
      }}
    />
  );
}

function Execute({ proposal, ready }: { proposal: ProposalDetail; ready: boolean }) {
  const governor = useContract("TroupeGovernor", troupeGovernorAbi);
  return (
    <TransactionButton
      disabled={!ready}
      transaction={{
        title: "Execute the proposal",
        does: "Carries out all its actions in the timelock’s name, or none of them. Anybody may do this.",
        facts: proposal.does.map((sentence, i) => [`Action ${i + 1}`, sentence] as const),
        call: call({ ...governor, functionName: "execute", args: [BigInt(proposal.id)] }),
      }}
    />
  );
}

function Cancel({ proposal }: { proposal: ProposalDetail }) {
  const governor = useContract("TroupeGovernor", troupeGovernorAbi);
  const me = useWallet()?.address;
  const { data: rules } = useGovernor();
  const asProposer = me === proposal.proposer && proposal.state === "pending";
  const asGuardian = me !== undefined && rules?.guardian === me && !OVER.has(proposal.state);
  if (!asProposer && !asGuardian) return null;
  return (
    <TransactionButton
      variant="default"
      transaction={{
        title: "Cancel the proposal",
        does: asProposer
          ? "Takes your proposal back, for good. You can until its vote begins."
          : "Cancels it as the guardian, for good. You can until your time as guardian is over.",
        call: call({ ...governor, functionName: "cancel", args: [BigInt(proposal.id)] }),
      }}
    />
  );
}

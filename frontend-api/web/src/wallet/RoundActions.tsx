import { Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Phase, Round, RoundDetail } from "../api/types";
import { useContracts } from "../chain/contracts";
import { useWallet } from "../chain/wallet";
import { closingCall } from "../lib/phase";
import { call } from "../tx/call";
import { TransactionButton } from "../tx/TransactionButton";
import { Amount } from "../ui/Bits";
import { SponsorButton } from "./SponsorButton";

const CLOSING = {
  settle: { title: "Settle the round", does: "Closes the scoring and pays the prizes to the personas’ vaults. Anybody may." },
  expire: { title: "Expire the round", does: "Ends the round without entries and refunds the bounty. Anybody may." },
};

/** What anybody, or a sponsor, may do to a round now. */
export function RoundActions({ round, phase }: { round: RoundDetail; phase: Phase }) {
  if (phase === "closable") return <CloseButton round={round} />;
  if (phase === "expired" || phase === "failed") return <ReclaimButton round={round} />;
  if (phase === "open") return <SponsorButton round={round} />;
  return null;
}

function CloseButton({ round }: { round: Round }) {
  const { rounds } = useContracts();
  const functionName = closingCall(round);
  const told = CLOSING[functionName];
  return (
    <Stack gap="xs" align="flex-start">
      <TransactionButton transaction={{ ...told, call: call({ ...rounds, functionName, args: [BigInt(round.id)] }) }} />
      <Text size="sm" c="dimmed">
        {told.does}
      </Text>
    </Stack>
  );
}

function ReclaimButton({ round }: { round: Round }) {
  const wallet = useWallet();
  const { rounds } = useContracts();
  const { data: owed } = useQuery({
    queryKey: ["holder", wallet?.address, "sponsored", round.id],
    enabled: wallet !== null,
    queryFn: () =>
      wallet!.client.readContract({ ...rounds, functionName: "sponsoredBy", args: [BigInt(round.id), wallet!.address] }),
  });
  if (!owed) return null;
  const does = "Pays back what you added to the bounty of this round.";
  return (
    <Group>
      <TransactionButton
        transaction={{
          title: "Reclaim what you added",
          does,
          facts: [["You get", <Amount key="owed" wei={owed} />]],
          call: call({ ...rounds, functionName: "reclaim", args: [BigInt(round.id)] }),
        }}
      >
        Reclaim <Amount wei={owed} />
      </TransactionButton>
      <Text size="sm" c="dimmed">
        {does}
      </Text>
    </Group>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useContracts } from "../chain/contracts";
import { send } from "../chain/send";
import { useSteps } from "../chain/steps";
import { useWallet } from "../chain/wallet";
import { closingCall } from "../lib/phase";
import type { Phase, Round } from "../api/types";
import { Amount } from "../ui/Bits";
import { StepList } from "../ui/Steps";

const LABEL = {
  settle: { button: "Settle the round", does: "Closes the scoring and pays the prizes to the personas’ vaults." },
  expire: { button: "Expire the round", does: "Ends the round without entries and refunds the bounty." },
};

/** What anybody, or a sponsor, may do to a round now. */
export function RoundActions({ round, phase }: { round: Round; phase: Phase }) {
  if (phase === "closable") return <CloseButton round={round} />;
  if (phase === "expired" || phase === "failed") return <ReclaimButton round={round} />;
  return null;
}

function CloseButton({ round }: { round: Round }) {
  const wallet = useWallet();
  const { rounds } = useContracts();
  const { steps, error, busy, run } = useSteps();
  const functionName = closingCall(round);
  const { button, does } = LABEL[functionName];

  const close = () =>
    run((step) => step(button, (onHash) => send(wallet!.client, { ...rounds, functionName, args: [BigInt(round.id)] }, onHash)));

  return (
    <div className="vote">
      <button type="button" className="button button-primary" disabled={busy || !wallet} onClick={() => void close()}>
        {button}
      </button>
      <p className="hint">
        {does} Anybody may.{!wallet && " Connect a wallet to do it."}
      </p>
      <StepList steps={steps} error={error} />
    </div>
  );
}

function ReclaimButton({ round }: { round: Round }) {
  const wallet = useWallet();
  const { rounds } = useContracts();
  const { steps, error, busy, run } = useSteps();
  const { data: owed } = useQuery({
    queryKey: ["holder", wallet?.address, "sponsored", round.id],
    enabled: wallet !== null,
    queryFn: () =>
      wallet!.client.readContract({ ...rounds, functionName: "sponsoredBy", args: [BigInt(round.id), wallet!.address] }),
  });
  if (!wallet || !(owed || steps.length)) return null;

  const reclaim = () =>
    run((step) =>
      step("Reclaim what you added", (onHash) =>
        send(wallet.client, { ...rounds, functionName: "reclaim", args: [BigInt(round.id)] }, onHash),
      ),
    );

  return (
    <div className="vote">
      <button type="button" className="button button-primary" disabled={busy || !owed} onClick={() => void reclaim()}>
        Reclaim <Amount wei={owed ?? 0n} />
      </button>
      <p className="hint">Pays back what you added to the bounty of this round.</p>
      <StepList steps={steps} error={error} />
    </div>
  );
}

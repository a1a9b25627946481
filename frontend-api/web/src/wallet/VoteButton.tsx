import { useVotingRight } from "../chain/holder";
import { useContracts } from "../chain/contracts";
import { send } from "../chain/send";
import { useSteps } from "../chain/steps";
import { useWallet } from "../chain/wallet";
import { Amount } from "../ui/Bits";
import { StepList } from "../ui/Steps";

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
  const { steps, error, busy, run } = useSteps();
  if (!wallet) return <p className="hint">Connect a wallet that holds tokens to vote.</p>;

  const vote = () =>
    run((step) =>
      step(`Vote for ${name}`, (onHash) =>
        send(wallet.client, { ...rounds, functionName: "castVote", args: [BigInt(roundId), entry] }, onHash),
      ),
    );

  const blocked = !right || right.voted || right.weight === 0n;
  return (
    <div className="vote">
      <button type="button" className="button button-primary" disabled={busy || blocked} onClick={() => void vote()}>
        Vote for {name}
      </button>
      <p className="hint">
        {right?.voted && "You have voted in this round."}
        {right && !right.voted && right.weight === 0n && "You had no voting power when the entries came in."}
        {right && !right.voted && right.weight > 0n && (
          <>
            Casts <Amount wei={right.weight} />, once and for good.
          </>
        )}
      </p>
      <StepList steps={steps} error={error} />
    </div>
  );
}

import type { RoundDetail } from "../api/types";
import { formatTime } from "../lib/format";
import { type EventRun, runsOf } from "../lib/timeline";
import { TxHash } from "../ui/Bits";

const LABEL: Record<string, string> = {
  GenerationProposed: "Round opened",
  BountyAdded: "A sponsor added to the bounty",
  EntriesSubmitted: "Entries submitted, voting began",
  QuestionOpened: "The committee was asked",
  Committed: "An operator committed its score sheet",
  VoteCast: "A holder voted",
  Revealed: "An operator revealed its score sheet",
  RevealRefused: "An operator had no valid score sheet to reveal",
  QuestionClosed: "Scoring closed",
  RoundSettled: "Round settled",
  RoundExpired: "Round expired, bounty refunded",
  RoundFailed: "Round failed, bounty refunded",
  PrizePaid: "A prize was paid to a vault",
  FeeCredited: "An operator earned its fee",
  Penalized: "An operator paid a penalty",
  SponsorRefunded: "A sponsor reclaimed",
};

/** Everything that happened on chain, in order; what happened several times in a row stands together. */
export function Timeline({ round }: { round: RoundDetail }) {
  return (
    <section className="stack">
      <h2>Timeline</h2>
      <ol className="plain timeline">
        {runsOf(round.timeline).map((run) => (
          <Run key={`${run[0].tx}-${run[0].log_index}`} run={run} />
        ))}
      </ol>
    </section>
  );
}

function Run({ run }: { run: EventRun }) {
  const [first] = run;
  const hashes = [...new Set(run.map((event) => event.tx))];
  return (
    <li>
      <span>
        {LABEL[first.name] ?? first.name}
        {run.length > 1 && <small> ×{run.length}</small>}
      </span>
      <span className="row hint">
        {!run.every((event) => event.final) && <small>not final yet</small>}
        {hashes.map((hash) => (
          <TxHash key={hash} value={hash} />
        ))}
        <time>{formatTime(first.time)}</time>
      </span>
    </li>
  );
}

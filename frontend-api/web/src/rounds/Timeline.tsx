import type { RoundDetail, TimelineEvent } from "../api/types";
import { formatTime } from "../lib/format";
import { TxHash } from "../ui/Bits";

const LABEL: Record<string, string> = {
  GenerationProposed: "Round opened",
  BountyAdded: "A sponsor added to the bounty",
  EntriesSubmitted: "Entries submitted, voting began",
  QuestionOpened: "The committee was asked",
  Committed: "An operator committed its score sheet",
  VoteCast: "A holder voted",
  Revealed: "An operator revealed its score sheet",
  QuestionClosed: "Scoring closed",
  RoundSettled: "Round settled",
  RoundExpired: "Round expired, bounty refunded",
  RoundFailed: "Round failed, bounty refunded",
  PrizePaid: "A prize was paid to a vault",
  FeeCredited: "An operator earned its fee",
  Penalized: "An operator paid a penalty",
  SponsorRefunded: "A sponsor reclaimed",
};

/** Everything that happened on chain, in order. */
export function Timeline({ round }: { round: RoundDetail }) {
  return (
    <section className="stack">
      <h2>Timeline</h2>
      <ol className="plain timeline">
        {round.timeline.map((event) => (
          <Event key={`${event.tx}-${event.log_index}`} event={event} />
        ))}
      </ol>
    </section>
  );
}

function Event({ event }: { event: TimelineEvent }) {
  return (
    <li>
      <span>{LABEL[event.name] ?? event.name}</span>
      <span className="row hint">
        <time>{formatTime(event.time)}</time>
        <TxHash value={event.tx} />
        {!event.final && <small>not final yet</small>}
      </span>
    </li>
  );
}

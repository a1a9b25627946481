import type { Entry, Phase, RoundDetail } from "../api/types";
import { formatScore, personaName, plural } from "../lib/format";
import { Link } from "wouter";
import { Amount, Chip } from "../ui/Bits";
import { Notice } from "../ui/Notice";
import { VoteButton } from "../wallet/VoteButton";
import { CriteriaChart } from "./CriteriaChart";
import { PostPreview } from "./PostPreview";
import { Provenance } from "./Provenance";

interface EntryCardProps {
  entry: Entry;
  round: RoundDetail;
  phase: Phase;
}

/** One entry: the post, its criteria, its votes, and where it came from. */
export function EntryCard({ entry, round, phase }: EntryCardProps) {
  const name = personaName(entry);
  const votingAt = (round.deadlines.vote_until ?? 0) - round.parameters.vote_window;
  return (
    <section className={`card entry ${entry.rank === 1 ? "entry-winner" : ""}`} aria-label={`Entry of ${name}`}>
      <div className="row spread entry-top">
        <h3>
          <Link to={`/persona/${entry.persona_id}`}>{name}</Link>
        </h3>
        <span className="row">
          {entry.engine?.built_in && <Chip kind="built-in">Built-in writer</Chip>}
          {entry.rank !== null && <Chip kind={entry.rank === 1 ? "winner" : "rank"}>{entry.rank === 1 ? "Winner" : `Rank ${entry.rank}`}</Chip>}
        </span>
      </div>
      <div className="entry-post">
        {entry.text ? (
          <PostPreview entry={entry} platform={round.platform} />
        ) : (
          <Notice tone="warn">No text. {entry.failure ?? "The entry can’t be read."}</Notice>
        )}
        <Provenance entry={entry} brief={round.brief.document} />
      </div>
      <div className="entry-scores">
        {entry.disqualified && <Notice tone="error">Disqualified: {entry.disqualified}</Notice>}
        {entry.criteria && <CriteriaChart criteria={entry.criteria} operators={entry.operators} />}
        <Tally entry={entry} phase={phase} />
        {phase === "voting" && <VoteButton roundId={round.id} entry={entry.index} name={name} votingAt={votingAt} />}
      </div>
    </section>
  );
}

function Tally({ entry, phase }: { entry: Entry; phase: Phase }) {
  return (
    <p className="tally">
      <span>
        {plural(entry.votes.count, "vote")}
        {entry.votes.count > 0 && (
          <>
            , <Amount wei={entry.votes.weight} />
          </>
        )}
      </span>
      {entry.composite !== null && (
        <span>
          composite {formatScore(entry.composite)}
          {phase !== "settled" && " so far"}
        </span>
      )}
      {entry.final_score !== null && <strong>final {formatScore(entry.final_score)}</strong>}
      {entry.prize && entry.prize !== "0" && (
        <strong className="prize">
          <Amount wei={entry.prize} /> to the vault
        </strong>
      )}
    </p>
  );
}

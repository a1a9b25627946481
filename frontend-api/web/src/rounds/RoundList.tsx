import { useRounds } from "../api/queries";
import type { Round } from "../api/types";
import { useRoundPhase } from "../lib/clock";
import { formatDuration, formatScore, formatTime, personaName, plural } from "../lib/format";
import { deadlineOf, PHASE_LABEL } from "../lib/phase";
import { lookOf } from "../lib/platforms";
import { Link } from "wouter";
import { Amount, Avatar, Chip } from "../ui/Bits";
import { Asked } from "../ui/Notice";

/** All rounds, newest first. */
export function RoundList() {
  const rounds = useRounds();
  return (
    <Asked query={rounds} what="the rounds">
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (!items.length) return <Empty />;
        return (
          <>
            <ul className="plain rounds">
              {items.map((round) => (
                <li key={round.id}>
                  <RoundCard round={round} />
                </li>
              ))}
            </ul>
            {rounds.hasNextPage && (
              <button type="button" className="button" disabled={rounds.isFetchingNextPage} onClick={() => void rounds.fetchNextPage()}>
                Show older rounds
              </button>
            )}
          </>
        );
      }}
    </Asked>
  );
}

function Empty() {
  return (
    <div className="card empty">
      <p>No rounds yet. The stage is empty.</p>
      <Link to="/propose" className="button button-primary">
        Propose the first
      </Link>
    </div>
  );
}

function RoundCard({ round }: { round: Round }) {
  const { phase, now } = useRoundPhase(round);
  const deadline = deadlineOf(round, phase);
  return (
    <Link to={`/round/${round.id}`} className={`card round-card round-${phase}`}>
      <div className="row spread">
        <span className="round-number">Round {round.id}</span>
        <Chip kind={phase}>{PHASE_LABEL[phase]}</Chip>
      </div>
      <p className="round-brief">{round.brief.document?.text ?? round.brief.problem ?? "The brief is missing."}</p>
      <div className="row spread round-foot">
        <span className="faces">
          {round.roster.map((seat) => (
            <Avatar key={seat.index} id={seat.persona_id} name={personaName(seat)} size={26} />
          ))}
        </span>
        <span className="hint">{lookOf(round.platform).name}</span>
        <Amount wei={round.bounty} />
      </div>
      <p className="round-status">
        {round.winner ? (
          <>
            <strong>{personaName(round.winner)}</strong> won with {formatScore(round.winner.final_score)}
          </>
        ) : deadline !== null ? (
          <>
            <time>{formatDuration(deadline - now)}</time> left
            {phase === "voting" && ` · ${plural(round.progress.votes, "vote")}`}
          </>
        ) : phase === "closable" ? (
          "Anybody may close it"
        ) : (
          `Opened ${formatTime(round.opened_at)}`
        )}
      </p>
    </Link>
  );
}

import { useEntries, useRound } from "../api/queries";
import type { Entries, RoundDetail } from "../api/types";
import { useRoundPhase } from "../lib/clock";
import { formatDuration, personaName } from "../lib/format";
import { deadlineOf, PHASE_LABEL, phaseSentence } from "../lib/phase";
import { lookOf } from "../lib/platforms";
import { Link } from "wouter";
import { Address, Amount, Chip, Fact } from "../ui/Bits";
import { Asked, Notice } from "../ui/Notice";
import { RoundActions } from "../wallet/RoundActions";
import { BallotBoard } from "./BallotBoard";
import { BriefView } from "./BriefView";
import { EntryCard } from "./EntryCard";
import { Scoreboard } from "./Scoreboard";
import { Timeline } from "./Timeline";
import { Votes } from "./Votes";
import { PageTitle } from "../ui/Page";

/** One round: its brief, entries, scores, ballots, votes and history. */
export default function RoundPage({ id }: { id: number }) {
  const round = useRound(id);
  const entries = useEntries(id);
  return (
    <article className="stack round">
      <p>
        <Link to="/">← All rounds</Link>
      </p>
      <Asked query={round} what={`round ${id}`}>
        {(found) => (
          <>
            <Header round={found} />
            <BriefView brief={found.brief} />
            <Asked query={entries} what="the entries">
              {(data) => <Results round={found} entries={data} />}
            </Asked>
            <Timeline round={found} />
          </>
        )}
      </Asked>
    </article>
  );
}

function Header({ round }: { round: RoundDetail }) {
  const { phase, now } = useRoundPhase(round);
  const deadline = deadlineOf(round, phase);
  return (
    <header className="card round-head">
      <div className="row spread">
        <PageTitle name={`Round ${round.id}`}>Round {round.id}</PageTitle>
        <Chip kind={phase}>{PHASE_LABEL[phase]}</Chip>
      </div>
      <p className="lead">{phaseSentence(round, phase, now)}</p>
      <dl className="facts">
        {deadline !== null && (
          <Fact label="Time left">
            <time className="countdown">{formatDuration(deadline - now)}</time>
          </Fact>
        )}
        {round.winner && (
          <Fact label="Winner">
            <Link to={`/persona/${round.winner.persona_id}`}>{personaName(round.winner)}</Link>
          </Fact>
        )}
        <Fact label="Platform">{lookOf(round.platform).name}</Fact>
        <Fact label="Bounty">
          <Amount wei={round.bounty} />
        </Fact>
        <Fact label="Proposed by">
          <Address value={round.proposer} />
        </Fact>
        {round.progress.members > 0 && (
          <Fact label="Operators">
            {round.progress.committed} committed, {round.progress.revealed} of {round.progress.members} revealed
            {round.progress.refused > 0 && `, ${round.progress.refused} had no valid sheet`}
          </Fact>
        )}
      </dl>
      <RoundActions round={round} phase={phase} />
    </header>
  );
}

function Results({ round, entries }: { round: RoundDetail; entries: Entries }) {
  const { phase } = useRoundPhase(round);
  if (!entries.manifest) return <Waiting round={round} />;
  const ranked = [...entries.items].sort((a, b) => (a.rank ?? 99) - (b.rank ?? 99) || a.index - b.index);
  const scored = entries.items.some((entry) => entry.composite !== null);
  const firstBuiltIn = ranked.find((entry) => entry.engine?.built_in);
  return (
    <>
      {entries.manifest.problem && <Notice tone="warn">{entries.manifest.problem}</Notice>}
      {firstBuiltIn && (
        <Notice>
          <strong>Built-in writer, no language model loaded.</strong> Set <code>TROUPE_MODEL=&lt;hub id&gt;</code> to use one.
        </Notice>
      )}
      {scored && <Scoreboard entries={ranked} provisional={entries.provisional} />}
      <section className="stack">
        <h2>Entries</h2>
        <div className="entries">
          {ranked.map((entry) => (
            <EntryCard key={entry.index} entry={entry} round={round} phase={phase} />
          ))}
        </div>
      </section>
      <BallotBoard roundId={round.id} roster={round.roster} />
      <Votes roundId={round.id} entries={entries.items} />
    </>
  );
}

function Waiting({ round }: { round: RoundDetail }) {
  const names = round.roster.map(personaName).join(", ");
  return (
    <section className="card empty">
      <h2>Entries</h2>
      <p>{round.state === "open" ? `Behind the curtain: ${names}.` : "No entries came in."}</p>
    </section>
  );
}

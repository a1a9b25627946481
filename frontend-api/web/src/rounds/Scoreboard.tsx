import type { Entry } from "../api/types";
import { formatScore, formatShare, personaName } from "../lib/format";
import { Amount, Avatar } from "../ui/Bits";

const orDash = (score: number | null) => (score === null ? "–" : formatScore(score));

/** Composite, votes, final score and prize of every entry; a phone shows the latter two, entries show the rest. */
export function Scoreboard({ entries, provisional }: { entries: Entry[]; provisional: boolean }) {
  return (
    <section className="stack">
      <div className="row spread">
        <h2>Scores</h2>
        <small className="hint">{provisional ? "Provisional: operators are still revealing." : "0 to 10,000"}</small>
      </div>
      <div className="table-wrap" tabIndex={0} role="region" aria-label="Scores of the entries">
        <table className="scoreboard">
          <thead>
            <tr>
              <th scope="col">Persona</th>
              <th scope="col" className="wide-only">
                Composite
              </th>
              <th scope="col" className="wide-only">
                Votes
              </th>
              <th scope="col">Final</th>
              <th scope="col">Prize</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.index} className={entry.rank === 1 ? "first" : ""}>
                <th scope="row">
                  <span className="row">
                    <span className="rank">{entry.rank ?? ""}</span>
                    <Avatar id={entry.persona_id} name={personaName(entry)} size={28} />
                    {personaName(entry)}
                  </span>
                </th>
                <td className="wide-only">{entry.disqualified ? "disqualified" : orDash(entry.composite)}</td>
                <td className="wide-only">{entry.votes.count ? formatShare(entry.votes.share) : "–"}</td>
                <td>{orDash(entry.final_score)}</td>
                <td>{entry.prize ? <Amount wei={entry.prize} /> : "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

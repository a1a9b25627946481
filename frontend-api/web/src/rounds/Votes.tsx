import { useVotes } from "../api/queries";
import type { Entry } from "../api/types";
import { formatTime, personaName } from "../lib/format";
import { Address, Amount, TxHash } from "../ui/Bits";

/** The community's votes, one row each. */
export function Votes({ roundId, entries }: { roundId: number; entries: Entry[] }) {
  const { data } = useVotes(roundId);
  if (!data) return null;
  const nameOf = (index: number) => {
    const entry = entries.find((one) => one.index === index);
    return entry ? personaName(entry) : `entry ${index}`;
  };
  return (
    <section className="stack">
      <h2>Community votes</h2>
      {data.items.length === 0 ? (
        <p className="hint">Nobody has voted.</p>
      ) : (
        <ul className="plain votes">
          {data.items.map((vote) => (
            <li key={vote.voter} className="row spread">
              <span>
                <Address value={vote.voter} /> for <strong>{nameOf(vote.entry)}</strong>
              </span>
              <span className="row hint">
                <Amount wei={vote.weight} />
                <time>{formatTime(vote.time)}</time>
                <TxHash value={vote.tx} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

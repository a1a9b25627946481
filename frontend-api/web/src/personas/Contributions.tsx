import type { Contribution } from "../api/types";
import { fateOf } from "../lib/contribution";
import { Address, Digest } from "../ui/Bits";

/** What a persona was given, by whom, and what became of it. */
export function Contributions({ contributions }: { contributions: Contribution[] }) {
  return (
    <section className="stack">
      <h2>Contributions</h2>
      {contributions.length === 0 && <p className="hint">None yet.</p>}
      <ul className="plain votes">
        {contributions.map((one) => (
          <li key={one.token_id} className="row spread">
            <span>
              #{one.token_id} {one.kind} <Digest value={one.digest} /> by <Address value={one.contributor} />
            </span>
            <span className="hint">{fateOf(one)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

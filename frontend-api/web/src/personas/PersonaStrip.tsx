import { usePersonas } from "../api/queries";
import type { Persona } from "../api/types";
import { plural } from "../lib/format";
import { Link } from "wouter";
import { Address, Amount, Avatar, Chip } from "../ui/Bits";
import { Asked } from "../ui/Notice";

/** All personas with what they have won. */
export function PersonaStrip() {
  return (
    <Asked query={usePersonas()} what="the personas">
      {({ items }) =>
        items.length ? (
          <ul className="plain personas">
            {items.map((persona) => (
              <li key={persona.id}>
                <PersonaCard persona={persona} />
              </li>
            ))}
          </ul>
        ) : (
          <p className="hint">No personas are registered yet.</p>
        )
      }
    </Asked>
  );
}

function PersonaCard({ persona }: { persona: Persona }) {
  const name = persona.name ?? `Persona ${persona.id}`;
  const { wins, rounds, prizes } = persona.standings;
  return (
    <Link to={`/persona/${persona.id}`} className="card persona-card">
      <Avatar id={persona.id} name={name} size={52} />
      <span className="persona-name">{name}</span>
      <span className="hint">{persona.tone}</span>
      {!persona.active && <Chip kind="expired">Inactive</Chip>}
      <span className="persona-wins">
        {plural(wins, "win")} in {plural(rounds, "round")}
      </span>
      <span className="persona-vault">
        <Amount wei={prizes} />
        <small className="hint">
          vault <Address value={persona.vault} />
        </small>
      </span>
    </Link>
  );
}

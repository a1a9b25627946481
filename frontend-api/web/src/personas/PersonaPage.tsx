import { usePersona } from "../api/queries";
import type { PersonaDetail } from "../api/types";
import { formatScore, plural } from "../lib/format";
import { Link } from "wouter";
import { Amount, Avatar, Chip, Digest, Fact } from "../ui/Bits";
import { Asked, Notice } from "../ui/Notice";
import { Contributions } from "./Contributions";
import { PageTitle } from "../ui/Page";

const FORMATS = [
  ["png", "Picture card"],
  ["v3", "Character Card V3"],
  ["v2", "V2"],
  ["elizaos", "elizaOS"],
] as const;

/** One persona: its card, its vault, its rounds, what it was given. */
export default function PersonaPage({ id }: { id: number }) {
  return (
    <article className="stack narrow">
      <p>
        <Link to="/">← Home</Link>
      </p>
      <Asked query={usePersona(id)} what={`persona ${id}`}>
        {(persona) => (
          <>
            <Header persona={persona} />
            <Character persona={persona} />
            <Rounds persona={persona} />
            <Contributions contributions={persona.contributions} />
          </>
        )}
      </Asked>
    </article>
  );
}

function Header({ persona }: { persona: PersonaDetail }) {
  const name = persona.name ?? `Persona ${persona.id}`;
  const { rounds, wins, prizes, average_final } = persona.standings;
  return (
    <header className="card stack">
      <div className="row">
        <Avatar id={persona.id} name={name} size={64} />
        <div>
          <PageTitle>{name}</PageTitle>
          <span className="hint">{persona.tone}</span>
        </div>
        {!persona.active && <Chip kind="expired">Inactive</Chip>}
      </div>
      <dl className="facts">
        <Fact label="Wins">
          {wins} in {plural(rounds, "round")}
        </Fact>
        <Fact label="Average score">{average_final === null ? "–" : formatScore(average_final)}</Fact>
        <Fact label="Earned">
          <Amount wei={prizes} />
        </Fact>
        <Fact label="Vault">
          <code className="hex wrap">{persona.vault}</code>
        </Fact>
      </dl>
    </header>
  );
}

function Character({ persona }: { persona: PersonaDetail }) {
  const { document: card, problem, digest, version } = persona.card;
  return (
    <section className="stack">
      <div className="row spread">
        <h2>Character card</h2>
        <small className="hint">
          version {version}, pinned as <Digest value={digest} />
        </small>
      </div>
      {card ? (
        <div className="card stack">
          <p className="verbatim">{card.bio}</p>
          <Lines label="Style" lines={card.style} />
          <Lines label="Never" lines={card.donts} />
          <Lines label="Topics" lines={card.topics} />
          {card.platforms.length > 0 && <p className="hint">Writes for {card.platforms.join(", ")}.</p>}
          <p className="row hint">
            Take it with you:
            {FORMATS.map(([format, label]) => (
              <a key={format} href={`/personas/${persona.id}/card?format=${format}`} download>
                {label}
              </a>
            ))}
          </p>
        </div>
      ) : (
        <Notice tone="warn">{problem ?? "The card is missing."}</Notice>
      )}
    </section>
  );
}

function Lines({ label, lines }: { label: string; lines: string[] }) {
  if (!lines.length) return null;
  return (
    <div>
      <h3>{label}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

function Rounds({ persona }: { persona: PersonaDetail }) {
  return (
    <section className="stack">
      <h2>Rounds</h2>
      {persona.rounds.length === 0 && <p className="hint">None yet.</p>}
      <ul className="plain votes">
        {persona.rounds.map((round) => (
          <li key={round.round_id} className="row spread">
            <Link to={`/round/${round.round_id}`}>Round {round.round_id}</Link>
            <span className="row hint">
              {round.rank === null ? round.state : `rank ${round.rank}`}
              {round.final_score !== null && <span>{formatScore(round.final_score)}</span>}
              {round.prize && round.prize !== "0" && <Amount wei={round.prize} />}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

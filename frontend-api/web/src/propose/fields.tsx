import { type ReactNode, useId } from "react";
import type { Parameters, Persona, PlatformInfo } from "../api/types";
import { useHolder } from "../chain/holder";
import { useToken } from "../chain/contracts";
import { formatAmount } from "../lib/format";
import { lookOf } from "../lib/platforms";
import { Amount, Avatar } from "../ui/Bits";
import { type Draft, MAX_TEXT } from "./draft";

interface FieldProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  problem?: string | undefined;
}

/** What is wrong with a field, tied to it by `aria-describedby`. */
export function Problem({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="problem" role="alert">
      {children}
    </p>
  );
}

export function BriefField({ draft, change, problem }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Brief</label>
      <textarea
        id={id}
        rows={5}
        maxLength={MAX_TEXT}
        value={draft.text}
        placeholder="Write a post about …"
        aria-invalid={!!problem}
        aria-describedby={`${id}-problem`}
        onChange={(event) => change({ text: event.target.value })}
      />
      <p className="hint">
        {draft.text.length} of {MAX_TEXT} characters
      </p>
      {problem && <Problem id={`${id}-problem`}>{problem}</Problem>}
    </div>
  );
}

export function PlatformField({ draft, change, platforms }: FieldProps & { platforms: PlatformInfo[] }) {
  return (
    <fieldset className="field">
      <legend>Platform</legend>
      <div className="options">
        {platforms.map((platform) => (
          <label key={platform.id} className="option">
            <input
              type="radio"
              name="platform"
              checked={draft.platform === platform.id}
              onChange={() => change({ platform: platform.id })}
            />
            <span>
              {lookOf(platform).name} <small>{platform.limit} {platform.unit}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function PersonasField({ draft, change, personas, problem }: FieldProps & { personas: Persona[] }) {
  const id = useId();
  const toggle = (persona: number) =>
    change({
      personas: draft.personas.includes(persona) ? draft.personas.filter((p) => p !== persona) : [...draft.personas, persona],
    });
  return (
    <fieldset className="field" aria-describedby={`${id}-problem`}>
      <legend>Personas</legend>
      <div className="options">
        {personas.map((persona) => (
          <label key={persona.id} className="option">
            <input type="checkbox" checked={draft.personas.includes(persona.id)} onChange={() => toggle(persona.id)} />
            <Avatar id={persona.id} name={persona.name ?? "?"} size={28} />
            <span>
              {persona.name ?? `Persona ${persona.id}`} <small>{persona.tone}</small>
            </span>
          </label>
        ))}
      </div>
      {problem && <Problem id={`${id}-problem`}>{problem}</Problem>}
    </fieldset>
  );
}

export function BountyField({ draft, change, problem, parameters }: FieldProps & { parameters: Parameters }) {
  const id = useId();
  const { symbol, decimals } = useToken();
  const { data: holder } = useHolder();
  return (
    <div className="field">
      <label htmlFor={id}>Bounty in {symbol}</label>
      <input
        id={id}
        className="short"
        inputMode="decimal"
        autoComplete="off"
        value={draft.bounty}
        aria-invalid={!!problem}
        aria-describedby={`${id}-problem`}
        onChange={(event) => change({ bounty: event.target.value })}
      />
      <p className="hint">
        At least {formatAmount(parameters.min_bounty, decimals)} {symbol}.
        {holder && (
          <>
            {" "}
            You hold <Amount wei={holder.balance} />.
          </>
        )}
      </p>
      {problem && <Problem id={`${id}-problem`}>{problem}</Problem>}
    </div>
  );
}

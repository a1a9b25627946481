import { useState } from "react";
import { usePersonas } from "../api/queries";
import type { Parameters, Persona } from "../api/types";
import { useContracts, useDeployed, useToken } from "../chain/contracts";
import { useNow } from "../lib/clock";
import { parseAmount } from "../lib/amount";
import { formatAmount, formatDuration } from "../lib/format";
import { Link, useLocation, useSearch } from "wouter";
import { Asked, Notice } from "../ui/Notice";
import { useTransaction } from "../tx/useTransaction";
import { type Draft, problemsOf } from "./draft";
import { BountyField, BriefField, PersonasField, PlatformField } from "./fields";
import { proposeRound } from "./proposal";
import { prefilled } from "./prefill";
import { SourcesField } from "./SourcesField";
import { PageTitle } from "../ui/Page";

/** Opens a round: the form, or why there can't be one. */
export default function ProposePage() {
  const { parameters } = useDeployed();
  const personas = usePersonas();
  return (
    <section className="narrow stack">
      <PageTitle>Propose a round</PageTitle>
      <p className="lead">Say what you need written and what it is worth to you. The personas compete for it.</p>
      {parameters ? (
        <Asked query={personas} what="the personas">
          {({ items }) => <ProposeForm parameters={parameters} personas={items.filter((persona) => persona.active)} />}
        </Asked>
      ) : (
        <Notice tone="warn">This deployment has no parameters for rounds yet. Its governance has to add them.</Notice>
      )}
    </section>
  );
}

function ProposeForm({ parameters, personas }: { parameters: Parameters; personas: Persona[] }) {
  const contracts = useContracts();
  const { platforms } = useDeployed();
  const { decimals, symbol } = useToken();
  const now = useNow();
  const [, navigate] = useLocation();
  const begin = useTransaction();
  const [shown, setShown] = useState(false);
  const [draft, setDraft] = useState<Draft>({
    ...prefilled(useSearch(), platforms),
    sources: [],
    personas: personas.slice(0, 5).map((persona) => persona.id),
    bounty: formatAmount(parameters.min_bounty, decimals).replaceAll(",", ""),
  });
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const problems = problemsOf(draft, BigInt(parameters.min_bounty), decimals);
  const visible = shown ? problems : {};

  function submit() {
    setShown(true);
    const bounty = parseAmount(draft.bounty, decimals);
    if (Object.keys(problems).length || bounty === null) return;
    begin({
      title: "Propose a round",
      does: "Pins the brief, which becomes public, and opens a round with your bounty. It comes back where no entries come in.",
      facts: [["Bounty", `${formatAmount(bounty, decimals)} ${symbol}`]],
      plan: (steps) => proposeRound(steps, contracts, draft, bounty, now),
      afterwards: () => navigate("/"),
    });
  }

  return (
    <form
      className="stack card form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <BriefField draft={draft} change={change} problem={visible.text} />
      <SourcesField sources={draft.sources} change={(sources) => change({ sources })} problem={visible.sources} />
      <PlatformField draft={draft} change={change} platforms={platforms} />
      <PersonasField draft={draft} change={change} personas={personas} problem={visible.personas} />
      <BountyField draft={draft} change={change} parameters={parameters} problem={visible.bounty} />
      <p className="hint">
        Costs the bounty of {draft.bounty || "0"} {symbol} and gas. Of it, {formatAmount(parameters.fee, decimals)} {symbol} pays
        the committee; the rest goes to the personas. Entries are due within {formatDuration(parameters.entry_window)}; without
        them the bounty comes back to you. The brief is pinned first and becomes public.
      </p>
      <div className="row">
        <button className="button button-primary">Pin the brief and propose</button>
        <Link to="/" className="button button-quiet">
          Cancel
        </Link>
      </div>
    </form>
  );
}

import { useState } from "react";
import { usePersonas } from "../api/queries";
import type { Parameters, Persona } from "../api/types";
import { useContracts, useDeployed, useToken } from "../chain/contracts";
import { useSteps } from "../chain/steps";
import { useWallet } from "../chain/wallet";
import { useNow } from "../lib/clock";
import { formatAmount, formatDuration } from "../lib/format";
import { Link, useLocation } from "wouter";
import { Asked, Notice } from "../ui/Notice";
import { StepList } from "../ui/Steps";
import { bountyOf, type Draft, problemsOf } from "./draft";
import { BountyField, BriefField, PersonasField, PlatformField } from "./fields";
import { proposeRound } from "./proposal";
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
  const wallet = useWallet();
  const contracts = useContracts();
  const { platforms } = useDeployed();
  const { decimals, symbol } = useToken();
  const now = useNow();
  const [, navigate] = useLocation();
  const { steps, error, busy, run } = useSteps();
  const [shown, setShown] = useState(false);
  const [draft, setDraft] = useState<Draft>({
    text: "",
    sources: [],
    platform: platforms[0]?.id ?? 1,
    personas: personas.slice(0, 5).map((persona) => persona.id),
    bounty: formatAmount(parameters.min_bounty, decimals).replaceAll(",", ""),
  });
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const problems = problemsOf(draft, BigInt(parameters.min_bounty), decimals);
  const visible = shown ? problems : {};

  async function submit() {
    setShown(true);
    const bounty = bountyOf(draft.bounty, decimals);
    if (Object.keys(problems).length || bounty === null || !wallet) return;
    const opened = await run((step) => proposeRound(wallet.client, contracts, draft, bounty, now, step));
    if (opened) navigate("/");
  }

  return (
    <form
      className="stack card form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
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
        <button className="button button-primary" disabled={busy || !wallet}>
          {busy ? "Working…" : "Pin the brief and propose"}
        </button>
        <Link to="/" className="button button-quiet">
          Cancel
        </Link>
      </div>
      {!wallet && <Notice>Connect a wallet on the right network to propose.</Notice>}
      <StepList steps={steps} error={error} />
    </form>
  );
}

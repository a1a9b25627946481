import { Button, Card, Group, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { usePersonas } from "../api/queries";
import type { Parameters, Persona } from "../api/types";
import { generationRoundsEvents } from "../chain/abi/GenerationRoundsEvents";
import { useContracts, useDeployed, useToken } from "../chain/contracts";
import { useHolder } from "../chain/holder";
import { parseAmount } from "../lib/amount";
import { useNow } from "../lib/clock";
import { focusProblem } from "../lib/focus";
import { formatAmount } from "../lib/format";
import { madeNumber } from "../tx/made";
import { useTransaction } from "../tx/useTransaction";
import { Amount } from "../ui/Bits";
import { Asked, Notice } from "../ui/Notice";
import { Page, PageHead } from "../ui/Page";
import { Cost } from "./Cost";
import { type Draft, problemsOf } from "./draft";
import { BountyField, BriefField, LanguageField, PersonasField, PlatformField } from "./fields";
import { prefilled } from "./prefill";
import { proposing } from "./proposal";
import { SourcesField } from "./SourcesField";

/** Opens a round: the form, or why there can't be one. */
export default function ProposePage() {
  const { parameters } = useDeployed();
  const personas = usePersonas();
  return (
    <Page narrow>
      <PageHead title="Propose a round" lead="Say what you need written and what it is worth to you. The personas compete for it." />
      {parameters ? (
        <Asked query={personas} what="the personas">
          {({ items }) => <ProposeForm parameters={parameters} personas={items.filter((persona) => persona.active)} />}
        </Asked>
      ) : (
        <Notice tone="warn">This deployment has no parameters for rounds yet. Its governance has to add them.</Notice>
      )}
    </Page>
  );
}

function ProposeForm({ parameters, personas }: { parameters: Parameters; personas: Persona[] }) {
  const contracts = useContracts();
  const { platforms } = useDeployed();
  const { decimals, symbol } = useToken();
  const { data: holder } = useHolder();
  const now = useNow();
  const [, navigate] = useLocation();
  const begin = useTransaction();
  const [shown, setShown] = useState(false);
  const [draft, setDraft] = useState<Draft>({
    ...prefilled(useSearch(), platforms),
    language: "en",
    sources: [],
    personas: personas.slice(0, 5).map((persona) => persona.id),
    bounty: formatAmount(parameters.min_bounty, decimals).replaceAll(",", ""),
  });
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const problems = problemsOf(draft, { decimals, symbol, least: BigInt(parameters.min_bounty), held: holder?.balance });
  const visible = shown ? problems : {};
  const bounty = parseAmount(draft.bounty, decimals);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setShown(true);
    if (Object.keys(problems).length || bounty === null) return focusProblem(event.currentTarget);
    begin({
      title: "Propose a round",
      does: "Pins the brief, which becomes public, and opens a round with your bounty. It comes back where no entries come in.",
      facts: [["Bounty", <Amount key="bounty" wei={bounty} />]],
      ...proposing(contracts, draft, bounty, now),
      afterwards: (logs) => {
        const round = madeNumber(logs, { address: contracts.rounds.address, abi: generationRoundsEvents, eventName: "GenerationProposed", argument: "roundId" });
        // Nobody is taken away from a page that they went to meanwhile.
        if (location.pathname === "/propose") navigate(round ? `/round/${round}` : "/");
      },
    });
  }

  return (
    <Card component="form" noValidate onSubmit={submit}>
      <Stack gap="lg">
        <BriefField draft={draft} change={change} problem={visible.text} />
        <LanguageField draft={draft} change={change} />
        <SourcesField sources={draft.sources} change={(sources) => change({ sources })} problem={visible.sources} />
        <PlatformField draft={draft} change={change} platforms={platforms} />
        <PersonasField draft={draft} change={change} personas={personas} problem={visible.personas} />
        <BountyField draft={draft} change={change} parameters={parameters} problem={visible.bounty} />
        <Cost bounty={bounty} parameters={parameters} />
        <Group>
          <Button type="submit">Pin the brief and propose</Button>
          <Button component={Link} href="/" variant="subtle" color="gray">
            Cancel
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

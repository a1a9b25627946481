import { Checkbox, Fieldset, Group, NativeSelect, Radio, SimpleGrid, Text, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { Parameters, Persona, PlatformInfo } from "../api/types";
import { useToken } from "../chain/contracts";
import { formatAmount } from "../lib/format";
import { LANGUAGES } from "../lib/languages";
import { lookOf } from "../lib/platforms";
import { Avatar } from "../ui/Bits";
import { type Draft, MAX_TEXT } from "./draft";
import classes from "./propose.module.css";

interface FieldProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  problem?: string | undefined;
}

/** What is wrong with a group of fields, tied to it by `aria-describedby`. */
export function Problem({ id, children }: { id: string; children: ReactNode }) {
  return (
    <Text id={id} role="alert" size="sm" c="var(--mantine-color-error)">
      {children}
    </Text>
  );
}

export function BriefField({ draft, change, problem }: FieldProps) {
  return (
    <Textarea
      label="Brief"
      description={`What the post should be about and for whom. ${draft.text.length.toLocaleString("en")} of ${MAX_TEXT.toLocaleString("en")} characters`}
      placeholder="Write a post about …"
      autosize
      minRows={5}
      maxRows={16}
      maxLength={MAX_TEXT}
      value={draft.text}
      error={problem}
      onChange={(event) => change({ text: event.currentTarget.value })}
    />
  );
}

export function LanguageField({ draft, change }: FieldProps) {
  return (
    <NativeSelect
      label="Language"
      description="Of what is written. Without a language model there is English alone."
      maw={260}
      data={LANGUAGES}
      value={draft.language}
      onChange={(event) => change({ language: event.currentTarget.value })}
    />
  );
}

export function PlatformField({ draft, change, platforms }: FieldProps & { platforms: PlatformInfo[] }) {
  return (
    <Radio.Group label="Platform" value={String(draft.platform)} onChange={(platform) => change({ platform: Number(platform) })}>
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="xs" mt="xs">
        {platforms.map((platform) => (
          <Radio
            key={platform.id}
            value={String(platform.id)}
            className={classes.option}
            label={lookOf(platform).name}
            description={platform.limit !== null && `at most ${platform.limit.toLocaleString("en")} ${platform.unit ?? ""}`}
          />
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}

export function PersonasField({ draft, change, personas, problem }: FieldProps & { personas: Persona[] }) {
  const toggle = (persona: number) =>
    change({
      personas: draft.personas.includes(persona) ? draft.personas.filter((p) => p !== persona) : [...draft.personas, persona],
    });
  return (
    <Fieldset legend="Personas" variant="unstyled" aria-describedby="personas-problem">
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="xs">
        {personas.map((persona) => (
          <Checkbox
            key={persona.id}
            className={classes.option}
            checked={draft.personas.includes(persona.id)}
            onChange={() => toggle(persona.id)}
            label={
              <Group gap="xs" wrap="nowrap">
                <Avatar id={persona.id} name={persona.name ?? "?"} size={28} />
                {persona.name ?? `Persona ${persona.id}`}
              </Group>
            }
            description={persona.tone}
          />
        ))}
      </SimpleGrid>
      <Problem id="personas-problem">{problem}</Problem>
    </Fieldset>
  );
}

export function BountyField({ draft, change, problem, parameters }: FieldProps & { parameters: Parameters }) {
  const { symbol, decimals } = useToken();
  return (
    <TextInput
      label={`Bounty in ${symbol}`}
      description={`At least ${formatAmount(parameters.min_bounty, decimals)} ${symbol}.`}
      maw={260}
      inputMode="decimal"
      autoComplete="off"
      value={draft.bounty}
      error={problem}
      onChange={(event) => change({ bounty: event.currentTarget.value })}
    />
  );
}

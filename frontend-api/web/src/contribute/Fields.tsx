import { Autocomplete, Checkbox, NativeSelect, Radio, Stack, Text, Textarea, TextInput } from "@mantine/core";
import type { Persona } from "../api/types";
import { nameOf } from "../personas/cast";
import { type Draft, type Kind, KIND_LABELS, KINDS, LICENCES, needsFile, type problemsOf } from "./draft";

interface FieldsProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  problems: ReturnType<typeof problemsOf>;
  personas: Persona[];
}

/** To whom, and as what. */
export function Aim({ draft, change, problems, personas }: FieldsProps) {
  return (
    <>
      <NativeSelect
        label="Persona"
        required
        error={problems.persona}
        value={draft.persona ?? ""}
        onChange={(event) => change({ persona: event.currentTarget.value ? Number(event.currentTarget.value) : null })}
        data={[{ value: "", label: "Choose one" }, ...personas.map((one) => ({ value: String(one.id), label: nameOf(one) }))]}
      />
      <Radio.Group label="What it is" value={draft.kind} onChange={(kind) => change({ kind: kind as Kind })}>
        <Stack gap="xs" mt="xs">
          {KINDS.map((kind) => (
            <Radio key={kind} value={kind} label={KIND_LABELS[kind]} />
          ))}
        </Stack>
      </Radio.Group>
    </>
  );
}

/** The words: of a text all of it, of a file what is in it. */
export function Words({ draft, change, problems }: Omit<FieldsProps, "personas">) {
  const media = needsFile(draft.kind);
  return (
    <>
      <TextInput
        label="Title"
        required
        error={problems.title}
        value={draft.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Textarea
        label={media ? "What is in it" : "Text"}
        description={media ? "In words: a description, or what is said. Reviewers judge by these words, and only by them." : undefined}
        required
        autosize
        minRows={5}
        maxRows={24}
        error={problems.text}
        value={draft.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <TextInput
        label="Language"
        description="Its two letters, such as en"
        maxLength={2}
        error={problems.language}
        value={draft.language}
        onChange={(event) => change({ language: event.currentTarget.value.toLowerCase() })}
      />
    </>
  );
}

/** What becomes public for ever, and under which terms. */
export function Terms({ draft, change, problems }: Omit<FieldsProps, "personas">) {
  return (
    <>
      <Autocomplete
        label="Licence"
        description="The terms under which everybody may use it, best as an SPDX identifier"
        required
        data={[...LICENCES]}
        error={problems.licence}
        value={draft.licence}
        onChange={(licence) => change({ licence })}
      />
      <Text size="sm">
        The title, the text, the file and your account’s address become public for ever: copies can’t be called back, and a token on
        chain can’t be unmade. Personas are trained on what is accepted. Give nothing that is private, and nobody else’s secrets.
      </Text>
      <Checkbox
        label="It is mine to give under this licence, and I agree that it becomes public for ever"
        error={problems.consent}
        checked={draft.consent}
        onChange={(event) => change({ consent: event.currentTarget.checked })}
      />
    </>
  );
}
